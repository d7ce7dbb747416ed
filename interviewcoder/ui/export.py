"""Write reports where the person wants them, and lead there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from interviewcoder.privacy.sharing import Terms
    from interviewcoder.project.file import Project
    from interviewcoder.reports.export_gate import Gate
    from interviewcoder.reports.report_export import Report, ReportOptions, ReportReceipt
    from interviewcoder.reports.transcript_export import TranscriptReceipt
    from interviewcoder.settings import Settings
    from interviewcoder.ui.dialogs.export_transcript import TranscriptChoice
    from interviewcoder.ui.dialogs.writing import Tell
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.workspace import Workspace


def export_codebook(work: Workspace, prompts: Prompts, settings: Settings) -> None:
    """Ask what of the codebook is exported, how and where to, write it, and say what is in it."""
    from interviewcoder.coding import codes, versions
    from interviewcoder.reports import report_export
    from interviewcoder.ui.dialogs.export_codebook import ExportCodebookDialog, Theme

    work.save_pending()
    project = work.project
    nodes = codes.tree(project)
    dialog = ExportCodebookDialog(
        project,
        report_export.recalled(settings.report_export),
        [Theme(node.uuid, node.name) for node in nodes if node.depth == 0],
        [(version.id, version.name) for version in versions.listing(project) if version.codes is not None],
        sum(node.references for node in nodes),
        work,
    )
    if not prompts.run(dialog):
        return
    options = dialog.choice()
    settings.report_export = report_export.remembered(options)
    kind = report_export.FORMATS[options.format]
    names = {
        "codebook": _tr("{title} – codebook"),
        "table2": _tr("{title} – Table 2"),
        "codings": _tr("{title} – codings"),
    }
    suggested = project.path.with_name(names[options.kind].format(title=project.path.stem) + kind.suffix)
    path = prompts.choose_save_file(_tr("Where to export to"), f"{kind.name} (*{kind.suffix})", suggested)
    if path is not None:
        _write_report(work, prompts, options, path, dialog.terms.terms())


def _write_report(work: Workspace, prompts: Prompts, options: ReportOptions, path: Path, terms: Terms) -> None:
    from interviewcoder.reports import report_export
    from interviewcoder.ui.privacy.letting_out import let_out

    written: list[ReportReceipt] = []

    def write(terms: Terms) -> None:
        written.extend(_written(work.project, prompts, options, path, terms))

    if let_out(work, prompts, terms, write) and written:
        assert isinstance(written[0], report_export.ReportReceipt)
        prompts.file_written(_tr("Codebook exported"), _report_words(written[0], options), path)


def _written(
    project: Project, prompts: Prompts, options: ReportOptions, path: Path, terms: Terms
) -> list[ReportReceipt]:
    """Write a report while a dialog shows how far it is; empty where the person stopped it."""
    from interviewcoder.reports import report_export, whole_file
    from interviewcoder.ui.dialogs.writing import WritingDialog
    from interviewcoder.ui.waiting import Waiting

    whole_file.refuse_places_of(project.path, path, report_export.FORMATS[options.format])
    with report_export.leaving(project, options, terms) as gate:
        with Waiting():
            report = report_export.gather(gate.reading, options)
        # What is gathered needs no project any more but for recordings, whose streams any thread may read.
        dialog = WritingDialog(_tr("Writing “{name}”").format(name=path.name), partial(_write, report, path, gate))
        if prompts.run(dialog):
            assert isinstance(dialog.receipt, report_export.ReportReceipt)
            return [dialog.receipt]
        if dialog.error is not None:
            raise dialog.error
        return []


def _write(report: Report, path: Path, gate: Gate, tell: Tell) -> object:
    from interviewcoder.reports import report_export

    return report_export.write(report, path, gate, tell)


def export_transcripts(work: Workspace, prompts: Prompts, settings: Settings) -> None:
    """Ask which transcripts are exported and how, then where to, write them, and lead there."""
    from interviewcoder.reports import transcript_export
    from interviewcoder.sources import catalogue
    from interviewcoder.sources.transcript_record import record_of
    from interviewcoder.ui.dialogs.export_transcript import ExportTranscriptDialog

    work.save_pending()
    sources = [source for source in catalogue.listing(work.project) if source.has_text]
    if not sources:
        prompts.show_note(
            _tr("There is no transcript yet"), _tr("Transcribe a recording, or add a transcript that you have.")
        )
        return
    current = work.sources.current_id()
    chosen_id = current if any(source.id == current for source in sources) else None
    rules = record_of(work.project, chosen_id or sources[0].id).conventions
    if rules is not None and not settings.transcript_export:
        options = transcript_export.by_rules(rules)
    else:
        options = transcript_export.recalled(settings.transcript_export)
    dialog = ExportTranscriptDialog(work.project, sources, chosen_id, options, work)
    if not prompts.run(dialog) or not prompts.attempt(dialog.apply):
        return
    choice = dialog.choice()
    settings.transcript_export = transcript_export.remembered(choice.options)
    _write_transcripts(work, prompts, choice)


def _write_transcripts(work: Workspace, prompts: Prompts, choice: TranscriptChoice) -> None:
    from interviewcoder.reports import transcript_export
    from interviewcoder.ui.privacy.letting_out import let_out

    project = work.project
    paths = _places(project, prompts, choice)
    if not paths:
        return
    written: list[TranscriptReceipt] = []

    def write(terms: Terms) -> None:
        if len(paths) == 1:
            (source_id,) = choice.source_ids
            written.append(transcript_export.write_transcript(project, source_id, paths[0], choice.options, terms))
        else:
            folder = paths[0].parent
            written.extend(
                transcript_export.write_transcripts(project, choice.source_ids, folder, choice.options, terms)
            )

    if let_out(work, prompts, choice.terms, write):
        prompts.file_written(_tr("Transcripts exported"), _transcript_words(written), paths[0])


def _places(project: Project, prompts: Prompts, choice: TranscriptChoice) -> list[Path]:
    """Ask for the file, or for the folder of several; empty where the person cancelled."""
    from interviewcoder.reports.transcript_export import KINDS, names_in_folder

    suffix = KINDS[choice.options.format].suffix
    names = names_in_folder(project, choice.source_ids, suffix, choice.terms.wording)
    if len(names) == 1:
        kinds = f"{KINDS[choice.options.format].name} (*{suffix})"
        path = prompts.choose_save_file(_tr("Export transcript"), kinds, project.path.with_name(names[0]))
        return [path] if path else []
    folder = prompts.choose_folder(_tr("Export transcripts into a folder"), project.path.parent)
    if folder is None:
        return []
    paths = [folder / name for name in names]
    there = [path.name for path in paths if path.exists()]
    if there and not prompts.confirm(
        _tr("Replace files?"),
        _tr("Of these files, {count} are in the folder already: {names}. What they hold now would be gone.").format(
            count=len(there), names=", ".join(there[:5]) + (" …" if len(there) > 5 else "")
        ),
        yes=_tr("Replace"),
        dangerous=True,
    ):
        return []
    return paths


def _transcript_words(written: Sequence[TranscriptReceipt]) -> str:
    if len(written) == 1:
        told = [
            _tr("The transcript of “{name}” has {turns} turns.").format(name=written[0].source, turns=written[0].turns)
        ]
    else:
        told = [_tr("{count} transcripts are in the folder.").format(count=len(written))]
    if left_out := sum(receipt.left_out for receipt in written):
        told.append(_tr("Turns without a time, left out of the file: {count}.").format(count=left_out))
    if replaced := sum(receipt.replaced for receipt in written):
        told.append(_tr("Characters that no file can hold, each replaced: {count}.").format(count=replaced))
    # All were let out together, and are warned of together.
    return "\n".join([*told, *written[0].warnings])


def _report_words(receipt: ReportReceipt, options: ReportOptions) -> str:
    if options.kind == "codings":
        told = [_tr("The file holds {count} coded passages.").format(count=receipt.quotes)]
    else:
        words = _tr("The file holds {codes} codes and {quotes} quotes.")
        told = [words.format(codes=receipt.codes, quotes=receipt.quotes)]
    if receipt.offered:
        words = _tr("{count} of the quotes are offered, where no exemplar is marked.")
        told.append(words.format(count=receipt.offered))
    if receipt.clips:
        told.append(
            _tr("{count} of the quotes can be heard. A voice identifies who speaks.").format(count=receipt.clips)
        )
    return "\n".join([*told, *receipt.warnings])


def _tr(text: str) -> str:
    return QCoreApplication.translate("Export", text)
