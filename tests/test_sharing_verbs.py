"""Exports on the command line: for whom, in which wording, and the ledger of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from interviewcoder import cli
from interviewcoder.project import file
from interviewcoder.sources.importing import add_files

ADDRESS = "anna@example.org"


@pytest.fixture
def study(tmp_path: Path, empty_project: Path) -> Path:
    """A project with a transcript in which an address is said."""
    path, said = tmp_path / "study.icproj", tmp_path / "P07.txt"
    path.write_bytes(empty_project.read_bytes())
    said.write_text(f"I: Where to?\nP07: Write to {ADDRESS}, to Sunnybrook.\n", encoding="utf-8")
    with file.open_project(path) as project:
        add_files(project, [said])
    return path


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert cli.main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_an_address_stops_an_export_and_who_lets_it_go_is_in_the_ledger(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = ["export-transcript", str(study), "--out", str(tmp_path / "P07.docx")]
    assert cli.main(export) == 1
    said = capsys.readouterr().err
    assert "identifies somebody" in said and ADDRESS not in said and "Nothing was written" in said
    assert cli.main([*export, "--override", "R. Roe"]) == 1
    assert "needs a name and a reason" in capsys.readouterr().err
    _run(capsys, *export, "--override", "R. Roe", "--because", "public", "--for", "Board", "--purpose", "review")
    (line,) = _run(capsys, "sharing", str(study))
    assert (line["what"], line["file"], line["recipient"], line["purpose"]) == (
        *("transcript", "P07.docx", "Board", "review"),
    )
    assert line["override"] == {"name": "R. Roe", "because": "public", "finds": 1}
    assert line["size_bytes"] == (tmp_path / "P07.docx").stat().st_size


def test_the_original_wording_is_asked_for_and_answered_for(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, pseudonym in (("Sunnybrook", "Hospital A"), (ADDRESS, "E-mail A")):
        _run(capsys, "pseudonyms", str(study), "--replace", words, "--by", pseudonym)
    path = tmp_path / "P07.txt"
    export = ["export-transcript", str(study), "--out", str(path), "--replace"]
    _run(capsys, *export)
    assert "Write to [E-mail A], to [Hospital A]." in path.read_text(encoding="utf-8")
    assert cli.main([*export, "--wording", "original"]) == 1
    _run(capsys, *export, "--wording", "original", "--override", "R. Roe", "--because", "hers")
    assert f"Write to {ADDRESS}, to Sunnybrook." in path.read_text(encoding="utf-8")
    capsys.readouterr()
    assert [line["wording"] for line in _run(capsys, "sharing", str(study))] == ["de-identified", "original"]


@pytest.mark.parametrize("name", ["ledger.csv", "ledger.docx"])
def test_the_ledger_is_written_as_a_file(
    study: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(capsys, "codebook", str(study), "--out", str(tmp_path / "codebook.md"), "--for", "Board")
    assert _run(capsys, "sharing", str(study), "--out", str(tmp_path / name))["lines"] == 1
    assert (tmp_path / name).stat().st_size > 0
    assert cli.main(["sharing", str(study), "--out", str(tmp_path / "ledger.pdf")]) == 1
