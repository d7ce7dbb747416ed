"""Write transcripts as files: one to a place, several into a folder."""

from __future__ import annotations

import datetime
import json
import os
import re
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from interviewcoder.errors import ExportFailed, NotFound
from interviewcoder.privacy.outgoing import outgoing
from interviewcoder.privacy.sharing import AS_USUAL, DE_IDENTIFIED, Terms, Wording
from interviewcoder.project.file import Project
from interviewcoder.reports import export_gate, transcript_eaf, transcript_files, transcript_rtf, whole_file
from interviewcoder.reports.export_gate import Outbound
from interviewcoder.reports.subtitles import untimed
from interviewcoder.reports.transcript_sheet import Sheet, SheetOptions, sheet_of
from interviewcoder.reports.whole_file import FileKind
from interviewcoder.reports.xml_text import printable, unprintable
from interviewcoder.sources import catalogue
from interviewcoder.sources.conventions import Conventions, Labels

TranscriptFormat = Literal["docx", "txt", "rtf", "vtt", "srt", "json", "eaf"]
KINDS: Mapping[TranscriptFormat, FileKind] = {
    "docx": FileKind("Word document", ".docx", "P07 transcript.docx", b"PK\x03\x04"),
    "txt": FileKind("text file", ".txt", "P07 transcript.txt"),
    "rtf": FileKind("RTF file", ".rtf", "P07 transcript.rtf", b"{\\rtf"),
    "vtt": FileKind("WebVTT file", ".vtt", "P07 transcript.vtt", b"WEBVTT"),
    "srt": FileKind("SubRip file", ".srt", "P07 transcript.srt"),
    "json": FileKind("JSON file", ".json", "P07 transcript.json"),
    "eaf": FileKind("ELAN file", ".eaf", "P07 transcript.eaf", b"<?xml"),
}
TIMED: frozenset[TranscriptFormat] = frozenset(("vtt", "srt", "eaf"))
"""Formats in which a turn that nobody timed has no place."""
LAID_OUT: frozenset[TranscriptFormat] = frozenset(("docx", "txt", "rtf"))
"""Formats with a page: they have a header, numbers, time marks and spacing."""
# What some system doesn't allow in a file's name, and names that Windows keeps for itself.
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class TranscriptReceipt:
    """What was written.

    `replaced` characters are such as the format can't hold; U+FFFD stands there.
    `left_out` turns have no time, and the format can't do without.
    """

    path: Path
    source: str
    turns: int
    replaced: int
    left_out: int = 0
    warnings: tuple[str, ...] = ()

    def as_entry(self) -> dict[str, Any]:
        """Return the same as JSON has it."""
        entry = asdict(self) | {"path": str(self.path), "warnings": list(self.warnings)}
        return {"file": entry.pop("path"), **entry}


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """A format, and how the transcript is laid out in it."""

    format: TranscriptFormat = "docx"
    layout: SheetOptions = field(default_factory=SheetOptions)


def write_transcript(
    project: Project, source_id: int, path: Path, options: ExportOptions, terms: Terms = AS_USUAL
) -> TranscriptReceipt:
    """Write a source's transcript; an older file of that name and kind is replaced.

    Raises:
        ExportFailed: the place or the name can't be taken, or the format needs times that nobody measured.
        NotFound: the source is gone, or has no transcript.
        StorageFailed: the disk is full, or the place can't be written.
    """
    (receipt,) = _write(project, [source_id], lambda names: [path], options, terms)
    return receipt


def write_transcripts(
    project: Project, source_ids: Sequence[int], folder: Path, options: ExportOptions, terms: Terms = AS_USUAL
) -> list[TranscriptReceipt]:
    """Write several transcripts into a folder, each under its source's name.

    All of them are put together before the first is written: one that can't
    be written in this format keeps the others from being half of a set.

    Raises:
        ExportFailed, NotFound, StorageFailed: as in `write_transcript`.
    """
    suffix = KINDS[options.format].suffix
    return _write(
        project, source_ids, lambda names: [folder / name for name in file_names(names, suffix)], options, terms
    )


def _write(
    project: Project,
    source_ids: Sequence[int],
    places: Callable[[Sequence[str]], Sequence[Path]],
    options: ExportOptions,
    terms: Terms,
) -> list[TranscriptReceipt]:
    """Write transcripts; `places` says where to, by the names they go by in this wording."""
    kind = KINDS[options.format]
    with export_gate.leaving(project, "transcript", terms, quotes=False, sources=source_ids) as gate:
        sheets = [readable_sheet(gate.reading, id_, options, wording=terms.wording) for id_ in source_ids]
        paths = places([sheet.name for sheet in sheets])
        for path in paths:
            whole_file.refuse_places_of(project.path, path, kind)
        contents = [content_of(sheet, options) for sheet in sheets]
        gate.put_all(list(map(_outbound, contents, paths, source_ids)), kind)
    return [_receipt(sheet, path, options, gate.warnings) for sheet, path in zip(sheets, paths, strict=True)]


def _outbound(content: bytes, path: Path, source_id: int) -> Outbound:
    return Outbound(lambda file: file.write(content), path, (source_id,))


def write_to(
    project: Project,
    source_ids: Sequence[int],
    out: Path,
    options: ExportOptions,
    *,
    replace: bool = True,
    terms: Terms = AS_USUAL,
) -> list[TranscriptReceipt]:
    """Write transcripts, all of the project's where none is named: one to a file, or any number into a folder.

    Unless they may `replace` files, none is written where one of them is there already.

    Raises:
        ExportFailed, NotFound, StorageFailed: as in `write_transcript`.
    """
    chosen = list(source_ids) or [source.id for source in catalogue.listing(project) if source.has_text]
    if not chosen:
        raise NotFound("The project has no transcript yet.", "Transcribe a recording, or add a typed transcript.")
    kind = KINDS[options.format]
    alone = len(chosen) == 1 and out.suffix.casefold() == kind.suffix
    if not replace:
        _refuse_to_replace(
            [out] if alone else [out / name for name in names_in_folder(project, chosen, kind.suffix, terms.wording)]
        )
    if alone:
        return [write_transcript(project, chosen[0], out, options, terms)]
    if out.suffix and not os.path.isdir(out):  # noqa: PTH112  # Path.is_dir() raises where a folder may not be entered
        if len(chosen) > 1:
            raise ExportFailed(
                f"{len(chosen)} transcripts don't go into one file, {out.name}.", "Name a folder, or one source."
            )
        raise ExportFailed(f"{out.name} is no name of a {kind.name}.", f"Let it end in {kind.suffix}.")
    return write_transcripts(project, chosen, out, options, terms)


def _refuse_to_replace(paths: Sequence[Path]) -> None:
    there = [path.name for path in paths if os.path.lexists(path)]
    if there:
        which = f"“{there[0]}” is" if len(there) == 1 else f"“{there[0]}” and {len(there) - 1} more are"
        raise ExportFailed(
            f"{which} there already; nothing was written.",
            "Choose another folder, or say --replace. It may be the file that a transcript came from.",
        )


def options_from(asked: Namespace) -> ExportOptions:
    """Read the options of the command line: format, labels, numbers, times, header.

    Raises:
        ExportFailed: it is no format.
    """
    by_ending = asked.out.suffix.casefold().removeprefix(".")
    name = asked.format or (by_ending if by_ending in KINDS else "docx")
    labels: Labels = "roles" if asked.anonymous else "numbered"
    layout = SheetOptions(labels=labels, numbers=asked.numbers, times_every=asked.times, header=asked.header)
    return ExportOptions(format_named(name), layout)


def names_in_folder(
    project: Project, source_ids: Sequence[int], suffix: str, wording: Wording = DE_IDENTIFIED
) -> list[str]:
    """Return the names under which `write_transcripts` writes these sources."""
    with outgoing(project, wording, quotes=False) as reading:
        names = {source.id: source.name for source in catalogue.listing(reading)}
    return file_names([names[source_id] for source_id in source_ids if source_id in names], suffix)


def remembered(options: ExportOptions) -> dict[str, str]:
    """Return the same as the settings keep it: names with words."""
    return {"format": options.format} | {name: str(value) for name, value in asdict(options.layout).items()}


def by_rules(rules: Conventions) -> ExportOptions:
    """Return what a transcript's own rules ask for, as a Word document."""
    times_every = 1 if rules.time_marks else 0
    return ExportOptions("docx", SheetOptions(rules.labels, rules.numbers, times_every, rules.header))


def recalled(stored: Mapping[str, str]) -> ExportOptions:
    """Read back what `remembered` wrote; what can't be understood has its default."""
    asked = {"labels": ("numbered", "roles"), "numbers": ("none", "turns", "lines"), "spacing": ("spaced", "close")}
    known: dict[str, Any] = {name: stored[name] for name, values in asked.items() if stored.get(name) in values}
    if stored.get("times_every", "").isdecimal():
        known["times_every"] = int(stored["times_every"])
    if stored.get("header") in ("True", "False"):
        known["header"] = stored["header"] == "True"
    name = stored.get("format", "")
    return ExportOptions(format_named(name) if name in KINDS else "docx", SheetOptions(**known))


def readable_sheet(
    project: Project, source_id: int, options: ExportOptions, *, wording: Wording = DE_IDENTIFIED
) -> Sheet:
    """Lay out a source that has something to write; `wording` is what its header says.

    Raises:
        NotFound: the source is gone, or has no transcript.
    """
    sheet = sheet_of(project, source_id, options.layout, wording=wording)
    if not sheet.transcript.text.strip():
        raise NotFound(f"“{sheet.name}” has no transcript yet.", "Transcribe it first.")
    return sheet


def content_of(sheet: Sheet, options: ExportOptions) -> bytes:
    """Return a file's bytes.

    Raises:
        ExportFailed: the format needs times that nobody measured.
    """
    if options.format == "docx":
        # Loading Word's format takes longer than all the others together.
        from interviewcoder.reports.transcript_docx import as_docx

        return as_docx(sheet, options.layout)
    return (printable(text_of(sheet, options)) + "\n").encode()


def text_of(sheet: Sheet, options: ExportOptions) -> str:
    """Return the content of a format that is text; that of a Word document as text shows it.

    Raises:
        ExportFailed: the format needs times that nobody measured.
    """
    match options.format:
        case "vtt":
            return transcript_files.as_vtt(sheet.transcript, sheet.labels, sheet.language)
        case "srt":
            return transcript_files.as_srt(sheet.transcript, sheet.labels)
        case "json":
            return json.dumps(entry_of(sheet), ensure_ascii=False, indent=2)
        case "rtf":
            return transcript_rtf.as_rtf(sheet, options.layout).rstrip("\n")
        case "eaf":
            return transcript_eaf.as_eaf(sheet, datetime.datetime.now(datetime.UTC)).rstrip("\n")
        case _:
            return transcript_files.as_text(sheet, options.layout)


def entry_of(sheet: Sheet) -> dict[str, Any]:
    """Return a transcript as JSON has it, behind what is known about it."""
    entry = transcript_files.as_entry(sheet.name, sheet.transcript, sheet.labels)
    return {"about": dict(sheet.facts), **entry} if sheet.facts else entry


def file_names(names: Sequence[str], suffix: str) -> list[str]:
    """Return names of files for sources: such as every system allows, and no two alike."""
    taken: set[str] = set()
    found = []
    for name in names:
        stem = _NOT_IN_NAMES.sub("_", name).strip(" .")[:_LONGEST_NAME].rstrip(" .") or "transcript"
        if _RESERVED.fullmatch(stem):
            stem += "_"
        free, number = stem, 2
        while free.casefold() in taken:
            free, number = f"{stem} ({number})", number + 1
        taken.add(free.casefold())
        found.append(free + suffix)
    return found


def format_named(name: str) -> TranscriptFormat:
    """Return a format by its name.

    Raises:
        ExportFailed: there is none of that name.
    """
    for known in KINDS:
        if known == name:
            return known
    raise ExportFailed(f"“{name}” is no format for transcripts.", f"There are {', '.join(KINDS)}.")


def _receipt(sheet: Sheet, path: Path, options: ExportOptions, warnings: tuple[str, ...]) -> TranscriptReceipt:
    left_out = untimed(sheet.transcript) if options.format in TIMED else 0
    replaced = unprintable(sheet.transcript.text)
    return TranscriptReceipt(path, sheet.name, len(sheet.turns) - left_out, replaced, left_out, warnings)
