"""Pseudonyms and their key on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from interviewcoder import cli
from interviewcoder.privacy import key_file, pseudonyms
from interviewcoder.privacy.key_file import ListedName
from interviewcoder.project import file
from interviewcoder.project.schema import SourceRow

PHRASE = "nine loud lakes"


@pytest.fixture
def study(tmp_path: Path, empty_project: Path) -> Path:
    """A project with a transcript."""
    path = tmp_path / "study.icproj"
    path.write_bytes(empty_project.read_bytes())
    with file.open_project(path) as project, project.op("Add transcript") as session:
        text = "I left Sunnybrook. SUNNYBROOK was loud."
        session.add(SourceRow(name="P07", kind="transcript", position=0, text=text, added_at="2026-01-01"))
    return path


@pytest.fixture
def phrase(tmp_path: Path) -> str:
    """The file with the key's passphrase."""
    path = tmp_path / "phrase.txt"
    path.write_text(f"{PHRASE}\n", encoding="utf-8")
    return str(path)


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert cli.main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_words_are_replaced_in_one_step(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(capsys, "pseudonyms", str(study)) == []
    replaced = ("--replace", "sunnybrook", "--by", "Hospital A", "--kind", "organisation")
    (listed,) = _run(capsys, "pseudonyms", str(study), *replaced)
    assert (listed["text"], listed["kind"], listed["uses"], listed["sources"]) == ("[Hospital A]", "organisation", 2, 1)
    with file.open_project(study) as project:
        assert pseudonyms.deidentified(project, 1).text == "I left [Hospital A]. [Hospital A] was loud."
        project.undo()
        assert pseudonyms.listing(project) == []


def test_words_that_stand_nowhere_and_half_a_wish_are_refused(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["pseudonyms", str(study), "--replace", "Toronto", "--by", "Place A"]) == 1
    assert "stands nowhere" in capsys.readouterr().err
    assert cli.main(["pseudonyms", str(study), "--replace", "Toronto"]) == 1
    assert "belong together" in capsys.readouterr().err
    assert _run(capsys, "pseudonyms", str(study)) == []


def test_the_key_is_made_and_learns(
    study: Path, tmp_path: Path, phrase: str, capsys: pytest.CaptureFixture[str]
) -> None:
    names = tmp_path / "names.txt"
    names.write_text("Ann Lee\n\nThunder Bay = place\n", encoding="utf-8")
    path = tmp_path / "stick" / "study.ickey"
    path.parent.mkdir()
    key = ("key", str(study), "--out", str(path), "--key-passphrase-file", phrase)
    _run(capsys, "pseudonyms", str(study), "--replace", "Sunnybrook", "--by", "Hospital A")
    made = _run(capsys, *key, "--names", str(names))
    assert (made["made"], made["pseudonyms"], made["forms"], made["names"]) == (True, 1, 2, 2)
    assert made["warnings"] == []
    again = _run(capsys, *key)
    assert (again["made"], again["pseudonyms"], again["forms"]) == (False, 0, 0)
    with file.open_project(study) as project, key_file.open_key(project, path, PHRASE) as opened:
        assert [entity.variants for entity in opened.entities()] == [("Sunnybrook", "SUNNYBROOK")]
        assert opened.name_list() == [ListedName("Ann Lee"), ListedName("Thunder Bay", "place")]


def test_the_key_is_no_table_and_warns_of_the_folder_of_the_project(
    study: Path, phrase: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("--key-passphrase-file", phrase)
    assert cli.main(["key", str(study), "--out", str(study.with_suffix(".csv")), *given]) == 1
    assert "never written" in capsys.readouterr().err
    assert cli.main(["key", str(study), "--out", str(study.with_suffix(".ickey")), *given]) == 0
    assert "same folder" in capsys.readouterr().err
