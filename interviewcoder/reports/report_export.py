"""The codebook, a paper's Table 2, or all codings, as a file of any kind: one door for the window and for scripts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO, Literal, get_args

from interviewcoder.errors import ExportFailed
from interviewcoder.privacy.sharing import AS_USUAL, Terms
from interviewcoder.project.file import Project
from interviewcoder.reports import (
    clips,
    codebook_fields,
    codebook_layout,
    codings,
    export_gate,
    table_two,
    whole_file,
)
from interviewcoder.reports.blocks import Layout, Sheet
from interviewcoder.reports.codebook import Codebook, Extent, codebook
from interviewcoder.reports.export_gate import Gate
from interviewcoder.reports.passages import CodedText
from interviewcoder.reports.quotes import LONGEST_OFFERED, OFFERED_PER_CODE, Quote
from interviewcoder.reports.whole_file import FileKind
from interviewcoder.reports.xml_text import NOT_PRINTABLE, unprintable

Kind = Literal["codebook", "table2", "codings"]
Progress = Callable[[str, float], object]
"""Hears what is being done and which share of it is, 0 to 1; may raise `Cancelled` to stop."""

FORMATS: Mapping[str, FileKind] = {
    "docx": FileKind("Word document", ".docx", "codebook.docx", b"PK\x03\x04"),
    "odt": FileKind("OpenDocument text", ".odt", "codebook.odt", b"PK\x03\x04"),
    "html": FileKind("web page", ".html", "codebook.html", b"<!DOCTYPE html>"),
    "xlsx": FileKind("Excel workbook", ".xlsx", "codebook.xlsx", b"PK\x03\x04"),
    "csv": FileKind("table (CSV)", ".csv", "codebook.csv"),
    "md": FileKind("Markdown file", ".md", "codebook.md"),
}
KINDS: Mapping[Kind, str] = {"codebook": "codebook", "table2": "Table 2", "codings": "all codings"}
"""What the sharing ledger calls each kind."""
SHEETS = frozenset({"xlsx", "csv"})
"""The formats that are tables."""
_STEPS_BETWEEN = 50


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What is written and how.

    `format` is one of `FORMATS`. Of the codebook and Table 2, `version_id`
    is a saved version (None: now), `themes` are UUIDs of codes at the top
    (None: all), `quotes` how many are offered to a code and `longest` how
    many code points such a one may have. `counted`: Table 2 with numbers.
    `order` is that of all codings. `clips`: a web page plays its quotes.
    `mark`: CSV begins with the byte-order mark that Excel wants.
    """

    kind: Kind = "codebook"
    format: str = "docx"
    version_id: int | None = None
    themes: frozenset[str] | None = None
    quotes: int = OFFERED_PER_CODE
    longest: int = LONGEST_OFFERED
    counted: bool = True
    order: codings.Order = "code"
    clips: bool = False
    mark: bool = True

    @property
    def extent(self) -> Extent:
        """What of the codebook is wanted."""
        return Extent(self.version_id, self.themes, self.quotes, self.longest)

    @property
    def plays(self) -> bool:
        """Whether quotes are to be heard: in a web page of the codebook."""
        return self.clips and self.format == "html" and self.kind == "codebook"


@dataclass(frozen=True, slots=True)
class ReportReceipt:
    """What was written: how many codes and quotes (or codings), how many quotes the tool chose, how many play.

    `warnings` are those of the report, and what could not be kept as it was.
    """

    path: Path
    codes: int
    quotes: int
    offered: int
    clips: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All that a report says, read from the project: it can be written on any one thread."""

    options: ReportOptions
    book: Codebook | None = None
    table: table_two.TableTwo | None = None
    codings: codings.Codings | None = None
    cuts: clips.CutList = field(default_factory=lambda: clips.CutList((), 0))

    @property
    def quotes(self) -> Sequence[Quote]:
        """The quotes that are shown."""
        if self.codings is not None:
            return [each.quote for each in self.codings.codings]
        assert self.book is not None
        return [quote for entry in self.book.entries for quote in entry.shown]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What its reader should know: about voices among the quotes, and what is left out."""
        if self.codings is not None:
            return self.codings.notes
        if self.table is not None:
            return self.table.notes
        assert self.book is not None
        return (*self.book.notes, *self.book.warnings)


def format_of(project: Project, path: Path) -> str:
    """The format that a file's name means.

    Raises:
        ExportFailed: it means none, or is the name of a folder or a project.
    """
    suffix = path.suffix.casefold().removeprefix(".")
    if suffix not in FORMATS:
        whole_file.refuse_places_of(project.path, path, FORMATS["docx"])
        whole_file.refuse_wrong_places(path, FORMATS["docx"])
        listed = ", ".join(kind.suffix for kind in FORMATS.values())
        raise ExportFailed(f"{path} has no ending that says which kind of file it is.", f"Give it one of {listed}.")
    return suffix


def gather(project: Project, options: ReportOptions, coded: CodedText | None = None) -> Report:
    """Read all that a report says; `coded` is what the project holds, where that was read already.

    Raises:
        NotAProject, NotFound: the codebook's version is damaged or gone.
    """
    if options.kind == "codings":
        return Report(options, codings=codings.all_codings(project, options.order, coded))
    book = codebook(project, options.extent, coded)
    table = None
    if options.kind == "table2":
        table = table_two.table_two(book, counted=options.counted, longest=options.longest)
    report = Report(options, book=book, table=table)
    if not options.plays:
        return report
    return Report(options, book=book, table=table, cuts=clips.cut_list(project, report.quotes))


def write_report(
    project: Project,
    path: Path,
    options: ReportOptions,
    on_progress: Progress = lambda stage, share: None,
    terms: Terms = AS_USUAL,
) -> ReportReceipt:
    """Write a report of a project; an older file of that name and kind is replaced.

    Raises:
        ExportFailed: the folder doesn't exist, or the name is one that no such file may take.
        NotAllowed, ResidualIdentifiers: nobody answers for what the file would hold.
        NotAProject, NotFound: the codebook's version is damaged or gone.
        StorageFailed: the disk is full, or the place can't be written.
    """
    whole_file.refuse_places_of(project.path, path, FORMATS[options.format])
    with leaving(project, options, terms) as gate:
        return write(gather(gate.reading, options), path, gate, on_progress)


def leaving(project: Project, options: ReportOptions, terms: Terms = AS_USUAL) -> AbstractContextManager[Gate]:
    """Open the gate for a report: what it says is gathered from the gate's reading.

    Raises:
        NotAllowed: nobody answers for the original wording.
        StorageFailed: the sharing ledger can't be written.
    """
    return export_gate.leaving(project, KINDS[options.kind], terms, quotes=True)


def write(report: Report, path: Path, gate: Gate, on_progress: Progress = lambda stage, share: None) -> ReportReceipt:
    """Write what was gathered; see `write_report`, which also keeps it away from the project's own files."""
    options = report.options
    gate.codebook_sha256 = report.book.version.sha256 if report.book and report.book.version else ""
    gate.knows(gate.codebook_sha256)
    gate.on_check = partial(on_progress, "check", 0.99)
    sounds, failed = _sounds(report, on_progress)
    warnings = list(report.warnings)
    silent = report.cuts.without + (0 if failed else report.cuts.clips - len(sounds))
    if options.plays and silent:
        warnings.append(f"Quotes without a recording, or without times of their words: {silent}.")
    warnings += [f"The recording “{name}” could not be read; its quotes have no sound." for name in failed]
    if options.kind == "codebook" and options.format == "docx":
        from interviewcoder.reports import to_docx

        assert report.book is not None
        on_progress("write", 0.0)
        warnings = list(to_docx.write(report.book, path, gate.put).warnings)
        warnings = [*report.book.notes, *warnings]
    else:
        warnings += _put(report, sounds, path, gate, partial(on_progress, "write"))
    replaced = sum(unprintable(quote.text) for quote in report.quotes)
    if replaced and not (options.kind == "codebook" and options.format == "docx"):
        warnings.append(f"Characters that no such file can hold, each replaced by {NOT_PRINTABLE}: {replaced}.")
    on_progress("write", 1.0)
    codes = len(report.book.entries) if report.book else len({each.path for each in _codings(report)})
    gate.holds(codes=codes, quotes=len(report.quotes), clips=len(sounds))
    return ReportReceipt(
        path=path,
        codes=codes,
        quotes=len(report.quotes),
        offered=sum(not quote.marked for quote in report.quotes) if report.book else 0,
        clips=len(sounds),
        warnings=(*warnings, *gate.warnings),
    )


def remembered(options: ReportOptions) -> dict[str, str]:
    """The options as settings keep them: nothing that belongs to one study."""
    return {
        "kind": options.kind,
        "format": options.format,
        "quotes": str(options.quotes),
        "longest": str(options.longest),
        "counted": "yes" if options.counted else "no",
        "order": options.order,
        "mark": "yes" if options.mark else "no",
    }


def recalled(kept: Mapping[str, str]) -> ReportOptions:
    """The options that `remembered` kept; what can't be understood has its default. Voices are never put in unasked."""
    usual = ReportOptions()
    kind = next((each for each in get_args(Kind) if each == kept.get("kind")), usual.kind)
    order = next((each for each in get_args(codings.Order) if each == kept.get("order")), usual.order)
    return ReportOptions(
        kind=kind,
        format=kept.get("format", "") if kept.get("format") in FORMATS else usual.format,
        quotes=_number(kept.get("quotes"), usual.quotes),
        longest=_number(kept.get("longest"), usual.longest),
        counted=kept.get("counted") != "no",
        order=order,
        mark=kept.get("mark") != "no",
    )


def _number(kept: str | None, usual: int) -> int:
    return int(kept) if kept and kept.isdecimal() and 0 < int(kept) < 100_000 else usual


def _sounds(report: Report, on_progress: Progress) -> tuple[dict[int, str], tuple[str, ...]]:
    count = report.cuts.clips
    if not count:
        return {}, ()
    on_progress("clips", 0.0)
    return clips.cut(report.cuts, lambda done: on_progress("clips", done / count))


def _put(
    report: Report, sounds: Mapping[int, str], path: Path, gate: Gate, on_share: Callable[[float], object]
) -> list[str]:
    options = report.options
    cut = 0

    def write_to(file: BinaryIO) -> None:
        nonlocal cut
        if options.format in SHEETS:
            cut = _write_sheets(report, file, on_share)
        else:
            _write_layout(_layout(report, sounds), options.format, file, on_share)

    gate.put_by(write_to, path, FORMATS[options.format])
    return [f"Texts too long for a cell of a workbook, cut at its end: {cut}."] if cut else []


def _write_layout(layout: Layout, format_: str, file: BinaryIO, on_share: Callable[[float], object]) -> None:
    from interviewcoder.reports import docx_body, to_html, to_markdown, to_odt

    write_ = {"docx": docx_body.write, "odt": to_odt.write, "html": to_html.write, "md": to_markdown.write}[format_]

    def on_step(steps: int) -> None:
        if steps % _STEPS_BETWEEN == 0:
            on_share(min(steps / max(layout.steps, 1), 0.99))

    write_(layout, file, on_step)


def _write_sheets(report: Report, file: BinaryIO, on_share: Callable[[float], object]) -> int:
    from interviewcoder.reports import sheet_file

    made = _sheets(report)
    rows = max(len(report.quotes), 1)

    def on_row(done: int) -> None:
        on_share(min(done / rows, 0.99))

    if report.options.format == "csv":
        sheet_file.write_csv(made[0], file, mark=report.options.mark, on_row=on_row)
        return 0
    title = report.codings.title if report.codings is not None else report.book.title if report.book else ""
    return sheet_file.write_xlsx(made, file, title=title, on_row=on_row)


def _layout(report: Report, sounds: Mapping[int, str]) -> Layout:
    if report.codings is not None:
        return codings.layout(report.codings)
    if report.table is not None:
        return table_two.layout(report.table)
    assert report.book is not None
    return codebook_layout.layout(report.book, sounds)


def _sheets(report: Report) -> list[Sheet]:
    if report.codings is not None:
        return codings.sheets(report.codings)
    if report.table is not None:
        return table_two.sheets(report.table)
    assert report.book is not None
    return codebook_fields.sheets(report.book)


def _codings(report: Report) -> Sequence[codings.Coding]:
    return report.codings.codings if report.codings is not None else ()
