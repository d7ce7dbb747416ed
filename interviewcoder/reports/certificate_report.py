"""The certificate of a withdrawal, or of the destruction of recordings, as a document: Word or a web page.

It goes to the participant or the ethics board. What can't be promised is said in it, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from interviewcoder.errors import ExportFailed
from interviewcoder.privacy.certificate import Certificate
from interviewcoder.project.file import Project
from interviewcoder.reports import docx_body, to_html, whole_file
from interviewcoder.reports.blocks import Block, Cell, Layout, Table, cell, paragraph
from interviewcoder.reports.docx_styles import TEXT_WIDTH_TWIPS
from interviewcoder.reports.whole_file import FileKind
from interviewcoder.reports.wording import clock, count_of

DOCX = FileKind("Word document", ".docx", "certificate.docx", b"PK\x03\x04")
HTML = FileKind("web page", ".html", "certificate.html")
KINDS = (DOCX, HTML)

TITLES = {"withdrawal": "Certificate of withdrawal", "audio": "Certificate of destroyed recordings"}
LIMITS = (
    "Solid-state disks and memory sticks keep old blocks until they need them, and no program can reach these. In an "
    "encrypted project such blocks can’t be read without its passphrase.",
    "Copies that other programs made aren’t known here: backups of the whole machine, snapshots of the file system, "
    "older versions kept by a synchronising service, and files that somebody copied by hand.",
    "Files that were exported before are outside the project. Those that held something of this kind are listed above; "
    "they have to be recalled and deleted by hand. What was published can’t be recalled.",
)
"""What no program can promise."""

_COUNTED = {
    "recordings": "recording",
    "sources": "transcript or document",
    "passages_in_shared_sources": "passage in an interview with others",
    "words": "word",
    "codings": "coding",
    "memos": "memo",
    "memo_links": "link of a memo",
    "comments": "comment",
    "verdicts": "verdict on a coding",
    "proposals": "proposal on a coding",
    "adjudications": "decision on a disagreement",
    "findings": "doubtful place",
    "attributes": "attribute",
    "consents": "record of consent",
    "identifiers": "decision about an identifier",
    "pseudonyms": "pseudonym",
    "drafts_and_searches": "draft or stored search",
    "tasks": "unfinished piece of work",
    "history_steps": "step of the history",
}
_MANY = {
    "transcript or document": "transcripts and documents",
    "passage in an interview with others": "passages in interviews with others",
    "memo": "memos",
    "link of a memo": "links of memos",
    "verdict on a coding": "verdicts on codings",
    "proposal on a coding": "proposals on codings",
    "decision on a disagreement": "decisions on disagreements",
    "record of consent": "records of consent",
    "decision about an identifier": "decisions about identifiers",
    "draft or stored search": "drafts and stored searches",
    "unfinished piece of work": "unfinished pieces of work",
    "step of the history": "steps of the history",
}
_OUTCOMES = {
    "cleaned": "cleaned: it holds nothing of it any more",
    "deleted": "deleted, as it couldn’t be cleaned",
    "left": "left as it was",
}
_LABEL_WIDTH = 2700


def write_certificate(project: Project, certificate: Certificate, path: Path) -> None:
    """Write a certificate as a file of the kind that its ending says; an older one of that name is replaced.

    Raises:
        ExportFailed: the ending is none of `KINDS`, or the name is one that no certificate may take.
        StorageFailed: the disk is full, or the place can't be written.
    """
    kind = next((kind for kind in KINDS if kind.suffix == path.suffix.casefold()), None)
    if kind is None:
        raise ExportFailed(f"“{path.name}” is no name for a certificate.", "Give it the ending .docx or .html.")
    whole_file.refuse_places_of(project.path, path, kind)
    document = layout(certificate, project.title)
    write = docx_body.write if kind is DOCX else to_html.write
    whole_file.put_by(lambda file: write(document, file), path, kind)


def layout(certificate: Certificate, study: str) -> Layout:
    """The certificate to be read."""
    day = certificate.moment.astimezone().date()
    return Layout(study, TITLES[certificate.kind], day, tuple(_blocks(certificate, study)), 20)


def facts(certificate: Certificate, study: str) -> list[tuple[str, str]]:
    """What was done, when and by whom, as labels and texts; what isn't known is left out."""
    told = [
        ("Study", study),
        ("Participant", certificate.participant),
        ("Done on", certificate.moment.astimezone().strftime("%Y-%m-%d %H:%M %Z")),
        ("Done by", certificate.coder),
        ("Certificate", certificate.uuid),
        ("Its SHA-256", certificate.sha256),
    ]
    return [(label, text) for label, text in told if text]


def removed_words(certificate: Certificate) -> list[str]:
    """What was removed, in counts: “2 recordings (1:02:33)”."""
    return counted_words(certificate.removed)


def counted_words(counts: Mapping[str, int]) -> list[str]:
    """Counts by class as a person reads them; classes with nothing in them are left out."""
    found = []
    for name, one in _COUNTED.items():
        number = counts.get(name, 0)
        if not number:
            continue
        words = f"{number:,} {_MANY.get(one, f'{one}s') if number != 1 else one}"
        if name == "recordings":
            words += f" ({clock(counts.get('recording_ms', 0))}, {counts.get('recording_bytes', 0) / 1e6:,.1f} MB)"
        found.append(words)
    return found


def kept_words(certificate: Certificate) -> list[str]:
    """What was found of everybody else's data, and what happened to texts of the study."""
    found = []
    if certificate.others_rows:
        found.append(
            f"{certificate.others_rows:,} entries of everybody else were hashed before and after: they are unchanged "
            f"(SHA-256 {certificate.others_sha256})."
        )
    if certificate.recordings_left:
        found.append(
            f"{certificate.recordings_whole:,} of {count_of(certificate.recordings_left, 'recording')} that stay were "
            "read in full afterwards and fit the hash they were added with."
        )
    if certificate.texts_reworded:
        found.append(f"Names and words were taken out of {count_of(certificate.texts_reworded, 'text')} of the study.")
    if certificate.texts_kept:
        found.append(
            f"{count_of(certificate.texts_kept, 'text')} of the study with such words stayed, as somebody decided."
        )
    if certificate.key_entry:
        found.append("The entry in the key of the pseudonyms was removed.")
    elif certificate.kind == "withdrawal":
        found.append("The key of the pseudonyms wasn’t open. If it knows the participant, the entry is still in it.")
    return found


def backup_words(certificate: Certificate) -> list[str]:
    """What became of each backup."""
    return [
        f"{each.name}: {_OUTCOMES.get(each.outcome, each.outcome)}{f' ({each.why})' if each.why else ''}"
        for each in certificate.backups
    ]


def export_words(certificate: Certificate) -> list[str]:
    """The exports that held something of it, each with its day, for whom it was, and its hash."""
    told = []
    # What a file was called may hold a name: it is known right after a withdrawal alone, and never stored.
    names = certificate.export_names or tuple(each.file_name for each in certificate.exports)
    for each, name in zip(certificate.exports, names, strict=True):
        whom = f", for {each.recipient}" if each.recipient else ""
        told.append(f"{each.at[:10]}: {name} ({each.what}{whom}), SHA-256 {each.sha256}")
    return told


def _blocks(certificate: Certificate, study: str) -> Iterator[Block]:
    yield paragraph("Title", TITLES[certificate.kind])
    if not certificate.finished:
        yield paragraph("Note", "The file and its backups are still to be cleaned: that is done at the next opening.")
    rows = [(label, [text]) for label, text in facts(certificate, study)]
    rows += [
        ("Removed for good", removed_words(certificate)),
        ("Recordings that were destroyed", _recordings(certificate)),
        ("What stays", kept_words(certificate)),
        ("Backups", backup_words(certificate) or ["There were none."]),
        ("Exports to recall by hand", export_words(certificate) or ["The sharing ledger knows of none."]),
        ("What can’t be promised", list(LIMITS)),
    ]
    widths = (_LABEL_WIDTH, TEXT_WIDTH_TWIPS - _LABEL_WIDTH)
    yield Table("fields", "What was done", (), widths, tuple(_row(label, lines) for label, lines in rows if lines))


def _recordings(certificate: Certificate) -> list[str]:
    return [
        f"{clock(each.duration_ms)}, {each.size_bytes / 1e6:,.1f} MB, SHA-256 {each.sha256}"
        for each in certificate.recordings
    ]


def _row(label: str, lines: list[str]) -> tuple[Cell, ...]:
    return cell("Table Code", label, role="strong"), Cell(tuple(paragraph("Field Text", line) for line in lines))
