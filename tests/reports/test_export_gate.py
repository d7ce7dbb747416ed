"""Every file leaves through one gate: de-identified, looked through, entered in the ledger."""

from __future__ import annotations

import ast
import base64
import io
import math
import wave
import zipfile
from array import array
from collections.abc import Callable
from pathlib import Path

import av
import pytest

from interviewcoder.analysis.expressions import OfCode, Query
from interviewcoder.coding import codes, memos
from interviewcoder.coding.memos import About
from interviewcoder.errors import NotAllowed, NotFound, ResidualIdentifiers
from interviewcoder.privacy import consent, pseudonyms, sharing
from interviewcoder.privacy.outgoing import WITHHELD
from interviewcoder.privacy.residual import Residual
from interviewcoder.privacy.sharing import Terms
from interviewcoder.privacy.withheld import withheld
from interviewcoder.project.file import Project
from interviewcoder.reports import changes_docx, found_table
from interviewcoder.reports import memos as memo_report
from interviewcoder.reports.changes_docx import MarkedLine, MarkedSection
from interviewcoder.reports.codebook import codebook
from interviewcoder.reports.ledger_file import write_ledger
from interviewcoder.reports.report_export import FORMATS, ReportOptions, write_report
from interviewcoder.reports.retrieval_report import write_passages, write_table
from interviewcoder.reports.to_docx import write_codebook
from interviewcoder.reports.transcript_export import KINDS as TRANSCRIPTS
from interviewcoder.reports.transcript_export import (
    ExportOptions,
    TranscriptFormat,
    write_transcript,
    write_transcripts,
)
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.importing import add_files
from interviewcoder.sources.recognised import Recognised, RecognisedTurn, RecognisedWord
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import store_recognised, transcript_of
from tests.reports.conftest import Study

NAME = "Quillfeather"
ROOT = Path(__file__).parents[2]
TO_THE_BOARD = Terms(recipient="Ethics board", purpose="review")
BY_NAME = Terms(wording="original", name="R. Roe", because="the participant asked for it")


@pytest.fixture
def told(study: Study) -> Study:
    """An interview in which a name is said, and written into a memo, a code and the source's own name."""
    source = study.interview(
        f"Visit to {NAME}", "I: Who was there?", f"P01: Only {NAME} came, and I was afraid of her.", "P01: Yes."
    )
    study.participant("P01", source, role="nurse")
    (fear,) = study.codes(f"Fear of {NAME}")
    study.code(source, f"{NAME} came, and I was afraid", fear, exemplar=True)
    memos.add(study.project, About("code", fear), title=f"On {NAME}", text=f"{NAME} again.")
    return study


def replaced(project: Project, words: str = NAME) -> str:
    """Put a pseudonym in the place of these words wherever they stand."""
    pseudonym = pseudonyms.add(project, "name")
    places = pseudonyms.everywhere(project, words)
    pseudonyms.decide(project, [(place.source_id, place.span) for place in places], pseudonym.id)
    return pseudonym.text


def only_source(project: Project) -> SourceView:
    from interviewcoder.sources import catalogue

    (source,) = catalogue.listing(project)
    return source


def words_of(error: ResidualIdentifiers) -> set[str]:
    """What was found."""
    return {each.words for each in error.found if isinstance(each, Residual)}


def all_text(path: Path) -> str:
    """All that stands in a file, unpacked where it is packed."""
    content = path.read_bytes()
    if not content.startswith(b"PK"):
        return content.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def everything(study: Study, folder: Path, terms: Terms) -> list[Path]:
    """Export in every way there is; returns the files."""
    project = study.project
    source, (node,) = only_source(project), codes.tree(project)
    for format_ in FORMATS:
        write_report(project, folder / f"codebook.{format_}", ReportOptions(format=format_), terms=terms)
    write_report(project, folder / "table2.docx", ReportOptions(kind="table2"), terms=terms)
    write_report(project, folder / "codings.html", ReportOptions(kind="codings", format="html"), terms=terms)
    write_codebook(project, folder / "demo.docx", terms=terms)
    for name in ("docx", "txt", "rtf", "json"):
        write_transcript(project, source.id, folder / f"one.{name}", ExportOptions(name), terms)
    (folder / "all").mkdir()
    write_transcripts(project, [source.id], folder / "all", ExportOptions("txt"), terms)
    for kind in ("docx", "xlsx", "csv"):
        write_passages(project, Query(OfCode(node.id)), folder / f"passages.{kind}", kind, terms)
    write_table(project, [["Code", "Codings"], [node.name, 1]], folder / "frequencies.csv", terms)
    start = transcript_of(project, source.id).text.index("came")
    hits = [(source.id, [Span(start, start + 4)])]
    found_table.write_hits(project, hits, folder / "hits.xlsx", searched=NAME, terms=terms)
    memo_report.write_memos(project, folder / "memos.md", terms=terms)
    memo_report.write_memos(project, folder / "memos.docx", terms=terms)
    sections = [MarkedSection("Codes added", (MarkedLine(node.name),))]
    changes_docx.write(project, folder / "changes.docx", f"Since {NAME}", [project.title], sections, terms)
    write_ledger(project, folder / "ledger.csv", terms)
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def test_no_export_of_any_kind_holds_a_name_that_is_replaced(told: Study, tmp_path: Path) -> None:
    instead = replaced(told.project)
    folder = tmp_path / "out"
    folder.mkdir()
    files = everything(told, folder, TO_THE_BOARD)
    assert [path.name for path in files if NAME in all_text(path) or NAME in path.name] == []
    words = {path.name: all_text(path) for path in files}
    assert instead in words["one.txt"] and instead in words["codebook.html"] and instead in words["hits.xlsx"]
    assert f"Visit to {instead}.txt" in words
    lines = sharing.ledger(told.project)
    assert sorted(line.file.name for line in lines) == sorted(words)
    assert {(line.recipient, line.purpose, line.wording) for line in lines} == {
        ("Ethics board", "review", "de-identified")
    }


def test_the_ledger_has_the_hash_of_what_is_on_the_disk_and_what_is_in_it(told: Study, tmp_path: Path) -> None:
    import hashlib

    replaced(told.project)
    path = tmp_path / "codebook.docx"
    write_report(told.project, path, ReportOptions(), terms=TO_THE_BOARD)
    (line,) = sharing.ledger(told.project)
    assert line.file.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert line.file.size_bytes == path.stat().st_size
    assert line.what == "codebook"
    assert line.manifest.sources == (only_source(told.project).uuid,)
    assert len(line.manifest.cases) == 1
    assert line.manifest.counts["quotes"] == 1
    assert line.manifest.codebook_sha256 != ""
    entry = told.project.log()[-1]
    assert (entry.kind, entry.label, entry.ids) == ("note", "Export", {"sharing": (line.id,)})


def test_a_name_that_is_left_stops_the_export_and_nothing_is_written(told: Study, tmp_path: Path) -> None:
    replaced(told.project)
    source = only_source(told.project)
    correct = transcript_of(told.project, source.id).text.index(NAME)
    # One place is taken back: it is undecided, and the name is known.
    (decision,) = pseudonyms.decisions(told.project, source.id)
    pseudonyms.undecide(told.project, [decision.id])
    assert correct == decision.span.start
    told.interview("Other", f"P02: I know {NAME}, too.")
    other = pseudonyms.everywhere(told.project, NAME)[-1]
    pseudonyms.decide(told.project, [(other.source_id, other.span)], pseudonyms.listing(told.project)[0].id)
    path = tmp_path / "one.docx"
    with pytest.raises(ResidualIdentifiers) as refused:
        write_transcript(told.project, source.id, path, ExportOptions())
    assert NAME not in f"{refused.value.message} {refused.value.hint}"
    assert words_of(refused.value) == {NAME}
    assert not path.exists() and not list(tmp_path.glob(".*part*"))
    assert sharing.ledger(told.project) == []


def test_somebody_may_let_it_go_by_name_and_the_ledger_says_who(study: Study, tmp_path: Path) -> None:
    source = study.interview("P01", "P01: Write to anna@example.org.")
    path = tmp_path / "one.txt"
    with pytest.raises(ResidualIdentifiers, match="1 passage that identifies somebody"):
        write_transcript(study.project, source.id, path, ExportOptions("txt"))
    with pytest.raises(NotAllowed):
        write_transcript(study.project, source.id, path, ExportOptions("txt"), Terms(in_spite=True))
    write_transcript(study.project, source.id, path, ExportOptions("txt"), Terms().letting_go("R. Roe", "it is public"))
    assert "anna@example.org" in path.read_text(encoding="utf-8")
    (line,) = sharing.ledger(study.project)
    assert line.override == sharing.Override("R. Roe", "it is public", 1)


def test_several_go_out_together_or_not_at_all(study: Study, tmp_path: Path) -> None:
    harmless = study.interview("A", "P01: Nothing.")
    telling = study.interview("B", "P02: Write to anna@example.org.")
    with pytest.raises(ResidualIdentifiers):
        write_transcripts(study.project, [harmless.id, telling.id], tmp_path, ExportOptions("rtf"))
    assert not list(tmp_path.glob("*.rtf")) and sharing.ledger(study.project) == []


def test_the_original_wording_needs_a_name_and_a_reason(told: Study, tmp_path: Path) -> None:
    replaced(told.project)
    source, path = only_source(told.project), tmp_path / "one.txt"
    with pytest.raises(NotAllowed, match="needs a name and a reason"):
        write_transcript(told.project, source.id, path, ExportOptions("txt"), Terms(wording="original", name="R. Roe"))
    assert not path.exists()
    write_transcript(told.project, source.id, path, ExportOptions("txt"), BY_NAME)
    written = path.read_text(encoding="utf-8")
    assert NAME in written and "De-identified: no: original wording" in written
    (line,) = sharing.ledger(told.project)
    assert (line.wording, line.override) == ("original", sharing.Override(BY_NAME.name, BY_NAME.because))


def test_the_header_says_who_read_a_transcript_through(told: Study, tmp_path: Path) -> None:
    replaced(told.project)
    source, path = only_source(told.project), tmp_path / "one.txt"
    receipt = write_transcript(told.project, source.id, path, ExportOptions("txt"))
    assert "De-identified:\n" in path.read_text(encoding="utf-8")
    assert receipt.warnings == (f"Not read through for identifiers: {source.name}.",)
    reading = pseudonyms.mark_read(told.project, source.id)
    receipt = write_transcript(told.project, source.id, path, ExportOptions("txt"))
    day = reading.read_at.astimezone().date().isoformat()
    assert f"De-identified: yes; read through by {reading.coder}, {day}" in path.read_text(encoding="utf-8")
    assert receipt.warnings == ()


def test_a_quote_without_consent_is_counted_and_never_shown(study: Study, tmp_path: Path) -> None:
    first = study.interview("A", "P01: I was afraid of the courts.")
    second = study.interview("B", "P02: I was afraid of the press.")
    silent, open_ = study.participant("P01", first), study.participant("P02", second)
    (fear,) = study.codes("Fear")
    study.code(first, "afraid of the courts", fear, exemplar=True)
    study.code(second, "afraid of the press", fear)
    consent.record(study.project, open_, "quotes", True)
    assert withheld(study.project).cases == 1
    path = tmp_path / "codebook.md"
    receipt = write_report(study.project, path, ReportOptions(format="md"))
    written = path.read_text(encoding="utf-8")
    assert "of the press" in written and "courts" not in written and WITHHELD not in written
    assert "withheld because their speaker did not agree to be quoted: 1" in written
    assert receipt.quotes == 1
    for name, export in quoting(study, fear).items():
        export(tmp_path / name)
        assert "courts" not in all_text(tmp_path / name), name
    assert WITHHELD in all_text(tmp_path / "codings.csv")
    for name in ("passages.csv", "memos.md"):
        assert "did not agree to be quoted: 1" in all_text(tmp_path / name), name
    write_transcript(study.project, first.id, tmp_path / "whole.txt", ExportOptions("txt"))
    assert "courts" in (tmp_path / "whole.txt").read_text(encoding="utf-8")
    consent.record(study.project, silent, "quotes", True)
    assert codebook(study.project).entries[0].counts.references == 2


def quoting(study: Study, code: int) -> dict[str, Callable[[Path], object]]:
    """The exports that quote people, by the names of their files."""
    project = study.project
    memos.add(
        project,
        About("passage", only_first(project).id, only_first(project).id, Span(0, 20)),
        title="On fear",
        text="so afraid",
    )
    start = transcript_of(project, only_first(project).id).text.index("courts")
    hits = [(only_first(project).id, [Span(start - 4, start)])]
    return {
        "codings.csv": lambda path: write_report(project, path, ReportOptions(kind="codings", format="csv")),
        "table2.docx": lambda path: write_report(project, path, ReportOptions(kind="table2")),
        "passages.csv": lambda path: write_passages(project, Query(OfCode(code)), path, "csv"),
        "memos.md": lambda path: memo_report.write_memos(project, path),
        "hits.csv": lambda path: found_table.write_hits(project, hits, path, searched="the"),
    }


def only_first(project: Project) -> SourceView:
    from interviewcoder.sources import catalogue

    return catalogue.listing(project)[0]


def test_possible_identifiers_are_warned_of_and_don_t_stop(study: Study, tmp_path: Path) -> None:
    source = study.interview("P01", "P01: My manager Brenda said so.")
    receipt = write_transcript(study.project, source.id, tmp_path / "one.txt", ExportOptions("txt"))
    assert any("Possible identifiers" in each and "“B•••••” in one.txt" in each for each in receipt.warnings)
    assert "Brenda" not in " ".join(receipt.warnings)
    assert len(sharing.ledger(study.project)) == 1


def test_a_file_may_not_go_by_a_name_that_is_known(study: Study, tmp_path: Path) -> None:
    source = study.interview("P01", "P01: Nothing.")
    path = tmp_path / f"Talk with {NAME}.txt"
    with pytest.raises(ResidualIdentifiers):
        write_transcript(study.project, source.id, path, ExportOptions("txt"), Terms(listed=(NAME,)))
    assert not path.exists()


def test_names_of_an_open_key_are_looked_for_too(study: Study, tmp_path: Path) -> None:
    source = study.interview("P01", f"P01: We met {NAME}.")
    with pytest.raises(ResidualIdentifiers):
        write_transcript(study.project, source.id, tmp_path / "a.txt", ExportOptions("txt"), Terms(listed=(NAME,)))


@pytest.mark.parametrize("name", sorted(TRANSCRIPTS))
def test_a_transcript_of_every_format_is_read_back(study: Study, tmp_path: Path, name: TranscriptFormat) -> None:
    source = study.recorded()
    known = Terms(listed=("afraid of lawsuits",))
    with pytest.raises(ResidualIdentifiers) as refused:
        write_transcript(study.project, source.id, tmp_path / f"one.{name}", ExportOptions(name), known)
    # Subtitles may break a line, or a cue, in the middle of it.
    assert "lawsuits" in " ".join(words_of(refused.value))
    assert not (tmp_path / f"one.{name}").exists()


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_report_of_every_format_is_read_back(study: Study, tmp_path: Path, name: str) -> None:
    source = study.recorded()
    (fear,) = study.codes("Fear")
    study.code(source, "afraid of lawsuits", fear)
    with pytest.raises(ResidualIdentifiers) as refused:
        options = ReportOptions(kind="codings", format=name)
        write_report(study.project, tmp_path / f"codings.{name}", options, terms=Terms(listed=("afraid of lawsuits",)))
    assert words_of(refused.value) == {"afraid of lawsuits"}
    assert list(tmp_path.glob(f"*.{name}")) == []


def test_the_sound_of_replaced_words_is_silent_in_a_web_page(study: Study, tmp_path: Path) -> None:
    source = hummed(study, tmp_path)
    (code,) = study.codes("Counting")
    study.code(source, "two three four", code, exemplar=True)
    three = transcript_of(study.project, source.id).text.index("three")
    pseudonym = pseudonyms.add(study.project, "name")
    pseudonyms.decide(study.project, [(source.id, Span(three, three + 5))], pseudonym.id)
    path = tmp_path / "codebook.html"
    receipt = write_report(study.project, path, ReportOptions(format="html", clips=True))
    assert receipt.clips == 1
    loud = loudness(path.read_text(encoding="utf-8"))
    # The clip begins 150 ms before "two", at 1,050 ms: "three" is said from 2,200 to 2,800 ms of the recording.
    assert max(loud[1000 + 50 : 1900 - 50]) < 0.01
    assert min(loud[200:700]) > 0.05 and min(loud[2200:2600]) > 0.05


def hummed(study: Study, folder: Path) -> SourceView:
    """A recording of six seconds that hums, a word a second: each from 200 to 800 ms of it."""
    path, rate = folder / "P07.wav", 16_000
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        hum = array("h", (round(12_000 * math.sin(2 * math.pi * 440 * at / rate)) for at in range(6 * rate)))
        sound.writeframes(hum.tobytes())
    (source,) = add_files(study.project, [path])
    said = ("one", "two", "three", "four", "five", "six")
    words = tuple(RecognisedWord(word, 1000 * at + 200, 1000 * at + 800, 0.9) for at, word in enumerate(said))
    store_recognised(study.project, source.id, Recognised((RecognisedTurn("S1", words),), "en", 6000, "base"))
    return source


def loudness(page: str) -> list[float]:
    """How loud the one clip of a page is, for each millisecond, 0 to 1."""
    data = page.partition("base64,")[2].partition('"')[0]
    with av.open(io.BytesIO(base64.b64decode(data)), "r") as container:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=48_000)
        samples = array("h")
        for frame in container.decode(audio=0):
            for piece in resampler.resample(frame):
                samples.frombytes(bytes(piece.planes[0])[: piece.samples * 2])
    return [max(map(abs, samples[at : at + 48])) / 32_768 for at in range(0, len(samples) - 48, 48)]


def test_a_source_that_is_gone_is_said_and_nothing_is_written(told: Study, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        write_transcript(told.project, 99, tmp_path / "one.txt", ExportOptions("txt"))


# What writes files past the gate, and why it may.
PAST_THE_GATE = {
    # The door behind the gate.
    "reports/whole_file.py",
    "reports/export_gate.py",
    # What a board is given about the study, without a word of it; the first two enter themselves in the ledger.
    "reports/audit_trail.py",
    "reports/statement_document.py",
    "reports/certificate_report.py",
    # The key of the file, for a safe.
    "ui/privacy/recovery_sheet.py",
    # A recording: sound can't be read back as words. It has a line in the ledger.
    "reports/silenced_recording.py",
    # The list of keys: nothing of a study.
    "ui/key_list.py",
}
PUTTING = {"put", "put_by", "put_all"}
WRITING = {"write_bytes", "write_text"}
# Parts of a packed document, opened within it.
IN_MEMORY = {"package", "target"}


def test_every_writer_of_reports_and_window_goes_through_the_gate() -> None:
    package = ROOT / "interviewcoder"
    past = set()
    for path in sorted([*(package / "reports").rglob("*.py"), *(package / "ui").rglob("*.py")]):
        text = path.read_text(encoding="utf-8")
        # To parse all takes a second.
        if not any(word in text for word in (*(f"{name}(" for name in (*PUTTING, *WRITING)), "open(")):
            continue
        if any(isinstance(node, ast.Call) and _writes(node) for node in ast.walk(ast.parse(text))):
            past.add(path.relative_to(package).as_posix())
    assert past <= PAST_THE_GATE, sorted(past - PAST_THE_GATE)
    assert {"reports/whole_file.py", "reports/export_gate.py"} <= past


def _writes(call: ast.Call) -> bool:
    """Whether a call opens a file for writing, or puts one in its place otherwise than by a gate."""
    function = call.func
    if isinstance(function, ast.Name):
        return function.id in ("put_by", "put_all") or (function.id == "open" and _mode(call, 1) != "r")
    if not isinstance(function, ast.Attribute):
        return False
    if function.attr == "open":
        return any(letter in _mode(call, 0) for letter in "wxa+") and ast.unparse(function.value) not in IN_MEMORY
    return function.attr in WRITING or (function.attr in PUTTING and ast.unparse(function.value) == "whole_file")


def _mode(call: ast.Call, place: int) -> str:
    modes = [arg.value for arg in call.args[place : place + 1] if isinstance(arg, ast.Constant)]
    modes += [each.value.value for each in call.keywords if each.arg == "mode" and isinstance(each.value, ast.Constant)]
    return str(modes[0]) if modes else "r"
