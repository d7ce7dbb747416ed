"""The coding view: read a transcript, hear its words, and code its passages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QHelpEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QToolTip, QWidget

from interviewcoder.sources.text import Span
from interviewcoder.sources.word_edges import word_around
from interviewcoder.ui.coding_view.code_entry import CodeEntry
from interviewcoder.ui.coding_view.drag_label import drag_passage
from interviewcoder.ui.coding_view.drops import CodeDrops
from interviewcoder.ui.coding_view.following import Following
from interviewcoder.ui.coding_view.gutter import Gutter
from interviewcoder.ui.coding_view.keys import PassageKeys
from interviewcoder.ui.coding_view.margin import Margin
from interviewcoder.ui.coding_view.marks import Mark, mark_beside, marks_of
from interviewcoder.ui.coding_view.menu import PassageMenu
from interviewcoder.ui.coding_view.mouse import PassageMouse
from interviewcoder.ui.coding_view.page import Page
from interviewcoder.ui.coding_view.selection import PassageSelection
from interviewcoder.ui.coding_view.tooltips import told_about

if TYPE_CHECKING:
    from interviewcoder.coding.codes import CodeNode
    from interviewcoder.coding.segments import SegmentView
    from interviewcoder.sources.transcript import Transcript, Turn

_MOST_IN_MENU = 8
_EMPTY_MARGIN = 40


class CodingView(QWidget):
    """A transcript with its codings. All offsets are code points of the stored text.

    The view changes nothing itself: it says by signals what the person wants,
    and shows what it is given. Spans in signals are `Span`.
    """

    word_clicked = Signal(int)
    passage_selected = Signal(object)  # Span | None
    code_chosen = Signal(object, int)
    code_named = Signal(object, str)
    in_vivo_asked = Signal(object)
    recent_asked = Signal(object, int)  # 1 to 9
    code_dropped = Signal(object, int)
    segment_clicked = Signal(int)
    segment_removed = Signal(int)
    exemplar_toggled = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._transcript: Transcript | None = None
        self._recent: Sequence[CodeNode] = ()
        self._current: int | None = None
        self.page = Page(self)
        self.gutter = Gutter(self.page)
        self._margin = Margin(self.page)
        self._mouse = PassageMouse(self.page)
        self._keys = PassageKeys(self.page)
        self._selection = PassageSelection(self.page, self._mouse, self._keys)
        self._drops = CodeDrops(self.page)
        self._following = Following(self.page)
        self._entry = CodeEntry(self)
        self._empty = QLabel(self)
        self._entry_span: Span | None = None
        self._dressing = QTimer(self)
        self._set_up()
        self._connect()
        self.show_empty(self.tr("Choose a transcript to read."))

    def _set_up(self) -> None:
        self.setAccessibleName(self.tr("Coding view"))
        self.page.setAccessibleName(self.tr("Transcript"))
        self.page.viewport().setAccessibleName(self.tr("Transcript"))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setMargin(_EMPTY_MARGIN)
        self._empty.setTextFormat(Qt.TextFormat.PlainText)
        self._empty.setForegroundRole(self._empty.foregroundRole().PlaceholderText)
        self._empty.setBackgroundRole(self._empty.backgroundRole().Base)
        self._empty.setAutoFillBackground(True)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.page)
        self._stack.addWidget(self._empty)
        self.setFocusProxy(self.page)
        # A style sheet that is set anew gives each widget back the font it had: ours comes after that, once.
        self._dressing.setSingleShot(True)
        self._dressing.timeout.connect(self._take_interface_font)
        self.page.installEventFilter(self)
        self.page.viewport().installEventFilter(self)

    def _connect(self) -> None:
        self.page.moved.connect(self._on_moved)
        self.page.cursorPositionChanged.connect(self._describe_place)
        self._mouse.clicked.connect(self._on_clicked)
        self._mouse.dragged_out.connect(self._drag_out)
        self._selection.changed.connect(self._on_passage_changed)
        self._keys.name_typed.connect(self.open_entry)
        self._keys.recent_asked.connect(self._ask_recent)
        self._keys.in_vivo_asked.connect(self._ask_in_vivo)
        self._keys.removal_asked.connect(self._ask_removal)
        self._keys.copy_asked.connect(self.copy_passage)
        self._keys.next_asked.connect(self._step_to_segment)
        self._keys.let_go.connect(self._selection.clear)
        self._drops.dropped.connect(self._on_dropped)
        self._entry.chosen.connect(self._on_code_chosen)
        self._entry.named.connect(self._on_code_named)
        self.gutter.turn_clicked.connect(self._on_turn_clicked)
        self._margin.marks_clicked.connect(self._on_marks_clicked)
        self._margin.menu_asked.connect(self._open_menu_of_margin)

    # What is shown

    def show_transcript(self, transcript: Transcript, segments: Sequence[SegmentView]) -> None:
        """Show a transcript from its beginning, with its codings."""
        self._transcript = transcript
        self._set_current(None)
        self.page.show_text(transcript)
        self.gutter.show_speakers(transcript)
        self._stack.setCurrentWidget(self.page)
        self.set_segments(segments)

    def follow(self, transcript: Transcript, *, spoken_anew: bool) -> None:
        """Take over a transcript whose words the page shows already; `spoken_anew` where speakers are others."""
        self._transcript = transcript
        if spoken_anew:
            self.page.show_speakers(transcript)
        self.gutter.show_speakers(transcript)
        self._make_room()
        self._describe_place()

    def set_typing(self, typing: bool) -> None:
        """Let the text be typed into instead of coded by keys; selections are to the character then."""
        self.page.set_typing(typing)
        self.gutter.opens_menu = self._keys.typing = self._selection.typing = typing

    def set_segments(self, segments: Sequence[SegmentView]) -> None:
        """Show these codings on the transcript that is open; what stays keeps its place in the margin."""
        self.page.show_marks(marks_of(segments, self.page.text, self.page.offsets))
        self._make_room()
        if self._current is not None and self._mark(self._current) is None:
            self._set_current(None)
        self._describe_place()

    def show_empty(self, message: str) -> None:
        """Show no transcript but a sentence that says what to do."""
        self._transcript = None
        self._set_current(None)
        self.page.forget()
        self._empty.setText(message)
        self._stack.setCurrentWidget(self._empty)

    def set_codes(self, nodes: Sequence[CodeNode]) -> None:
        """Say which codes can be chosen, in the order of the tree."""
        self._entry.set_codes(nodes)

    def set_recent(self, nodes: Sequence[CodeNode]) -> None:
        """Say which codes were used last, the last one first: keys 1 to 9."""
        self._recent = nodes
        self._entry.set_recent([node.id for node in nodes])

    def set_spoken(self, span: Span | None, *, follow: bool = False) -> None:
        """Light up the word that is being played; `follow` keeps it in sight, unless a hand is on the page."""
        self.page.show_spoken(self._positions(span) if span is not None else None)
        if follow and span is not None:
            self._following.follow(*self._positions(span))

    # The passage

    def selection(self) -> Span | None:
        """Give the passage that is selected: whole words without white space around them."""
        return self._selection.span if self._transcript is not None else None

    def select(self, span: Span) -> None:
        """Select a passage, to the character, and bring it into sight."""
        self._selection.select(span)
        self.scroll_to(span)

    def scroll_to(self, span: Span) -> None:
        """Bring a passage into sight, if it isn't."""
        self.page.reveal(*self._positions(span))

    def scroll_to_one_of(self, spans: Sequence[Span]) -> None:
        """Bring the first of several passages into sight, unless one of them is."""
        first, last = self.page.visible_range()
        if spans and not any(start < last and end > first for start, end in map(self._positions, spans)):
            self.scroll_to(spans[0])

    def copy_passage(self) -> None:
        """Copy the selected words as they are stored to the clipboard."""
        span = self.selection()
        if span is not None:
            QGuiApplication.clipboard().setText(span.text_in(self.page.text))

    def open_entry(self, typed: str = "") -> None:
        """Open the pop-up to code the selected passage; `typed` is what it begins with."""
        span = self.selection()
        if span is None:
            return
        self._selection.snap()
        self._entry_span = span
        self._entry.open_at(self.page.place_on_screen(*self._positions(span)), typed)

    def _positions(self, span: Span) -> tuple[int, int]:
        return self.page.offsets.to_qt(span.start), self.page.offsets.to_qt(span.end)

    # Wishes

    def _on_code_chosen(self, code_id: int) -> None:
        if self._entry_span is not None:
            self.code_chosen.emit(self._entry_span, code_id)

    def _on_code_named(self, name: str) -> None:
        if self._entry_span is not None:
            self.code_named.emit(self._entry_span, name)

    def _on_clicked(self, position: int) -> None:
        # Who corrects puts the caret with a click; with Ctrl they play from there.
        if not self._keys.typing or QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier:
            self.word_clicked.emit(self.page.offsets.to_code_point(position))

    def _ask_recent(self, number: int) -> None:
        span = self.selection()
        if span is not None:
            self._selection.snap()
            self.recent_asked.emit(span, number)

    def _ask_in_vivo(self) -> None:
        span = self.selection()
        if span is not None:
            self._selection.snap()
            self.in_vivo_asked.emit(span)

    def _on_dropped(self, start: int, end: int, code_id: int) -> None:
        selected = self.page.selected() == (start, end)
        span = self.selection() if selected else self.page.span_of(start, end)
        if span is not None:
            self.code_dropped.emit(span, code_id)

    def _drag_out(self) -> None:
        span = self.selection()
        if span is not None:
            drag_passage(self.page, span)

    def _ask_removal(self) -> None:
        marks = self._marks_meant()
        if len(marks) == 1:
            self.segment_removed.emit(marks[0].id)
        elif marks:
            menu = PassageMenu(self)
            menu.add_removals(marks)
            menu.removal_asked.connect(self.segment_removed)
            menu.popup(self.page.viewport().mapToGlobal(self.page.cursorRect().bottomLeft()))

    def _marks_meant(self) -> list[Mark]:
        """Give the codings that Delete means: the chosen one, those just on the selection, or those at the caret."""
        current = self._mark(self._current) if self._current is not None else None
        if current is not None:
            return [current]
        span = self.selection()
        if span is None:
            return self.page.marks_at_caret()
        start, end = self._positions(span)
        around = self.page.marks_at(start)
        return [m for m in around if (m.start, m.end) == (start, end)] or [m for m in around if m.end >= end]

    # Codings one by one

    def _mark(self, segment_id: int) -> Mark | None:
        return next((mark for mark in self.page.marks if mark.id == segment_id), None)

    def _set_current(self, segment_id: int | None) -> None:
        self._current = segment_id
        self._margin.show_current(segment_id)

    def _choose_mark(self, mark: Mark) -> None:
        self._mean(mark)
        self.scroll_to(mark.segment.span)

    def _on_marks_clicked(self, marks: list[Mark]) -> None:
        ids = [mark.id for mark in marks]
        place = (ids.index(self._current) + 1) % len(ids) if self._current in ids else 0
        self._choose_mark(marks[place])
        self.page.setFocus(Qt.FocusReason.MouseFocusReason)

    def _step_to_segment(self, step: int) -> None:
        current = self._mark(self._current) if self._current is not None else None
        mark = mark_beside(list(self.page.marks), current, self.page.textCursor().position(), step)
        if mark is not None:
            self._choose_mark(mark)

    def _on_passage_changed(self, span: Span | None) -> None:
        current = self._mark(self._current) if self._current is not None else None
        if current is not None and current.segment.span != span:
            self._set_current(None)
        self.passage_selected.emit(span)

    def _on_turn_clicked(self, turn: Turn) -> None:
        if turn.span.length and not self._keys.typing:
            self._selection.select(turn.span)
            self.page.setFocus(Qt.FocusReason.MouseFocusReason)

    # Around the page

    def _on_moved(self) -> None:
        self.gutter.setGeometry(self.page.gutter_rect())
        self._margin.setGeometry(self.page.margin_rect())
        self.gutter.update()
        self._margin.update()

    def _describe_place(self) -> None:
        """Say to a screen reader whose turn the caret is in and how the place is coded."""
        at = self.page.textCursor().position()
        told = self.gutter.told_at(at)
        names = ", ".join(mark.segment.code_name for mark in self.page.marks_at(at))
        if names:
            told += "; " + self.tr("coded {codes}").format(codes=names)
        if told != self.page.accessibleDescription():
            self.page.setAccessibleDescription(told)

    def _open_menu(self, marks: Sequence[Mark], at: QPoint) -> None:
        menu = PassageMenu(self)
        menu.add_codings(marks[:_MOST_IN_MENU])
        menu.add_coding(self._recent, enabled=self.selection() is not None)
        menu.passage_asked.connect(self.choose_segment)
        menu.exemplar_asked.connect(self.exemplar_toggled)
        menu.removal_asked.connect(self.segment_removed)
        menu.entry_asked.connect(self.open_entry)
        menu.in_vivo_asked.connect(self._ask_in_vivo)
        menu.recent_asked.connect(self._ask_recent)
        menu.copy_asked.connect(self.copy_passage)
        menu.popup(at)

    def _open_menu_of_margin(self, marks: Sequence[Mark], at: QPoint) -> None:
        if marks and self._current not in [mark.id for mark in marks]:
            self._mean(marks[0])
        self._open_menu(marks, at)

    def _aim_at(self, position: int, marks: Sequence[Mark]) -> None:
        """Let a menu that opens beside the selection act on what it was opened on: a coding's passage, or a word."""
        selected = self.page.selected()
        if selected is not None and selected[0] <= position < selected[1]:
            return
        if marks:
            self._mean(marks[0])
        else:
            word = word_around(self.page.text, self.page.offsets.to_code_point(position))
            if word is not None:
                self._selection.select(Span(*word))

    def _mean(self, mark: Mark) -> None:
        """Choose a coding where it is, without scrolling to its beginning."""
        self._selection.select(mark.segment.span)
        self._set_current(mark.id)
        self._describe_place()
        self.segment_clicked.emit(mark.id)

    def choose_segment(self, segment_id: int) -> None:
        """Choose a coding and bring it into sight."""
        mark = self._mark(segment_id)
        if mark is not None:
            self._choose_mark(mark)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer for the text: tooltips over codings, our own menu, and its font."""
        if watched is self.page and event.type() == QEvent.Type.FontChange:
            self._dressing.start(0)
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self.page.position_under(QPointF(event.pos())) if watched is self.page.viewport() else None
            QToolTip.showText(event.globalPos(), told_about(self.page.marks_at(at)) if at is not None else "", self)
            return True
        if isinstance(event, QContextMenuEvent):
            by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
            on_text = watched is self.page.viewport() and not by_key
            at = self.page.position_under(QPointF(event.pos())) if on_text else None
            marks = self._marks_meant() if by_key else self.page.marks_at(at) if at is not None else []
            if at is not None:
                self._aim_at(at, marks)
            place = self.page.viewport().mapToGlobal(self.page.cursorRect().bottomLeft())
            self._open_menu(marks, place if by_key else event.globalPos())
            return True
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font of the interface."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._dressing.start(0)

    def _take_interface_font(self) -> None:
        self.page.take_interface_font()
        self._make_room()

    def _make_room(self) -> None:
        self.page.make_room_beside(gutter=self.gutter.wanted_width(), lanes=self._margin.lanes_width())
