"""The statement's checks of files: encryption, what is readable where, the log, backups."""

from __future__ import annotations

import os
import secrets
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sqlalchemy import func, select

from interviewcoder import settings
from interviewcoder.privacy.canary import Searcher
from interviewcoder.privacy.statement import Finding, count, listed
from interviewcoder.privacy.statement_phrases import days, none_or_count
from interviewcoder.privacy.statement_study import Checks, Study, needs_project
from interviewcoder.project import attached, backup
from interviewcoder.project.cipher import KDF_ITERATIONS, PLAIN_HEADER
from interviewcoder.project.file import Project
from interviewcoder.project.schema import ActivityRow, CoderRow, MediaRow, PseudonymRow, SourceRow

CANARY = "search for the study’s own words in the raw bytes"
PAGE_CHECK = "check of every page’s seal (HMAC)"
# More bytes of backups than this aren't read for one statement; the rest is said.
_MOST_RAW_BYTES = 4 << 30
_MOST_OUTSIDE_BYTES = 256 << 20


def _whole_and_encrypted(study: Study) -> Finding:
    if study.project is not None:
        return _encrypted(study, study.project)
    told = f"The project file doesn’t open, so nothing in it could be checked: {study.damage} Restore a backup."
    return Finding("failed", told, "opening of the project")


def _encrypted(study: Study, project: Project) -> Finding:
    searcher = Searcher(study.canaries.all)
    searched = len(study.canaries.all)
    readable = searcher.found_in(project.blocks())
    journal = project.path.with_name(f"{project.path.name}-journal")
    with suppress(FileNotFoundError):
        readable += searcher.found_in_file(journal)
    copies, unread, plain = _backups_read(project, searcher)
    damaged = damaged_pages(project)
    where = f"the project file and {count(copies, 'backup')}"
    told = f"{searched} rare words, phrases and names of this study were searched for in the raw bytes of {where}"
    limits = f"{count(unread, 'older backup')} not read." if unread else ""
    if not project.encrypted:
        what = f"{told}: {readable} can be read by anybody who has the file. The project is not encrypted."
        return Finding("failed", f"{what} Encrypt it: Privacy › Change passphrase.", CANARY, limits)
    if readable or plain:
        found = f"{told}: {readable} were found in the project file; readable backups: {listed(plain) or 'none'}."
        return Finding("failed", f"{found} Delete or encrypt those copies.", CANARY, limits)
    if damaged:
        pages = f"{count(len(damaged), 'page')} of the file differ from what was written: {listed(damaged)}."
        return Finding("failed", f"{pages} Restore a backup.", PAGE_CHECK, limits)
    wrong = project.has_passphrase(secrets.token_urlsafe(9))
    if wrong:
        return Finding("failed", "A made-up passphrase was accepted.", "trial with a wrong passphrase")
    held = "none was found" if searched else "there are none yet"
    cipher = f"{_cipher(project)}; key from the passphrase by PBKDF2-HMAC-SHA512, {KDF_ITERATIONS:,} rounds"
    result = f"{told}: {held}. A made-up passphrase was refused. Every page’s seal is intact. Cipher: {cipher}."
    weak = "Encryption is as strong as its passphrase. While the project is open, its content is in memory."
    if not searched:
        return Finding("proved", result, f"trial with a wrong passphrase, {PAGE_CHECK}", weak)
    return Finding(
        "proved", result, f"{CANARY}, trial with a wrong passphrase, {PAGE_CHECK}", f"{weak} {limits}".strip()
    )


def _cipher(project: Project) -> str:
    pragmas = ("cipher_version", "cipher_provider", "cipher_default_kdf_iter")
    raw = project.raw_connection
    version, provider, _ = ((raw.execute(f"PRAGMA {name}").fetchone() or ("?",))[0] for name in pragmas)
    return f"SQLCipher {version} ({provider}), AES-256-CBC with HMAC-SHA512 a page"


def damaged_pages(project: Project) -> list[str]:
    """What differs from what was written, page by page; of a project that isn't encrypted, what SQLite can tell."""
    pragma = "cipher_integrity_check" if project.encrypted else "integrity_check"
    rows = project.raw_connection.execute(f"PRAGMA {pragma}").fetchall()
    return [str(row[0]) for row in rows if row[0] != "ok"]


def _backups_read(project: Project, searcher: Searcher) -> tuple[int, int, list[str]]:
    """How many backups were searched, how many not, and the names of those in which something was found.

    What else lies in their folder is searched, too: copies of other names, and what a crash left half done.
    """
    read = unread = done = 0
    plain = []
    timed = [copy.path for copy in backup.backups(project.path)]
    others = sorted(path for path in backup.folder_of(project.path).glob("*") if path.is_file() and path not in timed)
    for path in (*timed, *others):
        done += path.stat().st_size
        if done > _MOST_RAW_BYTES:
            unread += 1
            continue
        read += path in timed
        with path.open("rb") as file:
            begins_plain = file.read(len(PLAIN_HEADER)) == PLAIN_HEADER
        if begins_plain or searcher.found_in_file(path):
            # What a person called a file may name somebody.
            plain.append(path.name if path in timed else "a file of another name in their folder")
    return read, unread, plain


def _nothing_elsewhere(study: Study, project: Project) -> Finding:
    searcher = Searcher(study.canaries.telling)
    files = size = 0
    found, unreadable = [], 0
    for path in dict.fromkeys((*_own_traces(), *study.written)):
        try:
            if (size := size + path.stat().st_size) > _MOST_OUTSIDE_BYTES:
                break
            hits = searcher.found_in_file(path)
        except OSError:
            unreadable += 1
            continue
        files += 1
        if hits:
            found.append(f"{path.name} ({hits})")
    kinds = f"{len(study.canaries.names)} names and {len(study.canaries.phrases)} phrases of the study"
    told = f"{kinds} were searched for in {count(files, 'file')} of the program’s settings, list of recent projects, "
    told += "caches and temporary files"
    if study.before is not None:
        told += (
            f", {count(len(study.written), 'file')} among them that any program made or changed since this one started"
        )
    name = "search for the study’s own phrases and names"
    limits = "Looks where this program writes, not in files that people exported or copied themselves; nor in what the "
    limits += "operating system keeps (swap space, a clipboard history)."
    if found:
        return Finding("failed", f"{told}: found in {listed(found)}. Delete them.", name, limits)
    if not study.canaries.telling:
        return Finding("not verifiable", "The project holds no text and no names yet to search for.", name, limits)
    return Finding("proved", f"{told}: none was found.", name, limits)


def _own_traces() -> Iterator[Path]:
    """The files outside of projects that this program may have written, models apart."""
    home = Path.home()
    roots = [settings.folder()]
    for variable, usual in (("XDG_CACHE_HOME", ".cache"), ("XDG_STATE_HOME", ".local/state")):
        roots.append(Path(os.environ.get(variable) or home / usual))
    recent = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    yield from (path for path in (recent / "recently-used.xbel", recent / "user-places.xbel") if path.is_file())
    temporary = Path(tempfile.gettempdir())
    with suppress(OSError):
        roots += [path for path in temporary.iterdir() if "interviewcoder" in path.name.casefold()]
    for root in roots:
        if root.is_file():
            yield root
            continue
        named = root == settings.folder() or "interviewcoder" in root.name.casefold()
        for folder, _, names in os.walk(root):
            ours = named or "interviewcoder" in folder.casefold() or "python" in folder.casefold()
            yield from (Path(folder, name) for name in names if ours and not name.endswith((".pyc", ".bin", ".onnx")))


def _key_apart(study: Study, project: Project) -> Finding:
    beside = list(project.path.parent.glob("*.ickey"))
    if beside:
        told = f"A key lies in the same folder as the project: {listed([path.name for path in beside])}."
        return Finding(
            "failed", f"{told} Who gets the folder gets both. Move it to another medium.", "look into the folder"
        )
    path = study.key_path
    if path is None or not path.is_file():
        told = "The program keeps that list (the key) in a file of its own, with a passphrase of its own (never the "
        told += "project’s), outside of the project. No key lies in the project’s folder. "
        pseudonyms = project.session.scalar(select(func.count(PseudonymRow.id))) or 0
        told += f"The project has {count(pseudonyms, 'pseudonym')}."
        return Finding("not verifiable", told, "look into the folder", "Where the key lies now, only a person knows.")
    with path.open("rb") as file:
        head = file.read(len(PLAIN_HEADER))
    if head == PLAIN_HEADER:
        return Finding("failed", f"The key “{path.name}” isn’t encrypted.", "look at the key’s first bytes")
    told = f"The key “{path.name}” lies in another folder than the project and is encrypted with a salt of its own."
    return Finding(
        "proved",
        told,
        "look into both folders and at the key’s first bytes",
        "Who knows its passphrase is not the program’s to know.",
    )


def _access(study: Study, project: Project) -> Finding:
    coders = listed(list(project.session.scalars(select(CoderRow.name).order_by(CoderRow.id))))
    told = f"Names under which people have worked in the project: {coders}. Names and roles are labels, not "
    told += "authentication: whoever has the file and its passphrase can open it under any name."
    if sys.platform != "win32":
        mode = stat.S_IMODE(project.path.stat().st_mode)
        others = bool(mode & 0o077)
        who = "other user accounts of this computer, too, may reach" if others else "only its owner’s account may read"
        told += f" By the operating system’s rules {who} the file (permissions {stat.filemode(mode | stat.S_IFREG)})."
        if others and not project.encrypted:
            return Finding("failed", f"{told} It isn’t encrypted either.", "look at the file’s permissions")
    return Finding(
        "not verifiable", told, "look at the file’s permissions", "Who knows the passphrase, the program can’t tell."
    )


def _logged(study: Study, project: Project) -> Finding:
    found = study.log
    assert found is not None
    session = project.session
    notes = dict(
        row._tuple()
        for row in session.execute(
            select(ActivityRow.label, func.count()).where(ActivityRow.kind == "note").group_by(ActivityRow.label)
        )
    )
    openings, exports = notes.get("Open project", 0), notes.get("Export", 0)
    name = "check of the log’s chain of hashes"
    if not found.is_whole:
        faults = " ".join(fault.words for fault in found.faults[:6])
        return Finding("failed", f"The log was altered. {faults}", name)
    told = f"The log has {count(found.entries, 'entry', 'entries')} (who, when, what; no text), among them "
    told += f"{none_or_count(openings, 'opening')} and {none_or_count(exports, 'export')}. "
    told += "Each is sealed to the one before it by a hash; all hashes were worked out anew and fit."
    if found.head:
        told += f" Last hash: {found.head}."
    limits = "Names are labels, not authentication. Somebody with the passphrase and skill could write the whole chain "
    limits += "anew: compare with the hash on an older printed statement. Copying the file leaves no entry."
    return Finding("proved", told, name, limits)


def _backups(study: Study, project: Project) -> Finding:
    copies = backup.backups(project.path)
    rule = f"Kept are the last {backup.KEEP_LAST}, one a day for a week and one a week for two months"
    if not copies:
        told = f"There is no backup now. {rule}, in the folder “{backup.folder_of(project.path).name}”."
        return Finding(
            "not verifiable", told, "", "Copies that people or the system make are not known to the program."
        )
    refused = [copy.path.name for copy in copies if not attached.has_same_key(project, copy.path)]
    made = days([copy.at.date().isoformat() for copy in copies])
    told = f"{count(len(copies), 'backup')} beside the project, made {made}. {rule}. "
    opened = f"{len(copies) - len(refused)} of {len(copies)} were" if refused else "Each was"
    told += f"{opened} opened with the project’s own key just now."
    limits = "Copies that people or the system make (such as Time Machine) are not known to the program."
    name = "opening of each backup"
    if not project.encrypted:
        return Finding("failed", f"{told} They aren’t encrypted.", name, limits)
    if refused:
        why = f"{told} Not opened, so damaged or under another passphrase: {listed(refused, 3)}."
        return Finding("failed", why, name, limits)
    return Finding(
        "proved",
        f"{told} A withdrawal removes the data from them too, see question 21.",
        "opening of each backup",
        limits,
    )


def _lost(study: Study, project: Project) -> Finding:
    session = project.session
    recordings, size = session.execute(
        select(func.count(MediaRow.id), func.coalesce(func.sum(MediaRow.size_bytes), 0))
    ).one()
    texts = session.scalar(select(func.count(SourceRow.id)).where(SourceRow.text != "")) or 0
    held = f"In the file: {count(recordings, 'recording')} ({size / 1e6:,.1f} MB), {count(texts, 'transcript')}, with "
    held += "codings, memos and participants’ details."
    with_head = bytes(next(iter(project.blocks()))[: len(PLAIN_HEADER)])
    if not project.encrypted or with_head == PLAIN_HEADER:
        return Finding("failed", f"{held} A finder could read all of it: the project is not encrypted.", CANARY)
    told = f"{held} A finder sees the file’s name and size, how many backups there are and when they were made, and "
    told += "could read nothing of the content: see question 7 for the check."
    limits = "Not if the passphrase is written down with the computer, or the project was open when it was taken. "
    return Finding(
        "proved",
        told,
        "look at the file’s first bytes, and question 7",
        limits + "Exported documents are not protected by the project’s passphrase.",
    )


FILES: Checks = {
    6: needs_project(_nothing_elsewhere),
    7: _whole_and_encrypted,
    9: needs_project(_key_apart),
    10: needs_project(_access),
    11: needs_project(_logged),
    23: needs_project(_backups),
    25: needs_project(_lost),
}
"""By the question's number."""
