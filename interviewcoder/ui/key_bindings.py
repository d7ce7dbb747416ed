"""The keys of the window, as a person has set them: those of the menus, and those that work on a transcript.

Each thing to do has a name, words for people, and keys that it has until
somebody sets others. A foot pedal that sends keys is a keyboard: what its
pedals send is set like any other key.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from shiboken6 import isValid

SPEAKER_KEYS = 9

_PORTABLE = QKeySequence.SequenceFormat.PortableText
_NATIVE = QKeySequence.SequenceFormat.NativeText


@dataclass(frozen=True, slots=True)
class KeyAction:
    """Something that keys do. `default` are its first keys in Qt's portable words, several divided by “; ”."""

    id: str
    label: str
    default: str
    group: str


class KeyBindings(QObject):
    """What keys do, as the settings have it.

    `overrides` holds what a person changed, by action; it is written to in
    place, so that saving the settings saves the keys. `changed` tells of it.
    The entries of the menus come in by `take`; Qt listens for their keys.
    """

    changed = Signal()

    def __init__(self, overrides: dict[str, str] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._overrides = overrides if overrides is not None else {}
        self.actions = (*self._playing(), *self._checking(), *self._writing(), *self._speakers())
        self._working = self.actions
        self._by_id = {action.id: action for action in self.actions}
        self._by_key: dict[str, str] = {}
        self._bound: list[tuple[QAction, str]] = []
        self._index()

    def take(self, actions: Iterable[KeyAction]) -> None:
        """Take over the entries of the menus; they stand before what is there, as menus do."""
        known = [action for action in actions if action.id not in self._by_id]
        self.actions = (*known, *self.actions)
        self._by_id = {action.id: action for action in self.actions}

    def draft(self) -> KeyBindings:
        """Give a copy to try things with; nothing follows it."""
        copied = KeyBindings({action.id: text_of(self.sequences(action.id)) for action in self.actions})
        copied.take(action for action in self.actions if action not in self._working)
        return copied

    def action(self, action_id: str) -> KeyAction:
        """One of `actions` by its id."""
        return self._by_id[action_id]

    def sequences(self, action_id: str) -> list[QKeySequence]:
        """All keys of an action, the foremost first; none where a person took them off."""
        if action_id in self._overrides:
            return sequences_of(self._overrides[action_id])
        # What somebody chose holds against a first key that came with a later version.
        claimed = {text_of([one]) for chosen in self._overrides.values() for one in sequences_of(chosen)}
        return [one for one in sequences_of(self._by_id[action_id].default) if text_of([one]) not in claimed]

    def sequence(self, action_id: str) -> QKeySequence:
        """The foremost key of an action; empty where it has none."""
        return next(iter(self.sequences(action_id)), QKeySequence())

    def words(self, action_id: str) -> str:
        """The foremost key as this system writes it, for tooltips and lists; empty where there is none."""
        return self.sequence(action_id).toString(_NATIVE)

    def matches(self, event: QKeyEvent) -> str | None:
        """The id of the action on a transcript or its recording that a pressed key stands for."""
        # A key of the number pad is the key it says.
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        pressed = QKeySequence(QKeyCombination(modifiers, Qt.Key(event.key())))
        return self._by_key.get(pressed.toString(_PORTABLE))

    def set_sequences(self, action_id: str, sequences: Iterable[QKeySequence]) -> None:
        """Give an action these keys alone; what another action has of them it loses."""
        self.set_all({action_id: list(sequences)})

    def set_all(self, chosen: dict[str, list[QKeySequence]]) -> None:
        """Give several actions their keys at once; `changed` is said once."""
        taken = {text_of([one]) for sequences in chosen.values() for one in sequences}
        for action in self.actions:
            if action.id in chosen:
                self._override(action, chosen[action.id])
            elif any(text_of([one]) in taken for one in self.sequences(action.id)):
                self._override(action, [one for one in self.sequences(action.id) if text_of([one]) not in taken])
        self._tell()

    def reset(self) -> None:
        """Give every action the keys that it had at first."""
        self._overrides.clear()
        self._tell()

    def bind(self, action: QAction, action_id: str) -> None:
        """Let an action of a menu or button follow its keys from now on."""

        action.setShortcuts(self.sequences(action_id))
        self._bound.append((action, action_id))

    def _override(self, action: KeyAction, sequences: list[QKeySequence]) -> None:
        written = text_of(sequences)
        if written == text_of(sequences_of(action.default)):
            self._overrides.pop(action.id, None)
        else:
            self._overrides[action.id] = written

    def _tell(self) -> None:
        self._index()
        # A window that was closed took its menus along.
        self._bound = [(action, action_id) for action, action_id in self._bound if isValid(action)]
        for action, action_id in self._bound:
            action.setShortcuts(self.sequences(action_id))
        self.changed.emit()

    def _index(self) -> None:
        self._by_key = {text_of([one]): action.id for action in self._working for one in self.sequences(action.id)}

    def _playing(self) -> list[KeyAction]:
        group = self.tr("Listening")
        return [
            KeyAction("play", self.tr("Play or pause"), "F4; Ctrl+Space", group),
            KeyAction("back", self.tr("Back 5 seconds"), "Shift+F4", group),
            KeyAction("forward", self.tr("Forward 5 seconds"), "Shift+F5", group),
            KeyAction("slower", self.tr("Slower"), "F6", group),
            KeyAction("faster", self.tr("Faster"), "F7", group),
            KeyAction("normal_speed", self.tr("As fast as it was spoken"), "Shift+F6", group),
            KeyAction("loop", self.tr("Loop the passage, or end the loop"), "F12", group),
        ]

    def _checking(self) -> list[KeyAction]:
        group = self.tr("Checking")
        return [
            KeyAction("next_doubt", self.tr("Next doubtful place"), "F9", group),
            KeyAction("previous_doubt", self.tr("Previous doubtful place"), "Shift+F9", group),
            KeyAction("confirm", self.tr("Confirm the place and go to the next"), "F8", group),
            KeyAction("verified", self.tr("Checked against the recording up to here"), "Shift+F8", group),
        ]

    def _writing(self) -> list[KeyAction]:
        group = self.tr("Writing")
        return [
            KeyAction("time_mark", self.tr("Write a time mark"), "F5", group),
            KeyAction("inaudible", self.tr("Write “inaudible” with its time"), "Ctrl+Shift+I", group),
            KeyAction("split_turn", self.tr("Begin a new turn here"), "Ctrl+Shift+Return", group),
            KeyAction("join_turn", self.tr("Join the turn to the one before"), "Ctrl+J", group),
            KeyAction("next_turn", self.tr("Next turn"), "Ctrl+Down", group),
            KeyAction("previous_turn", self.tr("Previous turn"), "Ctrl+Up", group),
        ]

    def _speakers(self) -> list[KeyAction]:
        group = self.tr("Speakers")
        words = self.tr("This turn is speaker {number}’s")
        numbers = range(1, SPEAKER_KEYS + 1)
        return [
            *(KeyAction(f"speaker_{n}", words.format(number=n), f"Ctrl+{n}", group) for n in numbers),
            KeyAction("swap_speakers", self.tr("Swap two speakers"), "Ctrl+Shift+S", group),
        ]


def sequences_of(written: str) -> list[QKeySequence]:
    """Read keys from settings; what is no key is passed over."""
    found = (QKeySequence.fromString(part, _PORTABLE) for part in written.split("; "))
    # An unknown word is read as a key without a name.
    return [one for one in found if not one.isEmpty() and _first(one).key() != Qt.Key.Key_unknown]


def text_of(sequences: Iterable[QKeySequence]) -> str:
    """Write keys as settings hold them."""
    return "; ".join(sequence.toString(_PORTABLE) for sequence in sequences)


def types_text(sequence: QKeySequence) -> bool:
    """Whether a key writes or edits in a text field, so that it can't be had for anything else there."""
    pressed = _first(sequence)
    if pressed.keyboardModifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
        return False
    return pressed.key() < Qt.Key.Key_Escape or pressed.key() in _EDITING


def _first(sequence: QKeySequence) -> QKeyCombination:
    first: QKeyCombination = sequence[0]  # type: ignore[index]  # the stub forgets that there is one
    return first


_EDITING = {
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_Left,
    Qt.Key.Key_Up,
    Qt.Key.Key_Right,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
}
