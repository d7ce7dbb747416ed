"""The text of one transcript as a page: its paragraphs, tints, and columns for gutter and margin."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from interviewcoder.sources.text import Span, normalise
from interviewcoder.ui.coding_view.columns import Columns, columns
from interviewcoder.ui.coding_view.lanes import RangeIndex, lay_out
from interviewcoder.ui.coding_view.looks import TextLooks
from interviewcoder.ui.coding_view.marks import Mark
from interviewcoder.ui.coding_view.page_geometry import PageGeometry
from interviewcoder.ui.coding_view.paragraphs import SteppingBack, dim_where, fill, set_apart
from interviewcoder.ui.coding_view.tint_painter import paint_target
from interviewcoder.ui.coding_view.tints import Inks
from interviewcoder.ui.coding_view.under_text import paint_under_text
from interviewcoder.ui.coding_view.worded import offsets_of
from interviewcoder.ui.drag_formats import passage_to_drag
from interviewcoder.ui.text_offsets import TextOffsets, shown_text

if TYPE_CHECKING:
    from interviewcoder.privacy.deidentified_text import DeidentifiedText
    from interviewcoder.sources.transcript import Transcript, Turn
    from interviewcoder.ui.coding_view.coder_signs import CoderSign

_LARGER_THAN_INTERFACE_PT = 1.0
_AIR_AROUND = 32
_READING = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
_SAMPLE = "abcdefghijklmnopqrstuvwxyz e t a o n "


class Page(QTextEdit):
    """A transcript to read and select in; it can be typed into while `set_typing` says so.

    Positions in the names of methods are Qt's. Signals: `moved` when what
    stands beside the text must be painted anew.
    """

    moved = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._interface = parent
        self.text = ""
        # Other words that are shown in the place of those that are stored, and can't be coded.
        self.worded: DeidentifiedText | None = None
        self.turns: Sequence[Turn] = ()
        self.turn_starts: list[int] = []
        self.offsets = TextOffsets("")
        self.marks: RangeIndex[Mark] = RangeIndex()
        self.lanes: Mapping[int, int] = {}
        # Who coded, by id, where it was more than one: told beside the stripes.
        self.coders: Mapping[int, CoderSign] = {}
        self.inks = Inks(self.palette())
        self.geometry_of_text = PageGeometry(self.document())
        self.columns = Columns(0, 0, 0, 0, 0)
        # While it is corrected: the words, among the given positions, that should be heard again.
        self.unsure: Callable[[int, int], Iterable[tuple[int, int]]] = lambda start, end: ()
        # What a search found among the given positions.
        self.found: Callable[[int, int], Iterable[tuple[int, int]]] = lambda start, end: ()
        # Among the given positions, the words that a pseudonym replaces, or those that it put there.
        self.replaced: Callable[[int, int], Iterable[tuple[int, int]]] = lambda start, end: ()
        # Paints under the words, in coordinates of the page, what reaches into a part of it.
        self.under_text: Callable[[QPainter, QRectF], None] = lambda painter, rect: None
        # Paints above the text, in coordinates of the viewport.
        self.over_text: Callable[[QPainter], None] = lambda painter: None
        self.looks = TextLooks()
        self._stepping = SteppingBack()
        # Of each turn whether it steps back.
        self._who_speaks: list[bool] = []
        # Also of codings that were taken off: should they come back, they find their place again.
        self._lanes_had: dict[int, int] = {}
        self._beside: tuple[int, int] = (0, 0)
        self._spoken: tuple[int, int] | None = None
        self._target: tuple[int, int] | None = None
        # Where the reader was before the letters changed, until they are as they should be.
        self._place: tuple[int, float] | None = None
        self._set_up()

    def _set_up(self) -> None:
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(_READING)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().valueChanged.connect(self.moved)
        self.setFont(self._wanted_font())
        self._place = None

    # What is shown

    def show_text(self, transcript: Transcript, worded: DeidentifiedText | None = None) -> None:
        """Put a transcript on the page, at its beginning; `worded` shows other words than those stored."""
        self._hold(transcript, worded)
        self._forget_marks()
        self._lay_text()

    def take_over(self, transcript: Transcript, *, reworded: bool = True) -> None:
        """Take over a transcript whose words the document shows already; `reworded` where others stood there."""
        before = self._who_speaks
        self._hold(transcript)
        self._spoken = self._target = None
        if reworded or before != self._who_speaks:
            self.dim_paragraphs(0, self._length)
        self.viewport().update()
        self.moved.emit()

    def set_typing(self, typing: bool) -> None:
        """Let the text be typed into, or only be read."""
        self.setReadOnly(not typing)
        self.setUndoRedoEnabled(typing)
        if not typing:
            self.setTextInteractionFlags(_READING)

    def _hold(self, transcript: Transcript, worded: DeidentifiedText | None = None) -> None:
        self.text, self.worded = transcript.text, worded
        self._take_turns(transcript)
        self.offsets = offsets_of(transcript.text, worded)
        self.turn_starts = [self.offsets.to_qt(turn.span.start) for turn in transcript.turns]

    def _take_turns(self, transcript: Transcript) -> None:
        self.turns = transcript.turns
        self._stepping.interviewers = frozenset(one.id for one in transcript.speakers if one.interviewer)
        self._who_speaks = [self._stepping.does(turn) for turn in transcript.turns]

    def forget(self) -> None:
        """Hold no words any longer: a closed study leaves none behind in the window."""
        self.text, self.worded, self.turns, self.turn_starts = "", None, (), []
        self.offsets = TextOffsets("")
        self._forget_marks()
        self.clear()

    def _forget_marks(self) -> None:
        self.marks, self.lanes, self._lanes_had = RangeIndex(), {}, {}
        self._spoken = self._target = None

    def show_speakers(self, transcript: Transcript) -> None:
        """Take over who speaks the turns of the same text; it stays where it is."""
        self._take_turns(transcript)
        self.dim_paragraphs(0, self._length)
        self.document().markContentsDirty(0, self._length)
        self.moved.emit()

    def show_marks(self, marks: Sequence[Mark], hidden: AbstractSet[int] = frozenset()) -> None:
        """Put codings on the page; those that were there before keep their lanes, and `hidden` ones theirs."""
        self.lanes = lay_out((mark.room for mark in marks), self._lanes_had)
        self._lanes_had.update(self.lanes)
        self.marks = RangeIndex([mark for mark in marks if mark.id not in hidden] if hidden else marks)
        self.viewport().update()
        self.moved.emit()

    @property
    def spoken(self) -> tuple[int, int] | None:
        """The word that is lit up, in positions."""
        return self._spoken

    def show_spoken(self, stretch: tuple[int, int] | None) -> None:
        """Light up the word that is being played, given in positions."""
        self._spoken = self._repaint_over(self._spoken, stretch)

    def show_target(self, stretch: tuple[int, int] | None) -> None:
        """Outline what a dragged code would be put on, given in positions."""
        self._target = self._repaint_over(self._target, stretch)

    def _repaint_over(self, old: tuple[int, int] | None, new: tuple[int, int] | None) -> tuple[int, int] | None:
        if old != new:
            for stretch in (old, new):
                if stretch is not None:
                    for rect in self.rects(*stretch):
                        self.viewport().update(rect.adjusted(-4, -4, 4, 6).toAlignedRect())
        return new

    def _lay_text(self) -> None:
        self.clear()
        height, words = QFontMetricsF(self.font()).height(), shown_text(self.worded.text if self.worded else self.text)
        fill(self.document(), words, height, self.looks.leading, lambda: self.dim_paragraphs(0, self._length))
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.moved.emit()

    @property
    def _length(self) -> int:
        return self.document().characterCount()

    def dim_paragraphs(self, start: int, end: int, *, anew: bool = False) -> None:
        """Let the interviewer's turns step back, in the paragraphs that reach into a range."""
        dim_where(self.document(), start, end, self._steps_back, self.inks.dim, anew=anew)

    def _steps_back(self, position: int) -> bool:
        turn = self.turn_at(position)
        return turn is not None and self._stepping.does(turn)

    def let_step_back(self, all_but: AbstractSet[int] | None) -> None:
        """Let the turns of all but some speakers step back; None: those of interviewers alone, if that is wanted."""
        stepping, dims = self._stepping, self.looks.interviewers_dimmed
        if (stepping.all_but, stepping.dims_interviewers) != (all_but, dims):
            stepping.all_but, stepping.dims_interviewers = all_but, dims
            self._who_speaks = [stepping.does(turn) for turn in self.turns]
            self.dim_paragraphs(0, self._length)
            self.document().markContentsDirty(0, self._length)

    def turn_at(self, position: int) -> Turn | None:
        """Give the turn that a position is in."""
        place = bisect_right(self.turn_starts, position) - 1
        return self.turns[place] if place >= 0 else None

    # Columns

    def make_room_beside(self, *, gutter: int, lanes: int) -> None:
        """Say how wide the gutter and the stripes are; the text and the names share the rest."""
        if (gutter, lanes) != self._beside:
            self._beside = gutter, lanes
            self._arrange()

    def _arrange(self) -> None:
        available = self.width() - self.verticalScrollBar().sizeHint().width()
        character = QFontMetricsF(self.font()).horizontalAdvance(_SAMPLE) / len(_SAMPLE)
        gutter, lanes = self._beside
        fresh = columns(available, character=character, gutter=gutter, lanes=lanes)
        if fresh != self.columns:
            self.columns = fresh
            left = fresh.lead + fresh.gutter
            self.setViewportMargins(left, 0, max(0, available - left - fresh.text), 0)
        self.moved.emit()

    def gutter_rect(self) -> QRect:
        """Give the place for the gutter, in coordinates of this widget."""
        viewport = self.viewport().geometry()
        return QRect(0, viewport.top(), viewport.left(), viewport.height())

    def margin_rect(self) -> QRect:
        """Give the place for the margin, in coordinates of this widget."""
        viewport = self.viewport().geometry()
        right = self.width() - (self.verticalScrollBar().width() if self.verticalScrollBar().isVisible() else 0)
        return QRect(viewport.right() + 1, viewport.top(), right - viewport.right() - 1, viewport.height())

    def event(self, event: QEvent) -> bool:
        """Share out a new width before Qt wraps the text to it, and keep the first line where it was."""
        if event.type() != QEvent.Type.Resize:
            return super().event(event)
        at, offset = self._first_in_sight()
        self._arrange()
        done = super().event(event)
        if at > 0:
            self.verticalScrollBar().setValue(round(self.geometry_of_text.top_of(at) - offset))
        self.moved.emit()
        return done

    def _first_in_sight(self) -> tuple[int, float]:
        top = self.scrolled
        at = self.geometry_of_text.position_at(QPointF(0, top)) if top > 0 else 0
        return at, self.geometry_of_text.top_of(at) - top

    # Where things are

    @property
    def scrolled(self) -> int:
        """How far the page is scrolled, in pixels."""
        return self.verticalScrollBar().value()

    def visible_range(self, *, beyond: float = 0.0) -> tuple[int, int]:
        """Give the positions in sight, and those up to `beyond` heights of the window above and below."""
        height = self.viewport().height()
        top = self.scrolled - beyond * height
        return self.geometry_of_text.range_between(max(0.0, top), self.scrolled + height * (1 + beyond))

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Give the rectangles of a range's words, in coordinates of the viewport."""
        return [rect.translated(0, -self.scrolled) for rect in self.geometry_of_text.rects(start, end)]

    def place_on_screen(self, start: int, end: int) -> QRect:
        """Give the part of a range that is in sight, as a place on the screen; the caret's where none is."""
        seen = self.viewport().rect()
        place = QRect()
        for rect in self.rects(start, end):
            place = place.united(rect.toAlignedRect().intersected(seen))
        if place.isEmpty():
            place = self.cursorRect().intersected(seen)
        return QRect(self.viewport().mapToGlobal(place.topLeft()), place.size())

    def position_under(self, point: QPointF) -> int | None:
        """Give the position of the character under a point of the viewport; None beside the text."""
        return self.geometry_of_text.word_position_at(point + QPointF(0, self.scrolled))

    def marks_at(self, position: int) -> list[Mark]:
        """Give the codings on a character, the narrowest first."""
        return sorted(self.marks.touching(position, position + 1), key=lambda mark: (mark.end - mark.start, mark.id))

    def marks_at_caret(self) -> list[Mark]:
        """Give the codings on the character behind the caret, else on the one before it."""
        at = self.textCursor().position()
        return self.marks_at(at) or (self.marks_at(at - 1) if at else [])

    # Selecting

    def selected(self) -> tuple[int, int] | None:
        """Give the positions of what is selected, as it stands."""
        cursor = self.textCursor()
        return (cursor.selectionStart(), cursor.selectionEnd()) if cursor.hasSelection() else None

    def select_positions(self, start: int, end: int, *, caret_first: bool = False) -> None:
        """Select a range; the caret stands at its end, or at its start."""
        cursor = self.textCursor()
        cursor.setPosition(end if caret_first else start)
        cursor.setPosition(start if caret_first else end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def span_of(self, start: int, end: int) -> Span:
        """Give a range of positions in code points."""
        return self.offsets.span(start, end)

    def words_of(self, span: Span) -> str:
        """Give a passage's words: as they are stored, or as they are shown in their place."""
        return self.worded.span(span).text_in(self.worded.text) if self.worded else span.text_in(self.text)

    def reveal(self, start: int, end: int) -> None:
        """Scroll until a range is in sight with some air around it, if it isn't already."""
        top, bottom = self.geometry_of_text.extent(start, end)
        height = self.viewport().height()
        air = min(_AIR_AROUND, height / 8)
        if top - air < self.scrolled or min(bottom, top + height / 2) + air > self.scrolled + height:
            self.verticalScrollBar().setValue(round(top - height / 4))

    # Qt's

    def createMimeDataFromSelection(self) -> QMimeData:
        """Hand out a place, never words: also on X11, where selecting alone makes text public."""
        stretch = self.selected()
        return passage_to_drag(self.span_of(*stretch)) if stretch else QMimeData()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take words alone of what is pasted."""
        self.textCursor().insertText(shown_text(normalise(source.text())))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint tints, then the text above them."""
        paint_under_text(self, event.rect())
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        self.over_text(painter)
        if self._target is not None:
            paint_target(painter, self.rects(*self._target), self.inks)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme; keep in mind where the reader is when the letters change."""
        if event.type() == QEvent.Type.FontChange and self._place is None:
            self._place = self._first_in_sight()
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.inks = Inks(self.palette())
            self.dim_paragraphs(0, self._length, anew=True)
            self.document().markContentsDirty(0, self._length)
            self.moved.emit()

    def take_interface_font(self) -> None:
        """Set the text a little larger than the interface around it; what is read and selected stays in place."""
        if self._wanted_font() != self.font():
            self._set_anew()
        self._place = None

    def show_looks(self, looks: TextLooks) -> None:
        """Set the text in other letters or lines; what is read and selected stays in place."""
        before, self.looks = self.looks, looks
        self.let_step_back(self._stepping.all_but)
        if self._wanted_font() != self.font() or before.leading != looks.leading:
            self._set_anew()

    def _set_anew(self) -> None:
        at, offset = self._place or self._first_in_sight()
        self._place = at, offset
        self.setFont(self._wanted_font())
        # The words stay where they are, with the caret and with what is typed and not stored yet.
        set_apart(self.document(), QFontMetricsF(self.font()).height(), self.looks.leading)
        self._arrange()
        self.verticalScrollBar().setValue(round(self.geometry_of_text.top_of(at) - offset) if at > 0 else 0)
        self._place = None

    def _wanted_font(self) -> QFont:
        return self.looks.font_from(self._interface.font(), _LARGER_THAN_INTERFACE_PT)
