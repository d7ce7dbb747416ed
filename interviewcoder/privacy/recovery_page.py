"""The recovery sheet: one page for the drawer, that opens the project when nobody knows its passphrase any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

from interviewcoder.errors import NotAllowed, WrongPassphrase
from interviewcoder.project import recovery
from interviewcoder.project.cipher import derive_key
from interviewcoder.project.file import Project
from interviewcoder.project.place import open_for_owner
from interviewcoder.project.storage import as_file_error

_GROUPS_A_LINE = 5

_WHAT = (
    "This code opens the project without its passphrase. It is the key itself: whoever has this sheet and the file"
    " can read and hear everything in it."
)
_KEEP = (
    "Keep it on paper, locked away, apart from the machine: in the institute's safe, or with the data steward. Don't"
    " photograph it, don't mail it, don't keep it as a file."
)
_HOW = (
    "Open the project in InterviewCoder. Where it asks for the passphrase, choose “I have a recovery code”.",
    "Type the code. Small letters do; hyphens and blanks don't matter. It has no I, L, O or U. A slip is found at"
    " once, and the group is named.",
    "Choose Privacy › Change passphrase… and give the project a passphrase that somebody knows.",
)
_CHANGES = (
    "The code belongs to the passphrase of today. As soon as the passphrase is changed this sheet opens nothing but"
    " older copies: destroy it and print another."
)


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What stands on the sheet. `code` is 13 groups of five characters with hyphens."""

    title: str
    file_name: str
    made_on: date
    fingerprint: str
    code: str

    def __repr__(self) -> str:
        return "RecoverySheet(…)"

    @property
    def lines(self) -> list[str]:
        """The code as it is set: some groups a line."""
        groups = self.code.split("-")
        starts = range(0, len(groups), _GROUPS_A_LINE)
        return ["-".join(groups[start : start + _GROUPS_A_LINE]) for start in starts]


def sheet_of(project: Project, passphrase: str) -> RecoverySheet:
    """Make the sheet of an open project; the key is derived anew, since nobody keeps it, and noted in the log.

    Raises:
        NotAllowed: the project isn't encrypted.
        WrongPassphrase: the passphrase isn't the project's.
    """
    if project.salt is None:
        raise NotAllowed(
            "The project isn't encrypted: there is nothing to recover.", "Encrypt it with Change passphrase… first."
        )
    if recovery.is_code(passphrase):
        raise WrongPassphrase("The sheet is made from the passphrase.", "Change the passphrase if nobody knows it.")
    if not project.has_passphrase(passphrase):
        raise WrongPassphrase("This isn't the project's passphrase.", "Check capitals and the keyboard's language.")
    key = derive_key(passphrase, project.salt)
    code = recovery.code_of(key)
    key.wipe()
    recovery.note_sheet(project)
    mark = recovery.fingerprint(project.salt)
    return RecoverySheet(project.title, project.path.name, date.today(), mark, code)


def as_text(sheet: RecoverySheet) -> str:
    """The sheet for a terminal or a printer of plain text."""
    steps = "\n".join(f"  {number}. {step}" for number, step in enumerate(_HOW, 1))
    code = "\n".join(f"    {line}" for line in sheet.lines)
    return (
        f"RECOVERY SHEET\n\nProject: {sheet.title}\nFile: {sheet.file_name}\nMade on: {sheet.made_on.isoformat()}\n"
        f"Fingerprint of the file: {sheet.fingerprint}\n\n{code}\n\n{_WHAT}\n{_KEEP}\n\n{steps}\n\n{_CHANGES}\n\n"
        "Kept by: ______________________   Where: ______________________   Since: ____________\n"
    )


def as_html(sheet: RecoverySheet) -> str:
    """The sheet as one page of HTML, plain enough for Qt's printing."""
    rows = "".join(
        f"<tr><td style='padding-right:18px;color:#555'>{name}</td><td>{escape(value)}</td></tr>"
        for name, value in (
            ("Project", sheet.title),
            ("File", sheet.file_name),
            ("Made on", sheet.made_on.isoformat()),
            ("Fingerprint of the file", sheet.fingerprint),
        )
    )
    code = "<br>".join(line.replace("-", "&#8209;") for line in sheet.lines)
    steps = "".join(f"<li style='margin-bottom:4px'>{escape(step)}</li>" for step in _HOW)
    blank = "".join(
        f"<tr><td style='padding-top:16px;padding-right:18px;color:#555'>{name}</td>"
        f"<td style='padding-top:16px'>{'_' * 46}</td></tr>"
        for name in ("Kept by", "Where", "Since")
    )
    return (
        "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>Recovery sheet</title></head>"
        "<body style='font-family:sans-serif;color:#111;background:#fff'>"
        f"<h1 style='font-size:20pt;margin-bottom:10px'>Recovery sheet</h1><table cellspacing='3'>{rows}</table>"
        f"<p style='font-family:monospace;font-size:15pt;line-height:150%;margin:18px 0'>{code}</p>"
        f"<p><b>{escape(_WHAT)}</b> {escape(_KEEP)}</p><ol>{steps}</ol><p>{escape(_CHANGES)}</p>"
        f"<table>{blank}</table></body></html>"
    )


def write(sheet: RecoverySheet, path: Path) -> None:
    """Write the sheet as HTML, or as text where the name ends in .txt; for its owner only.

    Raises:
        NotAllowed: there is a file of that name.
        StorageFailed: the place can't be written.
    """
    if path.exists():
        raise NotAllowed(f"“{path.name}” is there already.", "Choose another name.")
    content = as_text(sheet) if path.suffix == ".txt" else as_html(sheet)
    try:
        with open(open_for_owner(path), "w", encoding="utf-8") as out:  # noqa: PTH123  # of a descriptor
            out.write(content)
    except OSError as error:
        raise as_file_error(error, path.name) from error
