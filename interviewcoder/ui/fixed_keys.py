"""Keys that are no entry of a menu and stay as they are: those of lists, of the tree, and of a selected passage."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

_NATIVE = QKeySequence.SequenceFormat.NativeText


@dataclass(frozen=True, slots=True)
class FixedKey:
    """Keys in Qt's portable words, several divided by “; ”, or a `gesture` that is no key; and what they do."""

    keys: str
    words: str
    gesture: str = ""

    def shown(self) -> str:
        """The keys as this system writes them."""
        return self.gesture or ", ".join(QKeySequence(one).toString(_NATIVE) for one in self.keys.split("; "))


def fixed_keys() -> dict[str, list[FixedKey]]:
    """All of them, by where they work."""
    return {
        _tr("With a passage selected"): [
            FixedKey("", _tr("Type a code’s name, old or new"), _tr("Letters or Enter")),
            FixedKey("", _tr("The codes used last"), "1 – 9"),
            FixedKey(".", _tr("The code used last")),
            FixedKey("Esc", _tr("Let go of the passage")),
            FixedKey("", _tr("Passage onto a code, or a code onto a passage"), _tr("Drag")),
        ],
        _tr("In the transcript"): [
            FixedKey("", _tr("Hear it"), _tr("Click a word")),
            FixedKey("Ctrl+Shift+Right; Ctrl+Shift+Left", _tr("Select by words")),
            FixedKey("Alt+Down; Alt+Up", _tr("Next and previous coding")),
            FixedKey("", _tr("Agree with the coding, query it"), "+, ?"),
            FixedKey("Del", _tr("Remove the coding")),
            FixedKey("F2", _tr("Change the code of the coding")),
            FixedKey("Shift+F2", _tr("Memo of the coding")),
            FixedKey("Alt+Shift+Right; Alt+Shift+Left", _tr("Move the end of the coding")),
            FixedKey("Ctrl+Alt+Shift+Right; Ctrl+Alt+Shift+Left", _tr("Move its beginning")),
        ],
        _tr("While correcting"): [
            FixedKey("Return", _tr("Begin a new turn")),
            FixedKey("Backspace", _tr("At the beginning of a turn: join it to the one before")),
            FixedKey("", _tr("Hear it from there"), _tr("Ctrl+click")),
            FixedKey("Esc", _tr("Leave")),
        ],
        _tr("In the tree of codes"): [
            FixedKey("Return", _tr("Give the code to the selected words")),
            FixedKey("F2", _tr("Rename")),
            FixedKey("Ins; Shift+Ins", _tr("New code beside, below")),
            FixedKey("F3; Shift+F3", _tr("Merge, split")),
            FixedKey("Alt+Up; Alt+Down", _tr("Move up and down")),
            FixedKey("Alt+Left; Alt+Right", _tr("Move out and in")),
            FixedKey("Del", _tr("Delete")),
        ],
        **_of_pages(),
        _tr("Elsewhere"): [
            FixedKey("F2; Del", _tr("Rename and delete a source")),
            FixedKey("Space; Del", _tr("In the queue: pause and take out")),
            FixedKey("Alt+Up; Alt+Down", _tr("In the queue: move up and down")),
            FixedKey("Return", _tr("In the history: go back to the step")),
            FixedKey("Esc", _tr("Close the results, or a bar")),
        ],
    }


def _of_pages() -> dict[str, list[FixedKey]]:
    return {
        _tr("On the page De-identify"): [
            FixedKey("Return; R", _tr("Replace as proposed")),
            FixedKey("A", _tr("Replace the same words everywhere")),
            FixedKey("K", _tr("Keep as it is")),
            FixedKey("E; F2", _tr("Another pseudonym or kind")),
            FixedKey("S", _tr("Skip")),
            FixedKey("Backspace", _tr("Take the last decision back")),
            FixedKey("Space", _tr("Hear the words")),
            FixedKey("F2; M; Del", _tr("In the list of pseudonyms: rename, merge, delete")),
        ],
        _tr("On the page Disagreements"): [
            FixedKey("", _tr("As the first, second … coder coded"), "1 … 9"),
            FixedKey("B; N", _tr("All that was coded holds, nothing holds")),
            FixedKey("C", _tr("What all have coded holds")),
            FixedKey("E", _tr("The selected words hold")),
            FixedKey("R", _tr("Write the reason; Return leads back")),
            FixedKey("S", _tr("Go to the next that is to be decided")),
            FixedKey("Q", _tr("Ask about the place in a comment")),
            FixedKey("T; Return", _tr("Show the place in the transcript")),
            FixedKey("Backspace", _tr("Take the last decision back")),
        ],
        _tr("Before a merge"): [
            FixedKey("Space", _tr("Take the item, or leave it out")),
            FixedKey("Ctrl+A; Ctrl+Shift+A", _tr("Take all that is shown, leave all; conflicts stay as they are")),
            FixedKey("N", _tr("Go to the next conflict")),
            FixedKey("O; T", _tr("In a conflict: keep ours, take theirs")),
            FixedKey("Ctrl+F", _tr("Show items with certain words")),
        ],
    }


def kept_by_the_text() -> dict[str, str]:
    """The keys that the transcript keeps for itself, each with what it does there."""
    of_text = [*fixed_keys()[_tr("In the transcript")], FixedKey("Ctrl+I", _tr("Code in vivo"))]
    return {key: one.words for one in of_text for key in one.keys.split("; ") if key}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Keys", text)
