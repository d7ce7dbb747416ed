"""The main job on the sample study: recording, transcript, codes, `codebook.docx`.

The study is fictional and ours; see projects/README.md. Its recording is
transcribed for real, so the codings of that interview are laid on the words
as Whisper heard them.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from interviewcoder import demo_privacy
from interviewcoder.cases import attributes, cases
from interviewcoder.coding import codes, segments
from interviewcoder.errors import NotFound, StorageFailed
from interviewcoder.project import backup, file
from interviewcoder.project.file import Project
from interviewcoder.project.storage import as_file_error
from interviewcoder.sources import catalogue, importing
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.read_plain_transcript import turns_of
from interviewcoder.sources.text import Span, normalise
from interviewcoder.sources.transcript import mark_interviewer, rename_speaker, transcript_of

PASSPHRASE = "sample study"
PROJECT_NAME = "sample-study.icproj"
CODEBOOK_NAME = "codebook.docx"
RECORDED = "P02"

_WORD = re.compile(r"\w+(?:['’]\w+)*")

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What the demo made. `word_error_rate` is Whisper's against the spoken script, 0..1."""

    project: Path
    codebook: Path
    word_error_rate: float
    codings: int
    quotes: int

    def as_entry(self) -> dict[str, Any]:
        """The result as JSON has it."""
        return {name: str(value) if isinstance(value, Path) else value for name, value in asdict(self).items()}


def study_folder() -> Path:
    """Where the sample study lies: in the checkout, or in the bundle.

    Raises:
        NotFound: the program was installed without it.
    """
    home = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parents[1]))
    folder = home / "projects" / "sample_study"
    if not (folder / "study.toml").is_file():
        raise NotFound("The sample study isn't part of this installation.", "Run the demo from a checkout.")
    return folder


def run(out: Path, *, say: Say, model: str = "base") -> DemoResult:
    """Do the main job in a folder, saying each step; what an earlier run made there is set aside.

    Raises:
        ProjectLocked: the project of an earlier run is open.
        StorageFailed: the folder can't be made.
        InterviewCoderError: of the step that failed.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise StorageFailed(f"“{out}” is a file, no folder.", "Choose another place with --out.") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StorageFailed(
            f"The folder “{out}” can't be made: {reason}.", "Choose a place of your own with --out."
        ) from error
    with make_sample_project(out) as project:
        say(f"Made {project.path} (passphrase: {PASSPHRASE})")
        rate = _transcribe(project, model, say)
        demo_privacy.replace_words(project, _read("privacy.toml"))
        _code_recording(project)
        codings = len(segments.listing(project))
        say(f"Coded: {codings} passages with {len(codes.tree(project))} codes")
        quotes = _write_codebook(project, out / CODEBOOK_NAME, say)
        project.back_up()
    return DemoResult(project.path, out / CODEBOOK_NAME, rate, codings, quotes)


def make_sample_project(folder: Path) -> Project:
    """Make the sample study's project in a folder, with its recording still to be transcribed, and open it.

    Raises:
        ProjectLocked: the project of an earlier run is open.
    """
    path = folder / PROJECT_NAME
    _set_aside(path)
    study = _read("study.toml")
    codings = _read("codings.toml")["coding"]
    project = file.create(path, title=study["title"], passphrase=PASSPHRASE, coder=codings[0]["coder"])
    try:
        for coder in dict.fromkeys(coding["coder"] for coding in codings):
            project.work_as(coder)
        # What isn't said to be another's is done by the first.
        project.work_as(codings[0]["coder"])
        _add_sources(project)
        demo_privacy.add(project, _read("privacy.toml"))
        _add_codes(project)
        with project.op("Code sample interviews"):
            for coding in codings:
                if coding["source"] != RECORDED:
                    _code(project, coding, None)
            project.tell(codings=sum(coding["source"] != RECORDED for coding in codings))
    except BaseException:
        project.close()
        raise
    project.work_as(codings[0]["coder"])
    return project


def _set_aside(path: Path) -> None:
    """Move the project of an earlier run into a folder of its own, backups and all: the new one can't open them."""
    backups = backup.folder_of(path)
    if path.exists() or backups.exists():
        earlier = backup.set_aside(path).stem
        try:
            backups.rename(path.with_name(earlier))
        except OSError as error:
            raise as_file_error(error, earlier) from error


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((study_folder() / name).read_text(encoding="utf-8"))


def _add_sources(project: Project) -> None:
    folder = study_folder()
    files = sorted([*folder.glob("interviews/*.txt"), *folder.glob("recordings/*.opus")], key=lambda path: path.stem)
    added = {source.name: source for source in importing.add_files(project, files)}
    with project.op("Add sample participants"):
        for described in _read("cases.toml")["case"]:
            case = cases.add(project, described["name"])
            attributes.describe_case(project, case.id, described["attributes"])
            cases.tie_source(project, case.id, added[described["source"]].id)
        project.tell(count=len(_read("cases.toml")["case"]))


def _add_codes(project: Project) -> None:
    with project.op("Add sample codes"):
        ids: dict[str, int] = {}
        for described in _read("codes.toml")["code"]:
            texts = dict(described)
            name, parent = texts.pop("name"), texts.pop("parent", "")
            ids[name] = codes.add(project, name, parent_id=ids[parent] if parent else None, **texts).id
        project.tell(count=len(ids))


def _code(project: Project, coding: dict[str, Any], span: Span | None) -> None:
    source = catalogue.by_name(project, coding["source"])
    if span is None:
        span = segments.find_passage(project, source.id, coding["quote"], coding.get("nth", 1))
    project.work_as(coding["coder"])
    segment = segments.code_passage(project, source.id, span, codes.by_name(project, coding["code"]).id)
    if coding.get("exemplar"):
        segments.mark_exemplar(project, segment.id)


def _transcribe(project: Project, model: str, say: Say) -> float:
    """Transcribe the recording, name its speakers, and return the word error rate against the script."""
    from interviewcoder.transcription import transcribing
    from interviewcoder.transcription.word_error import word_error_rate

    source = catalogue.by_name(project, RECORDED)
    seconds = (source.duration_ms or 0) / 1000
    say(f"Transcribing {source.name} ({seconds:.0f} s) with Whisper {model} on this machine …")
    told = 0.0
    for progress in transcribing.transcribe(project, source.id, Hearing(model=model, language="en")):
        if progress.share >= told + 0.25:
            told = progress.share
            say(f"  {progress.share:.0%}")
    transcript = transcript_of(project, source.id)
    with project.op("Name speakers"):
        # The interviewer speaks first.
        for speaker, label in zip(transcript.speakers, ("I", RECORDED), strict=False):
            rename_speaker(project, speaker.id, label)
            mark_interviewer(project, speaker.id, label == "I")
        cases.tie_source(project, cases.by_name(project, RECORDED).id, source.id)
        project.tell(source=source.name, count=len(transcript.speakers))
    rate = word_error_rate(_script(), transcript.text)
    say(f"Word error rate against the spoken script: {rate:.1%}")
    return rate


def _script() -> str:
    text = (study_folder() / "scripts" / f"{RECORDED}.txt").read_text(encoding="utf-8")
    return "\n".join(turn.text for turn in turns_of(normalise(text)))


def _code_recording(project: Project) -> None:
    """Lay the recorded interview's codings on the words that Whisper heard."""
    script = _script()
    heard = transcript_of(project, catalogue.by_name(project, RECORDED).id).text
    with project.op("Code sample interview"):
        for coding in _read("codings.toml")["coding"]:
            if coding["source"] == RECORDED:
                start = -1
                for _ in range(coding.get("nth", 1)):
                    start = script.index(coding["quote"], start + 1)
                spoken = Span(start, start + len(coding["quote"]))
                if span := same_words(script, spoken, heard):
                    _code(project, coding, span)
        project.tell(source=RECORDED)


def same_words(spoken: str, passage: Span, heard: str) -> Span | None:
    """Where the words of a passage of one text stand in another that says nearly the same.

    The texts are aligned word by word (Ratcliff & Obershelp 1988, as in
    `difflib`). None where not one word of the passage was heard.
    """
    words = [list(_WORD.finditer(text)) for text in (spoken, heard)]
    first, second = ([word[0].casefold().replace("’", "'") for word in each] for each in words)
    places = [
        block.b + step
        for block in SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
        for step in range(block.size)
        if words[0][block.a + step].start() >= passage.start and words[0][block.a + step].end() <= passage.end
    ]
    if not places:
        return None
    start, end = words[1][places[0]].start(), words[1][places[-1]].end()
    # The passage's closing full stop, where it was heard as one.
    tail = re.match(r"[.,!?…;:]*", heard[end:])
    if tail and re.search(r"[.!?…]$", passage.text_in(spoken)):
        end += tail.end()
    return Span(start, end)


def _write_codebook(project: Project, path: Path, say: Say) -> int:
    """Write the codebook, read it back, and compare every quote with its passage, as others may read that."""
    from interviewcoder.privacy.outgoing import outgoing
    from interviewcoder.reports.codebook import codebook
    from interviewcoder.reports.to_docx import write_codebook

    receipt = write_codebook(project, path, terms=demo_privacy.terms(_read("privacy.toml")))
    for warning in receipt.warnings:
        say(f"Note: {warning}")
    with outgoing(project) as reading:
        expected = [quote.text for entry in codebook(reading).entries for quote in entry.shown]
    found = _quotes_in(path)
    if found != expected:
        raise AssertionError("a quote in the codebook differs from its passage")
    say(f"Wrote {path}: {receipt.codes} codes, {len(found)} quotes, each equal to its passage")
    return len(found)


def _quotes_in(path: Path) -> list[str]:
    """The quoted passages of a codebook document, as any reader of the file finds them."""
    import docx

    from interviewcoder.reports.docx_styles import QUOTED_WORDS

    paragraphs = docx.Document(str(path)).paragraphs
    runs = [
        [run.text for run in p.runs if run.style is not None and run.style.name == QUOTED_WORDS] for p in paragraphs
    ]
    return ["".join(quoted) for quoted in runs if quoted]
