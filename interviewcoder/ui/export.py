"""Write reports where the person wants them, and lead there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.reports.to_docx import CodebookReceipt
    from interviewcoder.reports.transcript_export import TranscriptReceipt
    from interviewcoder.settings import Settings
    from interviewcoder.ui.dialogs.export_transcript import TranscriptChoice
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.workspace import Workspace


def export_codebook(work: Workspace, prompts: Prompts) -> None:
    """Ask where the codebook goes, write it, and say what is in it."""
    from interviewcoder.reports.to_docx import write_codebook

    work.save_pending()
    project = work.project
    suggested = project.path.with_name(_tr("{title} – codebook.docx").format(title=project.path.stem))
    path = prompts.choose_save_file(_tr("Export codebook"), _tr("Word document (*.docx)"), suggested)
    if path is None:
        return
    written: list[CodebookReceipt] = []
    if prompts.attempt(lambda: written.append(write_codebook(project, path))):
        prompts.file_written(_tr("Codebook exported"), _words(written[0]), path)


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
    _write_transcripts(work.project, prompts, choice)


def _write_transcripts(project: Project, prompts: Prompts, choice: TranscriptChoice) -> None:
    from interviewcoder.reports import transcript_export

    paths = _places(project, prompts, choice)
    if not paths:
        return
    written: list[TranscriptReceipt] = []

    def write() -> None:
        if len(paths) == 1:
            (source_id,) = choice.source_ids
            written.append(transcript_export.write_transcript(project, source_id, paths[0], choice.options))
        else:
            written.extend(
                transcript_export.write_transcripts(project, choice.source_ids, paths[0].parent, choice.options)
            )

    if prompts.attempt(write):
        prompts.file_written(_tr("Transcripts exported"), _transcript_words(written), paths[0])


def _places(project: Project, prompts: Prompts, choice: TranscriptChoice) -> list[Path]:
    """Ask for the file, or for the folder of several; empty where the person cancelled."""
    from interviewcoder.reports.transcript_export import KINDS, names_in_folder

    suffix = KINDS[choice.options.format].suffix
    names = names_in_folder(project, choice.source_ids, suffix)
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
    return "\n".join(told)


def _words(receipt: CodebookReceipt) -> str:
    told = [
        _tr("The codebook holds {codes} codes and {quotes} quotes.").format(codes=receipt.codes, quotes=receipt.quotes)
    ]
    if receipt.offered:
        told.append(
            _tr("{count} of the quotes were chosen by length, where no exemplar is marked.").format(
                count=receipt.offered
            )
        )
    return "\n".join([*told, *receipt.warnings])


def _tr(text: str) -> str:
    return QCoreApplication.translate("Export", text)
