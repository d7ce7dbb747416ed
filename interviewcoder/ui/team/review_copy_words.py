"""What is in a review copy and what isn't, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from interviewcoder.sources.text import shortened
from interviewcoder.ui.dialogs import parts

if TYPE_CHECKING:
    from interviewcoder.review.copy_contents import CopyContents

_NAMED, _NAME_LENGTH = 3, 28


class ContentsLabel(QFrame):
    """Two short lists: in it, and not in it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "sheet")
        self.inside, self.outside = self._list(), self._list()
        self.caution = parts.hint("", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        column.addWidget(self._title(self.tr("In it")))
        column.addWidget(self.inside)
        column.addSpacing(8)
        column.addWidget(self._title(self.tr("Not in it")))
        column.addWidget(self.outside)
        column.addStretch(1)
        column.addWidget(self.caution)

    def tell(self, contents: CopyContents | None) -> None:
        """Show what would be in a copy; None: nothing is chosen."""
        if contents is None:
            self._show(self.inside, [_tr("Nothing: tick at least one source.")])
            self._show(self.outside, [])
            self.caution.clear()
            return
        self._show(self.inside, inside(contents))
        self._show(self.outside, outside(contents))
        self.caution.setText(caution(contents))

    def _show(self, label: QLabel, sentences: Sequence[str]) -> None:
        rows = "".join(f'<p style="margin: 0 0 4px 0">{escape(each)}</p>' for each in sentences)
        label.setText(f"<qt>{rows}</qt>")
        label.setAccessibleName(" ".join(sentences))

    def _list(self) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        return label

    def _title(self, words: str) -> QLabel:
        label = QLabel(words, self)
        label.setProperty("role", "name")
        return label


def inside(contents: CopyContents) -> list[str]:
    """What the reader finds."""
    counts = contents.counts
    told = [transcripts(counts)]
    if contents.replaced:
        names = _many(contents.replaced, _tr("a pseudonym in 1 place"), _tr("pseudonyms in {count} places"))
        told[0] += _tr(", with {names}").format(names=names)
    if contents.withheld:
        words = _tr("In {names}, words whose speaker didn’t agree to quotes are withheld.")
        told.append(words.format(names=named(contents.withheld)))
    told.append(_many(counts["codes"], _tr("The codebook, 1 code"), _tr("The codebook, {count} codes")))
    told.append(codings(counts))
    for name, one, more in (
        ("memos", _tr("1 memo that isn’t private"), _tr("{count} memos that aren’t private")),
        ("comments", _tr("1 comment"), _tr("{count} comments")),
        ("versions", _tr("1 version of the codebook"), _tr("{count} versions of the codebook")),
    ):
        if counts[name]:
            told.append(_many(counts[name], one, more))
    return told


def transcripts(counts: Mapping[str, int]) -> str:
    """How many transcripts."""
    return _many(counts["sources"], _tr("1 transcript"), _tr("{count} transcripts"))


def codings(counts: Mapping[str, int]) -> str:
    """How many codings."""
    return _many(counts["codings"], _tr("1 coding"), _tr("{count} codings")) if counts["codings"] else _tr("No codings")


def outside(contents: CopyContents) -> list[str]:
    """What stays here."""
    told = [_tr("The names behind pseudonyms, the key, consent, and the history of the project")]
    told.append(
        _many(contents.recordings, _tr("The recording"), _tr("The {count} recordings"))
        if contents.recordings
        else _tr("Recordings")
    )
    if contents.private_memos:
        told.append(_many(contents.private_memos, _tr("1 private memo"), _tr("{count} private memos")))
    if contents.other_sources:
        words = _tr("{count} other sources, who speaks in them and what is said about them")
        told.append(_many(contents.other_sources, _tr("1 other source and what is said about it"), words))
    if contents.other_codings:
        told.append(_many(contents.other_codings, _tr("1 coding of others"), _tr("{count} codings of others")))
    if contents.blind_in:
        words = _tr("Codings of {names}, which is still being coded blind")
        if len(contents.blind_in) > 1:
            words = _tr("Codings of {names}, which are still being coded blind")
        told.append(words.format(names=named(contents.blind_in)))
    return told


def caution(contents: CopyContents) -> str:
    """What is to be thought of before it is made; empty where nothing is."""
    if not contents.unread:
        return ""
    words = _tr("Nobody has read {names} through for names yet: those without a pseudonym stay in the text.")
    return words.format(names=named(contents.unread))


def named(names: Sequence[str]) -> str:
    """A few names, and how many more."""
    shown = ", ".join(f"“{shortened(name, _NAME_LENGTH)}”" for name in names[:_NAMED])
    if len(names) == _NAMED + 1:
        return _tr("{names} and 1 more").format(names=shown)
    if len(names) > _NAMED:
        return _tr("{names} and {count} more").format(names=shown, count=len(names) - _NAMED)
    return shown


def _many(count: int, one: str, more: str) -> str:
    return one if count == 1 else more.format(count=f"{count:n}")


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReviewCopy", text)
