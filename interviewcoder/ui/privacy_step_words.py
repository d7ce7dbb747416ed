"""Sentences of the steps about pseudonyms, consent and retention; see `step_words`."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def privacy_sentences() -> dict[str, tuple[str, ...]]:
    """Of each label the ways to say it, fullest first. None holds a word that a pseudonym stands for."""
    return {**_pseudonyms(), **_agreements()}


def _pseudonyms() -> dict[str, tuple[str, ...]]:
    return {
        "Add pseudonym": (_tr("Added the pseudonym {name}"),),
        "Add sample pseudonyms": (_tr("Replaced names by {many} pseudonyms of the sample study"),),
        "Rename pseudonym": (_tr("Renamed the pseudonym {before} to {after}"),),
        "Describe pseudonym": (_tr("Described the pseudonym {name}"),),
        "Delete pseudonym": (
            _tr("Deleted the pseudonym {name} from {many} places"),
            _tr("Deleted the pseudonym {name}"),
        ),
        "Merge pseudonyms": (_tr("Merged the pseudonym {name} into {into}"),),
        "Replace identifiers": (
            _tr("Replaced words in {many} places by {name} in {source}"),
            _tr("Replaced words by {name} in {source}"),
        ),
        "Keep words as they are": (
            _tr("Let words in {many} places stay as they are in {source}"),
            _tr("Let words stay as they are in {source}"),
        ),
        "Take decisions back": (
            _tr("Took {many} decisions about identifiers back in {source}"),
            _tr("Took a decision about an identifier back in {source}"),
        ),
        "Mark as read for identifiers": (_tr("Read {source} through for identifiers"),),
        "Mark as unread for identifiers": (_tr("{source} has still to be read through for identifiers"),),
    }


def _agreements() -> dict[str, tuple[str, ...]]:
    return {}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Steps", text)
