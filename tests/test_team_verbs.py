"""The verb about coders."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from interviewcoder import cli
from interviewcoder.coding import blind
from interviewcoder.project import coders
from interviewcoder.project.file import Project, open_project
from interviewcoder.sources import importing


@pytest.fixture
def path(project: Project, tmp_path: Path) -> Path:
    """A closed project without a passphrase, with two interviews and the coder Ada."""
    for name in ("P01", "P02"):
        text = tmp_path / f"{name}.txt"
        text.write_text("I was afraid.", encoding="utf-8")
        importing.add_files(project, [text])
    coders.rename(project, project.coder.id, "Ada")
    project.close()
    return project.path


def run(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    """What a verb prints as JSON."""
    assert cli.main([*map(str, words), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_coders_are_added_named_and_labelled(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    added = run(capsys, "coders", path, "--add", "Ben", "--add", "Cleo")
    assert [(each["name"], each["role"], each["codings"]) for each in added] == [
        ("Ada", "", 0),
        ("Ben", "", 0),
        ("Cleo", "", 0),
    ]
    changed = run(capsys, "coders", path, "ben", "--rename", "Ben Okri", "--role", "supervisor", "--colour", "#102030")
    assert [changed[1][name] for name in ("name", "role", "colour")] == ["Ben Okri", "supervisor", "#102030"]
    assert run(capsys, "coders", path, "Ben Okri", "--role", "none")[1]["role"] == ""


def test_sources_are_coded_blind_until_all_have_finished(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "coders", path, "--add", "Ben", "--add", "Cleo")
    run(capsys, "coders", path, "Cleo", "--role", "supervisor")
    begun = run(capsys, "coders", path, "--blind", "P01", "P02")
    assert [each["blind"] for each in begun] == [["P01", "P02"], ["P01", "P02"], []], "who supervises takes no part"
    finished = run(capsys, "coders", path, "Ben", "--finish", "P01", "P02")
    assert [(each["blind"], each["waiting"]) for each in finished[:2]] == [
        (["P01", "P02"], []),
        ([], ["P01", "P02"]),
    ]
    assert run(capsys, "coders", path, "--end-blind", "P01")[0]["blind"] == ["P02"]
    with open_project(path) as project:
        assert project.undo_label == "End blind coding"
        assert [each.source for each in blind.listing(project)] == ["P02"]


def test_what_is_about_one_coder_needs_a_name(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["coders", str(path), "--role", "reader"]) == 1
    assert "It isn't said which coder." in capsys.readouterr().err
