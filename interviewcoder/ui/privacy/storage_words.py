"""Where the data lie, in words: places, what is wrong with one, and what a session wrote."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from interviewcoder.privacy import storage_audit
from interviewcoder.privacy.session_files import Difference, Session
from interviewcoder.privacy.storage_audit import Concern, Danger, Place
from interviewcoder.ui.wording import size_words


def what_words(what: str) -> str:
    """What lies at a place."""
    words = {
        storage_audit.PROJECT: _tr("Project"),
        storage_audit.BACKUPS: _tr("Its backups"),
        storage_audit.KEY: _tr("Key to the pseudonyms"),
        storage_audit.SETTINGS: _tr("Settings and recent projects"),
        storage_audit.TEMPORARY: _tr("Temporary files"),
        "models": _tr("Whisper models"),
    }
    return words.get(what, what)


def kind_words(place: Place) -> str:
    """What kind of disk it is, with its file system."""
    words = {
        "fixed": _tr("built-in disk"),
        "removable": _tr("removable disk"),
        "network": _tr("another computer"),
        "host": _tr("the computer around this virtual machine"),
        "memory": _tr("memory, gone when the machine is switched off"),
        "unknown": _tr("a place of its own kind"),
    }
    return f"{words[place.volume.kind]}, {place.volume.file_system}"


def encryption_words(place: Place) -> str:
    """Whether the disk is encrypted."""
    words = {
        "yes": _tr("disk encrypted"),
        "no": _tr("disk not encrypted"),
        "unknown": _tr("can’t tell whether it is encrypted"),
    }
    return words[place.encryption.answer]


def synced_words(place: Place) -> str:
    """Whether somebody copies it elsewhere."""
    if place.synced is None:
        return _tr("not synchronised, as far as can be seen")
    if place.synced.certain:
        return _tr("kept in step by {client}").format(client=place.synced.client)
    return _tr("looks as if {client} kept it in step").format(client=place.synced.client)


def facts(place: Place) -> str:
    """All that is known of a place, in a line."""
    there = size_words(place.size_bytes) if place.size_bytes else ""
    if not place.exists:
        there = _tr("nothing there yet")
    return " · ".join(filter(None, (there, kind_words(place), encryption_words(place), synced_words(place))))


def evidence(place: Place) -> str:
    """What the system said of a place, line by line."""
    told = [place.volume.evidence, place.encryption.evidence]
    return "\n".join([*told, place.synced.evidence] if place.synced is not None else told)


def concern_words(concern: Concern, *, encrypted: bool) -> tuple[str, str]:
    """A title, and why a place deserves a second thought with what to do."""
    titles: dict[Danger, str] = {
        "synced": _tr("This project lies in a folder that is copied elsewhere"),
        "network": _tr("This project lies on another computer"),
        "host": _tr("This project lies outside this virtual machine"),
        "removable": _tr("This project lies on a removable disk"),
    }
    whys: dict[Danger, str] = {
        "synced": _tr("{who} copies what is in “{place}” to other computers, where you can’t see who reads it."),
        "network": _tr("“{place}” is a drive of another computer ({who}): what is saved goes through the network."),
        "host": _tr("“{place}” is a folder of the computer around this one ({who}), which may copy it."),
        "removable": _tr("“{place}” can be lost or carried away, and may be taken out while something is saved."),
    }
    why = whys[concern.danger]
    if not concern.certain:
        why = _tr(
            "“{place}” looks like a folder that {who} copies to other computers, where you can’t see who reads it."
        )
    why = why.format(who=concern.who, place=concern.place)
    safe = _tr(
        "The project is encrypted: without its passphrase nobody can read it there. But is that place agreed on?"
    )
    bare = _tr("The project is not encrypted: whoever has the file can read it.")
    do = _tr(
        "What to do: keep to what your ethics board agreed to. If that isn’t this place, close the project and move "
        "its file, with the folder of its backups, to a folder of this machine’s own disk."
    )
    return titles[concern.danger], "\n\n".join((why + " " + (safe if encrypted else bare), do, concern.evidence))


def happened_words(each: Difference) -> str:
    """What happened to a file."""
    return {"made": _tr("new"), "changed": _tr("changed"), "removed": _tr("removed")}[each.happened]


def whose_words(each: Difference) -> str:
    """Whose a file is, and how that is known."""
    if each.whose == "ours":
        return _tr("InterviewCoder: {why}").format(why=each.why)
    # The desktop and the system's libraries, which every program has.
    return _tr("the desktop, for every program") if each.whose == "desktop" else _tr("another program")


def session_words(session: Session) -> str:
    """What a session wrote, counted."""
    count = {whose: sum(each.whose == whose for each in session.differences) for whose in ("ours", "desktop", "other")}
    words = _tr("Since the program started: {ours} files of ours, {desktop} of the desktop, {other} of other programs.")
    told = words.format(**count)
    if session.unread:
        names = ", ".join(str(folder) for folder in session.unread)
        told += " " + _tr("Too large to be read whole: {names}; there, new files may be missing.").format(names=names)
    return told


def as_text(places: Sequence[Place], session: Session | None) -> str:
    """All of it as text."""
    lines = []
    for place in places:
        lines += [f"{what_words(place.what)}: {place.path}", f"    {facts(place)}"]
        lines += [f"    {line}" for line in evidence(place).splitlines()]
    if session is not None:
        lines += ["", session_words(session)]
        lines += [f"    {happened_words(each):8} {each.path}  ({whose_words(each)})" for each in session.differences]
    return "\n".join(lines) + "\n"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Storage", text)
