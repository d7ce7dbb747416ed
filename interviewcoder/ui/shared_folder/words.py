"""What is said of a project whose folder others reach, too."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from interviewcoder.project.conflict_copies import Examined, Kinship, Part
from interviewcoder.project.hold import Standing, State
from interviewcoder.ui.shared_folder.bar import Said

if TYPE_CHECKING:
    from interviewcoder.project.lock import Holder
    from interviewcoder.project.read_only import SavedState


def view_words(view: SavedState, holder: Holder | None, *, newer: bool, reachable: bool) -> Said:
    """What a read-only view says of itself."""
    saved = moment_words(view.saved_at)
    if not reachable:
        said = _tr("You see the project as it was saved {when}. Its folder can’t be reached just now.")
        return Said("warning", _tr("Read-only: the folder is out of reach"), said.format(when=saved))
    if holder is not None:
        who = _tr("{user} on {machine}").format(user=holder.user, machine=holder.host)
        said = _tr("You see it as it was saved {when}. They have had it open since {since}.")
        hint = said.format(when=saved, since=holder.since)
        if newer:
            hint = _tr("You see it as it was saved {when}. They have saved since.").format(when=saved)
        return Said("locked", _tr("Read-only: {who} has the project open").format(who=who), hint)
    if not can_be_written(view.path):
        said = _tr(
            "You see it as it was saved {when}. To work in it, copy it to a folder of your own and open it there."
        )
        return Said("see", _tr("Read-only: the project can’t be written where it is"), said.format(when=saved))
    words = _tr("You see it as it was saved {when}.").format(when=saved)
    if newer:
        words = _tr("You see it as it was saved {when}. It was saved since.").format(when=saved)
    return Said("see", _tr("Read-only: nobody has the project open now"), words)


def standing_words(standing: Standing, path: Path) -> Said:
    """What is said where a project’s file isn’t ours to write any more."""
    name = path.name
    if standing.state is State.TAKEN:
        holder = standing.holder
        who = _tr("{user} on {machine}").format(user=holder.user, machine=holder.host) if holder else ""
        title = _tr("{who} has opened this project, too").format(who=who)
        told = _tr(
            "What you did up to now is saved in “{name}”. Nothing is saved from now on, so that two never write to one"
            " project: close it here, or ask them to close it there. In a synchronised folder a copy in conflict may"
            " appear; it is offered for merging."
        )
        return Said("locked", title, told.format(name=name))
    title, told = {
        State.REPLACED: (
            _tr("Another file was put in the place of “{name}”"),
            _tr(
                "A program that synchronises the folder does that when another machine has saved. Nothing is saved from"
                " now on. Keep your work as a copy beside it; the copy is then offered for merging."
            ),
        ),
        State.MOVED: (
            _tr("“{name}” was moved or renamed"),
            _tr("What you did up to now is saved in it. Nothing is saved from now on: open it where it is now."),
        ),
        State.DELETED: (
            _tr("“{name}” was deleted"),
            _tr("This window still has all of it. Nothing is saved from now on until it is written again."),
        ),
        State.GONE: (
            _tr("The folder of “{name}” can’t be reached"),
            _tr("What you did up to now is saved in it. Attach the stick or the drive again to go on."),
        ),
    }[standing.state]
    return Said("warning", title.format(name=name), told)


def copies_words(offered: Sequence[Examined]) -> Said:
    """What is said of copies in conflict; of the first in full."""
    first = next((each for each in offered if each.copy.part is Part.PROJECT), offered[0])
    copy = first.copy
    made_by = _tr("{program} made it").format(program=copy.program) if copy.program else _tr("It was made")
    when = moment_words(copy.changed_at)
    told = _tr("“{name}”: {made_by} because two machines saved the project; last saved {when}.")
    hint = told.format(name=copy.path.name, made_by=made_by, when=when)
    if first.kinship is Kinship.UNKNOWN and copy.part is Part.PROJECT:
        hint += " " + _tr("It has another passphrase, or is still on its way here.")
    if first.kinship is Kinship.SAME:
        hint += " " + _steps_words(first.only_there)
    if copy.part is not Part.PROJECT:
        hint += " " + _tr("It holds no state of the project by itself, and may be deleted when all is in order.")
    if len(offered) == 1:
        return Said("merge", _tr("There is a copy of this project in conflict with it"), hint)
    title = _tr("There are {count} files in conflict with this project").format(count=len(offered))
    return Said("merge", title, hint)


def holds_nothing_new(examined: Examined) -> bool:
    """Whether all that is in a copy is in the project."""
    return examined.kinship is Kinship.SAME and not examined.only_there


def moment_words(at: datetime) -> str:
    """A moment of today by its time, another one with its day."""
    if at.date() == datetime.now().date():
        return _tr("at {time}").format(time=f"{at:%H:%M}")
    return _tr("on {day} at {time}").format(day=f"{at:%Y-%m-%d}", time=f"{at:%H:%M}")


def can_be_written(path: Path) -> bool:
    """Whether the project could be worked in where it is."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def is_there(path: Path) -> bool:
    """Whether a file is there now; not where nobody can tell."""
    try:
        return path.exists()
    except OSError:
        return False


def machine() -> str:
    """This machine’s name, as others see it."""
    return platform.node()


def _steps_words(count: int) -> str:
    if not count:
        return _tr("All that is in it is in this project, too.")
    if count == 1:
        return _tr("It has 1 step that this project hasn’t.")
    return _tr("It has {count} steps that this project hasn’t.").format(count=f"{count:,}")


def _tr(text: str) -> str:
    return QCoreApplication.translate("SharedFolder", text)
