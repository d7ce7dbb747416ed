"""A recording with its replaced words silenced, as a file: one door for the window and for scripts.

In three steps, so that the long one in the middle can be done beside the
window: `ordered` reads the project, `write` the recording alone, `recorded`
writes the line of the sharing ledger.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from interviewcoder.errors import ExportFailed, NotAllowed
from interviewcoder.privacy import sharing, silenced_audio
from interviewcoder.privacy.sharing import Terms, WrittenFile
from interviewcoder.privacy.silenced_audio import Progress, SilencePlan
from interviewcoder.project import media
from interviewcoder.project.file import Project
from interviewcoder.reports import whole_file
from interviewcoder.reports.whole_file import FileKind

if TYPE_CHECKING:
    from interviewcoder.project.media import MediaStream
    from interviewcoder.sources.transcode import Kind

FORMATS: Mapping[str, FileKind] = {
    ".wav": FileKind("WAV recording", ".wav", "silenced.wav", b"RIFF"),
    ".flac": FileKind("FLAC recording", ".flac", "silenced.flac", b"fLaC"),
    ".opus": FileKind("Opus recording", ".opus", "silenced.opus", b"OggS"),
}
"""The kinds of file by the end of their names."""
WHAT = "recording with names silenced"
"""What the sharing ledger calls it."""
_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class SilenceOrder:
    """What is to be written and where; it holds all that writing needs."""

    plan: SilencePlan
    stream: MediaStream
    path: Path
    bleep: bool


@dataclass(frozen=True, slots=True)
class SilenceReceipt:
    """What was written, and what to be careful about."""

    path: Path
    plan: SilencePlan
    bleep: bool
    file: WrittenFile

    def sentences(self) -> tuple[str, ...]:
        """What happened, in sentences."""
        return (*told(self.plan, bleep=self.bleep), silenced_audio.VOICE_STAYS)


def told(plan: SilencePlan, *, bleep: bool = False) -> tuple[str, ...]:
    """What silencing does by a plan, in sentences: how many places, and where words have no times."""
    how = "bleeped over" if bleep else "silenced"
    said = [
        f"{_count(plan.places - len(plan.untimed), 'replaced passage')} {how}, in"
        f" {_count(len(plan.stretches), 'stretch', 'stretches')} of together {plan.silenced_ms / 1000:.1f} s."
    ]
    if plan.whole_turns:
        said.append(f"In {_count(plan.whole_turns, 'place')} words have no times: there the whole turn goes.")
    if plan.untimed:
        said.append(f"{_count(len(plan.untimed), 'place')} without any time: what is said there is still heard.")
    return tuple(said)


def ordered(
    project: Project, source_id: int, path: Path, *, bleep: bool = False, leave_untimed: bool = False
) -> SilenceOrder:
    """Read from a project what a silenced copy of a source's recording needs.

    Raises:
        NotAllowed: there is no recording, nothing is replaced, or a replaced passage has no time
            (unless `leave_untimed` lets it be heard).
        ExportFailed: the name ends in none of `FORMATS`, or no such file may be written there.
        StorageFailed: the place can't be looked at.
    """
    kind = kind_of(path)
    whole_file.refuse_places_of(project.path, path, kind)
    plan = silenced_audio.plan(project, source_id)
    if plan.untimed and not leave_untimed:
        raise NotAllowed(
            f"In {_count(len(plan.untimed), 'replaced place')} neither words nor turns have times, so the names"
            " would still be heard.",
            "Align the transcript with its recording first, or say that these places may be heard.",
        )
    return SilenceOrder(plan, media.open_stream(project, plan.media_id), path, bleep)


def kind_of(path: Path) -> FileKind:
    """The kind of file a name stands for.

    Raises:
        ExportFailed: for none of `FORMATS`.
    """
    kind = FORMATS.get(path.suffix.casefold())
    if kind is None:
        raise ExportFailed(f"“{path.name}” is no name of a recording.", f"Let it end in {', '.join(FORMATS)}.")
    return kind


def write(order: SilenceOrder, *, on_progress: Progress = lambda share: None) -> WrittenFile:
    """Write the file, whole or not at all; on any one thread.

    Raises:
        ExportFailed, StorageFailed: the file can't be written.
        ImportFailed: the recording can't be decoded, or has too many channels for Opus.
        Cancelled: `on_progress` stopped it.
    """
    sound = cast("Kind", order.path.suffix.casefold().removeprefix("."))

    def encode(file: BinaryIO) -> None:
        silenced_audio.write(order.stream, order.plan, file, sound, bleep=order.bleep, on_progress=on_progress)

    whole_file.put_by(encode, order.path, kind_of(order.path))
    digest, size = hashlib.sha256(), 0
    with order.path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
            size += len(block)
    return WrittenFile(order.path.name, size, digest.hexdigest())


def recorded(
    project: Project, order: SilenceOrder, file: WrittenFile, terms: Terms = sharing.AS_USUAL
) -> SilenceReceipt:
    """Write the line of the sharing ledger and give the receipt.

    Raises:
        NotAllowed, StorageFailed: as in `sharing.record`.
    """
    plan = order.plan
    counts = {
        "places": plan.places,
        "stretches": len(plan.stretches),
        "silenced_ms": plan.silenced_ms,
        "whole_turns": plan.whole_turns,
        "untimed": len(plan.untimed),
    }
    manifest = sharing.manifest_of(project, [plan.source_id], counts)
    sharing.record(project, file, what=WHAT, terms=replace(terms, wording=sharing.DE_IDENTIFIED), manifest=manifest)
    return SilenceReceipt(order.path, plan, order.bleep, file)


def _count(number: int, one: str, more: str = "") -> str:
    return f"{number:,} {one if number == 1 else more or one + 's'}"
