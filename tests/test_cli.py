"""The command line: its verbs, its JSON, its exit codes."""

from __future__ import annotations

import getpass
import json
import os
import signal
import subprocess
import sys
import wave
from collections.abc import Callable
from functools import partial
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest
from sqlalchemy import select

from interviewcoder import cli
from interviewcoder.errors import NotAllowed
from interviewcoder.project.file import open_project
from interviewcoder.project.schema import CoderRow
from interviewcoder.sources import catalogue
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.transcript import SpokenTurn, replace_transcript
from interviewcoder.transcription.transcribing import transcribe

ROOT = Path(__file__).resolve().parents[1]

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
    work = [(entry["kind"], entry["label"]) for entry in run("log") if entry["kind"] != "note"]
    assert work[-3:] == [
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


def test_transcripts_are_exported_to_a_file_and_into_a_folder(run: Run, tmp_path: Path) -> None:
    options = ("--numbers", "turns", "--no-header", "--anonymous")
    (written,) = run("export-transcript", "P07", "--out", str(tmp_path / "P07 out.txt"), *options)
    assert (written["source"], written["turns"]) == ("P07", 4)
    assert (tmp_path / "P07 out.txt").read_text(encoding="utf-8").startswith("1 I: ")
    (tmp_path / "out").mkdir()
    run("export-transcript", "--out", str(tmp_path / "out"), "--format", "rtf", "--times")
    assert (tmp_path / "out" / "P07.rtf").read_text(encoding="ascii").startswith("{\\rtf1")


def test_the_codebook_is_written(run: Run, tmp_path: Path) -> None:
    run("code", "P07", "--quote", "I fear a complaint 😟", "--code", "Fear", "--exemplar")
    receipt = run("codebook", "--out", str(tmp_path / "codebook.docx"))
    assert (receipt["codes"], receipt["quotes"], receipt["offered"]) == (1, 1, 0)
    assert (tmp_path / "codebook.docx").stat().st_size > 0


def test_table_two_and_all_codings_are_written_as_their_names_say(run: Run, tmp_path: Path) -> None:
    run("code", "P07", "--quote", "I fear a complaint 😟", "--code", "Theme > Fear", "--exemplar")
    run("versions", "--save", "First")
    run("codebook", "--out", str(tmp_path / "table.md"), "--table2", "--no-counts", "--version", "first")
    written = (tmp_path / "table.md").read_text(encoding="utf-8")
    assert "| Theme | Code | Exemplar quote |" in written and "“I fear a complaint 😟”" in written
    assert "Codebook: Version “First”" in written
    receipt = run("codebook", "--out", str(tmp_path / "codings.csv"), "--codings", "--by", "source", "--no-mark")
    assert receipt["quotes"] == 1
    assert (tmp_path / "codings.csv").read_bytes().startswith(b"Code,Theme path,Source,")
    assert run("codebook", "--out", str(tmp_path / "book.html"), "--clips")["clips"] == 0


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
        (["codebook", "{}", "--out", "{}.exe"], "no ending that says which kind"),
        (["codebook", "{}", "--out", "{}.docx", "--clips"], "Only a codebook as a web page"),
        (["codebook", "{}", "--out", "{}.md", "--version", "none"], "no codebook version “none”"),
        (["transcript", "{}", "P07", "--format", "vtt"], "no times"),
        (["export-transcript", "{}", "P07", "--out", "{}.eaf"], "no times"),
        (["export-transcript", "{}", "P07", "--out", "{}", "--format", "docx"], "no name of a Word document"),
        (["new", "", "--no-passphrase"], "needs a name"),
        (["new", "{}"], "is there already"),
        (["new", "{}-folder/study.icproj"], "doesn't exist"),
        (["add", "{}", "{}/inside.txt"], "can't be read"),
        (["add", "{}", "n" * 300 + ".txt"], "can't be read"),
        (["codes", "n" * 300], "could not be"),
        (["transcribe", "{}", "--language", "klingon"], "no language that Whisper knows"),
        (["demo", "--out", "{}", "--no-window"], "is a file, no folder"),
        (["demo", "--out", "{}/inside", "--no-window"], "can't be made"),
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


def test_sources_may_be_named_behind_the_options(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert cli.main(["transcribe", str(study), "--speakers", "1", "P07"]) == 1
    assert "no recording" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["codes"], ["code", "x", "y", "--quote", "z"], ["--nonsense"], ["new"], ["codes", "p", "q"]]
)
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


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xff\xfe", "isn't written in UTF-8"), (b"", "is empty"), (b"   \n", "is empty")],
)
def test_a_passphrase_file_that_holds_none_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, said: str
) -> None:
    secret = tmp_path / "passphrase"
    secret.write_bytes(content)
    assert cli.main(["new", str(tmp_path / "e.icproj"), "--passphrase-file", str(secret)]) == 1
    assert said in capsys.readouterr().err


def test_a_byte_order_mark_is_no_part_of_the_passphrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "passphrase"
    secret.write_text("seven quiet rivers\n", encoding="utf-8-sig")
    path = str(tmp_path / "encrypted.icproj")
    assert cli.main(["new", path, "--passphrase-file", str(secret)]) == 0
    monkeypatch.setenv("INTERVIEWCODER_PASSPHRASE", "seven quiet rivers")
    assert cli.main(["codes", path]) == 0


def test_nobody_answering_the_prompt_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def hang_up(prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(getpass, "getpass", hang_up)
    assert cli.main(["new", str(tmp_path / "e.icproj")]) == 1
    assert "No passphrase was given" in capsys.readouterr().err


def test_a_refused_coding_leaves_no_coder_behind(run: Run, study: Path) -> None:
    assert cli.main(["code", str(study), "P07", "--quote", "I fear", "--code", "", "--coder", "Ghost"]) == 1
    with open_project(study) as project:
        assert "Ghost" not in project.session.scalars(select(CoderRow.name)).all()
    run("code", "P07", "--quote", "I fear", "--code", "Fear", "--coder", "J. O.")
    assert [entry["coder"] for entry in run("log") if entry["label"] == "Code passage"] == ["J. O."]
    assert (run("undo")["undone"], run("redo")["redone"]) == ("Code passage", "Code passage")
    assert [coding["coder"] for coding in run("codings")] == ["J. O."]


def test_the_format_json_prints_json(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert cli.main(["transcript", str(study), "P07", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["source"] == "P07"


def test_a_misspelt_verb_is_answered_with_the_close_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["trancribe"])
    assert ended.value.code == 2
    assert "did you mean transcribe" in capsys.readouterr().err


def test_a_number_that_is_none_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["code", "x", "y", "--quote", "z", "--code", "c", "--nth", "abc"])
    assert "“abc” isn't a whole number" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a screen is there")
def test_without_a_screen_the_window_says_so(
    study: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert cli.main([str(study)]) == 1
    assert "no screen" in capsys.readouterr().err


def test_a_fault_of_ours_is_told_without_its_message(
    study: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(name: str) -> None:
        raise ValueError("I fear a complaint")

    monkeypatch.setattr("interviewcoder.sources.catalogue.as_name", fail)
    assert cli.main(["transcript", str(study), "P07"]) == 1
    said = capsys.readouterr().err
    assert "ValueError" in said and "interviewcoder/verbs.py:" in said
    assert "complaint" not in said


def command(*arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    """Start the command line in a process of its own."""
    environment = os.environ | options.pop("env", {})
    return subprocess.Popen(
        [sys.executable, "-m", "interviewcoder", *arguments], cwd=ROOT, env=environment, stderr=PIPE, **options
    )


def test_what_is_printed_is_utf_8_whatever_the_machine_speaks(study: Path) -> None:
    with command("transcript", str(study), "P07", stdout=PIPE, env={"PYTHONIOENCODING": "ascii"}) as process:
        out, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, b"")
    assert "😟" in out.decode("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_has_no_room_is_told(study: Path) -> None:
    with Path("/dev/full").open("wb") as full, command("transcript", str(study), "P07", stdout=full) as process:
        _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert b"can't be printed: No space left" in said
    assert b"Traceback" not in said and b"Exception ignored" not in said


def quiet(path: Path, seconds: int = 2, *, announced_seconds: int | None = None) -> Path:
    """Write a WAV in which nobody speaks, cut off where it announces more than it holds."""
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(bytes(32_000 * (announced_seconds or seconds)))
    if announced_seconds:
        path.write_bytes(path.read_bytes()[: 44 + 32_000 * seconds])
    return path


def test_a_recording_that_was_cut_off_is_told_when_it_is_added(
    study: Path, tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    cut = str(quiet(tmp_path / "cut.wav", announced_seconds=60))
    assert cli.main(["add", str(study), cut]) == 0
    said = capsys.readouterr()
    assert "“cut”: The file says that it lasts 1:00" in said.err
    [added] = run("add", cut)
    assert "It may have been cut off" in added["warning"]


def test_one_recording_that_fails_stops_no_other_and_silence_is_done(
    study: Path, tmp_path: Path, run: Run, shared_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("add", str(shared_data / "speech" / "jfk.flac"), str(quiet(tmp_path / "quiet.wav")))
    capsys.readouterr()
    # This model knows English only; where nobody speaks that doesn't come up.
    assert cli.main(["transcribe", str(study), "--model", "tiny.en", "--language", "de", "--json"]) == 1
    printed = capsys.readouterr()
    assert [(entry["source"], entry["words"]) for entry in json.loads(printed.out)] == [("quiet", 0)]
    assert "doesn't know the language “de”" in printed.err
    assert "1 of 2 recordings was transcribed and is kept" in printed.err
    assert cli.main(["transcript", str(study), "quiet"]) == 1
    assert "no speech was heard" in capsys.readouterr().err
    done = run("transcribe", "--model", "tiny.en", "--speakers", "1")
    assert [entry["source"] for entry in done] == ["jfk"]
    assert run("transcribe") == []
    assert cli.main(["transcribe", str(study)]) == 0
    assert "no recording without a transcript" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal to follow")
def test_stopping_in_the_second_recording_keeps_the_first(
    study: Path, tmp_path: Path, run: Run, shared_data: Path
) -> None:
    call = shared_data / "speech" / "phone_call.flac"
    run("add", str(quiet(tmp_path / "quiet.wav")), str(call))
    ours, theirs = os.openpty()
    arguments = ["transcribe", str(study), "quiet", "phone_call", "--model", "tiny.en", "--json"]
    process = subprocess.Popen(
        [sys.executable, "-m", "interviewcoder", *arguments],
        cwd=ROOT,
        stdout=PIPE,
        stderr=theirs,
        # Tests that run in the background were started with Ctrl-C ignored, and hand that on.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    os.close(theirs)
    said = b""
    while b"(listening)" not in said.partition(b"phone_call")[2]:
        said += os.read(ours, 1000)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    said += os.read(ours, 1000)
    os.close(ours)
    assert process.returncode == 1
    assert "Stopped; 1 of 2 recordings was transcribed and is kept." in said.decode()
    assert [entry["source"] for entry in json.loads(out)] == ["quiet"]


def test_a_coded_transcript_is_refused_before_any_work(study: Path, run: Run, shared_data: Path) -> None:
    run("add", str(shared_data / "speech" / "jfk.flac"))
    run("transcribe", "--model", "tiny.en", "--speakers", "1")
    run("code", "jfk", "--quote", "your country", "--code", "Country")
    with open_project(study) as project:
        source = catalogue.by_name(project, "jfk")
        with pytest.raises(NotAllowed, match="coded already"):
            next(transcribe(project, source.id, Hearing("no such model")))
    assert cli.main(["transcribe", str(study), "jfk", "--model", "no such model"]) == 1


def test_a_typed_transcript_is_aligned_with_its_recording(run: Run, study: Path, shared_data: Path) -> None:
    run("add", str(shared_data / "speech/jfk.flac"))
    said = (shared_data / "speech/jfk.txt").read_text(encoding="utf-8").strip()
    with open_project(study, passphrase=None) as project:
        source = catalogue.by_name(project, "jfk")
        with project.op("Type transcript") as session:
            replace_transcript(session, source.id, [SpokenTurn("P01", said)], language="en", model="")
    told = run("align", "jfk", "--model", "tiny.en")
    assert (told["source"], told["words"]) == ("jfk", len(said.split()))
    assert told["found"] >= 0.9 * told["words"]
    printed = run("transcript", "jfk")
    assert (printed["text"], len(printed["words"])) == (said, told["words"])
    starts = [word["start_ms"] for word in printed["words"]]
    assert starts == sorted(starts)
    assert 10_000 < printed["words"][-1]["end_ms"] <= 11_100


def test_aligning_without_a_recording_is_refused(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["align", str(study), "P07"]) == 1
    assert "has no recording to align with" in capsys.readouterr().err
