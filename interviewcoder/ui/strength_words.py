"""What is said about a passphrase while it is typed, and a suggestion of a better one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from interviewcoder.privacy import passphrase_strength
from interviewcoder.privacy.passphrase_strength import Concern, Judgement, Strength, Unit


def strength_words(passphrase: str, known: Sequence[str] = ()) -> str:
    """How strong a passphrase is, in a sentence or two; `known` is what anybody knows of the study."""
    judged = passphrase_strength.judge(passphrase, known)
    if judged.strength is Strength.NONE:
        return _tr("Nobody can recover a lost passphrase. Six random words are strong.")
    if judged.concern is not None:
        return _concern_words(judged)
    words = {
        Strength.WEAK: _tr("Weak: with the file and 100 graphics cards it is found {time}. Add words."),
        Strength.FAIR: _tr("Fair: with the file and 100 graphics cards it is found {time}."),
        Strength.STRONG: _tr("Strong, if it is no quotation: with the file and 100 graphics cards it is found {time}."),
    }
    return words[judged.strength].format(time=time_words(*judged.time))


def suggest_button(lines: Sequence[QLineEdit], parent: QWidget, *, then: Callable[[], object]) -> QPushButton:
    """A button that writes a passphrase of random words into the lines, and shows it: the person must write it down."""
    button = QPushButton(_tr("Suggest one"), parent)
    button.setAutoDefault(False)
    button.setToolTip(_tr("Six words drawn by chance. Write them down before you go on."))

    def suggest() -> None:
        suggested = passphrase_strength.suggest()
        for line in lines:
            line.setText(suggested)
        for action in lines[0].actions():
            action.setChecked(True)
        then()

    button.clicked.connect(suggest)
    return button


def _concern_words(judged: Judgement) -> str:
    if judged.concern is Concern.SHORT:
        return _tr("Too short: programs try all of that length. Six random words are strong.")
    if judged.concern is Concern.COMMON:
        return _tr("Weak: it is on the lists of passwords that are tried first.")
    return _tr("Weak: “{word}” is a name of this study, and is tried first.").format(word=judged.known)


def time_words(number: int, unit: Unit) -> str:
    """How long until a passphrase is found, as it stands in a sentence."""
    one = {
        Unit.MINUTES: _tr("in about a minute"),
        Unit.HOURS: _tr("in about an hour"),
        Unit.DAYS: _tr("in about a day"),
        Unit.MONTHS: _tr("in about a month"),
        Unit.YEARS: _tr("in about a year"),
    }
    if number == 1 and unit in one:
        return one[unit]
    words = {
        Unit.MOMENT: _tr("within a minute"),
        Unit.MINUTES: _tr("in about {number} minutes"),
        Unit.HOURS: _tr("in about {number} hours"),
        Unit.DAYS: _tr("in about {number} days"),
        Unit.MONTHS: _tr("in about {number} months"),
        Unit.YEARS: _tr("in about {number} years"),
        Unit.THOUSANDS: _tr("after thousands of years"),
        Unit.ENDLESS: _tr("after millions of years"),
    }
    return words[unit].format(number=number)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Strength", text)
