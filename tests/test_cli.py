"""The command line: its verbs, its JSON, its exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from interviewcoder import cli

INTERVIEW = (
    "I: What worries you?\n\nP07: I fear a complaint 😟. Really, I fear it.\n\nI: Why?\n\nP07: It stays online.\n"
)

Run = Callable[..., Any]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "P07.txt").write_text(INTERVIEW, encoding="utf-8")
    path = tmp_path / "study.icproj"
    assert cli.main(["new", str(path), "--title", "Stories", "--no-passphrase"]) == 0
    assert cli.main(["add", str(path), str(tmp_path / "P07.txt"), "--case", "P07", "--attribute", "role=nurse"]) == 0
    return path


@pytest.fixture
def run(study: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a verb on the study with --json, and return what it printed."""

    def run_verb(verb: str, *arguments: str) -> Any:
        capsys.readouterr()
        assert cli.main([verb, str(study), *arguments, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return run_verb


def test_a_coding_is_listed_with_its_place_and_its_words(run: Run) -> None:
    run(
        "code",
        "P07",
        "--quote",
        "I fear",
        "--nth",
        "2",
        "--code",
        "Fear > Complaints",
        "--exemplar",
        "--coder",
        "J. O.",
    )
    [coding] = run("codings")
    assert {name: coding[name] for name in coding if name != "id"} == {
        "source": "P07",
        "start": 48,
        "end": 54,
        "quote": "I fear",
        "code": "Complaints",
        "coder": "J. O.",
        "exemplar": True,
    }
    assert [code["path"] for code in run("codes")] == ["Fear", "Fear > Complaints"]


def test_codings_are_listed_by_code_and_by_source(run: Run) -> None:
    run("code", "P07", "--quote", "a complaint", "--code", "Fear")
    run("code", "P07", "--quote", "It stays online", "--in-vivo")
    assert [coding["quote"] for coding in run("codings", "--code", "fear")] == ["a complaint"]
    assert len(run("codings", "--source", "P07")) == 2
    assert [code["provenance"] for code in run("codes")] == ["inductive", "in vivo"]


def test_undo_and_redo_work_across_runs_and_the_log_tells(run: Run) -> None:
    run("code", "P07", "--quote", "a complaint", "--code", "Fear", "--exemplar")
    assert run("undo")["undone"] == "Code passage"
    assert run("codings") == run("codes") == []
    assert run("redo")["redone"] == "Code passage"
    assert [coding["exemplar"] for coding in run("codings")] == [True]
    assert [(entry["kind"], entry["label"]) for entry in run("log")][-3:] == [
        ("do", "Code passage"),
        ("undo", "Code passage"),
        ("redo", "Code passage"),
    ]


def test_a_transcript_is_printed_as_text_and_as_json(run: Run, study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["transcript", str(study), "P07"]) == 0
    assert capsys.readouterr().out == INTERVIEW
    printed = run("transcript", "P07")
    assert [turn["speaker"] for turn in printed["turns"]] == ["I", "P07", "I", "P07"]
    assert all(printed["text"][turn["start"] : turn["end"]] == turn["text"] for turn in printed["turns"])


def test_the_codebook_is_written(run: Run, tmp_path: Path) -> None:
    run("code", "P07", "--quote", "I fear a complaint 😟", "--code", "Fear", "--exemplar")
    receipt = run("codebook", "--out", str(tmp_path / "codebook.docx"))
    assert (receipt["codes"], receipt["quotes"], receipt["offered"]) == (1, 1, 0)
    assert (tmp_path / "codebook.docx").stat().st_size > 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["code", "{}", "P07", "--quote", "never said", "--code", "X"], "never said"),
        (["code", "{}", "P07", "--quote", "I fear", "--nth", "3", "--code", "X"], "only 2 times"),
        (["code", "{}", "P99", "--quote", "I", "--code", "X"], "There is no source “P99”"),
        (["transcribe", "{}", "P07"], "no recording"),
        (["codes", "{}.missing"], "There is no file"),
        (["new", "{}", "--no-passphrase"], "is there already"),
        (["new", "{}.other"], "there is no terminal to ask at"),
        (["add", "{}", "{}.wav"], "There is no file"),
        (["codings", "{}", "--code", "nothing"], "There is no code “nothing”"),
        (["redo", "{}"], "nothing to redo"),
        (["codebook", "{}", "--out", "{}"], "the project's own file"),
        (["codebook", "{}", "--out", "{}.other.icproj"], "the name of a project"),
        (["codebook", "{}", "--out", ""], "is a folder"),
        (["codebook", "{}", "--out", "."], "is a folder"),
        (["transcript", "{}", "P07", "--format", "vtt"], "no times"),
    ],
)
def test_an_error_is_said_on_stderr_with_exit_code_1(
    study: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    capsys.readouterr()
    assert cli.main([word.replace("{}", str(study)) for word in arguments]) == 1
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.out == ""


@pytest.mark.parametrize("arguments", [["codes"], ["code", "x", "y", "--quote", "z"], ["--nonsense"], ["new"]])
def test_wrong_usage_ends_with_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_the_passphrase_comes_from_a_file_or_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = tmp_path / "passphrase"
    secret.write_text("seven quiet rivers\n", encoding="utf-8")
    path = str(tmp_path / "encrypted.icproj")
    assert cli.main(["new", path, "--passphrase-file", str(secret)]) == 0
    monkeypatch.setenv("INTERVIEWCODER_PASSPHRASE", "seven quiet rivers")
    assert cli.main(["codes", path]) == 0
    monkeypatch.setenv("INTERVIEWCODER_PASSPHRASE", "eight quiet rivers")
    capsys.readouterr()
    assert cli.main(["codes", path]) == 1
    assert "The passphrase doesn't open" in capsys.readouterr().err
