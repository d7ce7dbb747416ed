"""Say once that a project lies where others may copy it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewcoder.privacy import storage_audit
from interviewcoder.project.preferences import keep, preference
from interviewcoder.ui.privacy import storage_words

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.ui.prompts import Prompts

_SAID = "storage.said"


def warn_of_place(project: Project, prompts: Prompts) -> None:
    """Warn of a synchronised folder, a network drive or a removable disk: once for a project and its place."""
    if project.is_view:
        return
    concern = storage_audit.concern_of(project.path)
    # A virtual machine's shared folder is how many containers keep all their files: the list of places says so.
    if concern is None or concern.danger == "host":
        return
    place = f"{concern.danger} {concern.place}"
    if preference(project, _SAID) == place:
        return
    title, message = storage_words.concern_words(concern, encrypted=project.encrypted)
    prompts.show_note(title, message)
    prompts.attempt(lambda: keep(project, _SAID, place))
