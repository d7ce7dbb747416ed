"""Killed at any moment of a withdrawal, either nothing has happened or the next opening finishes it."""

from __future__ import annotations

import json
import os
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from interviewcoder import settings
from interviewcoder.cases import cases
from interviewcoder.privacy import certificate, tombstones
from interviewcoder.project import activity, backup, file

_SCRIPT = Path(__file__).with_name("withdrawn_study.py")
_study = runpy.run_path(str(_SCRIPT))
# Where it is killed: when a stage is told for the nth time, or after so many tens of operations of SQLite.
_MOMENTS = [
    ("recordings", 1),
    *(("operations", count) for count in (400, 1200, 3600)),
]


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, subprocess.Popen[str]]]:
    """The study with a backup, and the process that withdraws and is killed."""
    path = tmp_path_factory.mktemp("killed") / "study.icproj"
    with _study["make"](path) as project:
        project.back_up()
    shutil.rmtree(path.parent / "material")
    command = [sys.executable, str(_SCRIPT)]
    home = {"HOME": str(path.parent.parent), "XDG_CONFIG_HOME": str(path.parent.parent / "config")}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **home}
    ) as process:
        yield path, process
        assert process.stdin
        process.stdin.close()


def test_a_withdrawal_that_is_killed_has_not_happened_or_is_finished_at_the_next_opening(
    orders: tuple[Path, subprocess.Popen[str]], tmp_path: Path
) -> None:
    made, process = orders
    assert process.stdin and process.stdout
    outcomes = set()
    for stage, count in _MOMENTS:
        # Copies of one study: what is known outside of the one before would be done again in the next.
        shutil.rmtree(settings.folder(), ignore_errors=True)
        folder = tmp_path / f"{stage}-{count}"
        shutil.copytree(made.parent, folder)
        process.stdin.write(json.dumps({"path": str(folder / made.name), "stage": stage, "after": count}) + "\n")
        process.stdin.flush()
        assert process.stdout.readline() == "killed\n", f"{stage} {count} is no moment of a withdrawal"
        outcomes.add(outcome(folder / made.name))
    assert outcomes == {"as before", "finished"}


def outcome(path: Path) -> str:
    """Open what is left: all of them is there, or nothing is."""
    with file.open_project(path) as project:
        done = tombstones.reapply(project)
        assert activity.first_broken(project.session) is None
        there = len(cases.listing(project))
        if there == 2:
            assert not done and _study["case_of"](project)
            return "as before"
        (issued,) = certificate.listing(project)
        assert done.finished == 1 and not done.unfinished and issued.finished
        assert [each.outcome for each in issued.backups] == ["cleaned"]
    canary = _study["CANARY"].encode()
    left = [each for each in path.parent.rglob("*") if each.is_file() and canary in each.read_bytes()]
    assert left == [] and len(backup.backups(path)) == 1
    return "finished"
