"""The coding view: read a transcript, hear its words, and code its passages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QHelpEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QToolTip, QWidget

from interviewcoder.sources.text import Span
from interviewcoder.ui.coding_view.code_entry import CodeEntry
from interviewcoder.ui.coding_view.drag_label import drag_passage
from interviewcoder.ui.coding_view.drops import CodeDrops
from interviewcoder.ui.coding_view.edge_handles import EdgeHandles
from interviewcoder.ui.coding_view.following import Following
from interviewcoder.ui.coding_view.gutter import Gutter
from interviewcoder.ui.coding_view.keys import PassageKeys
from interviewcoder.ui.coding_view.looks import TextLooks
from interviewcoder.ui.coding_view.margin import Margin
from interviewcoder.ui.coding_view.marks import Mark, marks_of
from interviewcoder.ui.coding_view.memo_entry import MemoEntry
from interviewcoder.ui.coding_view.mouse import PassageMouse
from interviewcoder.ui.coding_view.one_coding import OneCoding
from interviewcoder.ui.coding_view.page import Page
from interviewcoder.ui.coding_view.passage_menus import PassageMenus
from interviewcoder.ui.coding_view.selection import PassageSelection
from interviewcoder.ui.coding_view.tooltips import themes_above, told_about

if TYPE_CHECKING:
    from interviewcoder.coding.codes import CodeNode
    from interviewcoder.coding.segments import SegmentView
    from interviewcoder.privacy.deidentified_text import DeidentifiedText
    from interviewcoder.sources.transcript import Transcript, Turn

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
    recoded = Signal(int, object)  # segment, code's id or new name
    all_asked = Signal()
    pseudonym_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.transcript: Transcript | None = None
        self.codes: Sequence[CodeNode] = ()
        # All codings of the source, and which of them aren't to be seen now.
        self.segments: Sequence[SegmentView] = ()
        self.hidden: Callable[[Sequence[SegmentView]], frozenset[int]] = lambda segments: frozenset()
        self.recent: Sequence[CodeNode] = ()
        # Gives id and name of the code chosen beside the text, for those who code with it.
        self.chosen_code: Callable[[], tuple[int, str] | None] = lambda: None
        # Whether codings may be made and changed; who says no says why.
        self.may_code: Callable[[], bool] = lambda: True
        self.page = Page(self)
        self.gutter = Gutter(self.page)
        self.margin = Margin(self.page)
        self._mouse = PassageMouse(self.page)
        self._keys = PassageKeys(self.page)
        self._selection = PassageSelection(self.page, self._mouse, self._keys)
        self.coding = OneCoding(self.page, self.margin, self._selection)
        self.handles = EdgeHandles(self.page, self.coding, lambda: self._keys.typing or self.page.worded is not None)
        self.menus = PassageMenus(self)
        self._drops = CodeDrops(self.page)
        self._following = Following(self.page)
        self._entry = CodeEntry(self)
        self.memo_entry = MemoEntry(self)
        self._empty = QLabel(self)
        self._entry_span: Span | None = None
        self._recoding: int | None = None
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
        self._keys.recent_asked.connect(self.ask_recent)
        self._keys.in_vivo_asked.connect(self.ask_in_vivo)
        self._keys.removal_asked.connect(self.menus.ask_removal)
        self._keys.copy_asked.connect(self.copy_passage)
        self._keys.next_asked.connect(self.coding.step)
        self._keys.edge_asked.connect(lambda at_start, step: self.coding.move_edge(at_start=at_start, step=step))
        self._keys.memo_asked.connect(self.write_memo)
        self._keys.recode_asked.connect(self.change_code)
        self._keys.let_go.connect(self._selection.clear)
        self._drops.dropped.connect(self._on_dropped)
        self._entry.chosen.connect(self._on_code_given)
        self._entry.named.connect(self._on_code_given)
        self.gutter.turn_clicked.connect(self._on_turn_clicked)
        self.margin.menu_asked.connect(self.menus.open_of_margin)
        self.margin.told_asked.connect(self._tell)
        one = self.coding
        one.chosen.connect(self.segment_clicked)
        one.chosen.connect(self._describe_place)
        one.removed.connect(self.segment_removed)
        one.exemplar_toggled.connect(self.exemplar_toggled)
        one.memo_asked.connect(self.write_memo)
        one.recode_asked.connect(self.change_code)

    # What is shown

    def show_transcript(
        self, transcript: Transcript, segments: Sequence[SegmentView], worded: DeidentifiedText | None = None
    ) -> None:
        """Show a transcript from its beginning, with its codings; `worded` in other words, to be read alone."""
        self.transcript = transcript
        self.coding.forget()
        self.page.show_text(transcript, worded)
        self.gutter.show_speakers(transcript)
        self._stack.setCurrentWidget(self.page)
        self.set_segments(segments)

    def show_looks(self, looks: TextLooks) -> None:
        """Set the text in other letters or lines, and show or hide what stands beside it."""
        self.page.show_looks(looks)
        self._make_room()

    def follow(self, transcript: Transcript, *, spoken_anew: bool) -> None:
        """Take over a transcript whose words the page shows already; `spoken_anew` where speakers are others."""
        self.transcript = transcript
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
        self.segments = segments
        self.page.show_marks(marks_of(segments, self.page.text, self.page.offsets), self.hidden(segments))
        self._make_room()
        self.coding.keep_if_there()
        self._describe_place()

    def show_empty(self, message: str) -> None:
        """Show no transcript but a sentence that says what to do."""
        self.transcript = None
        self.coding.forget()
        self.page.forget()
        self._empty.setText(message)
        self._stack.setCurrentWidget(self._empty)

    def set_codes(self, nodes: Sequence[CodeNode]) -> None:
        """Say which codes can be chosen, in the order of the tree."""
        self._entry.set_codes(nodes)
        self.codes = nodes

    def set_recent(self, nodes: Sequence[CodeNode]) -> None:
        """Say which codes were used last, the last one first: keys 1 to 9."""
        self.recent = nodes
        self._entry.set_recent([node.id for node in nodes])

    def set_spoken(self, span: Span | None, *, follow: bool = False) -> None:
        """Light up the word that is being played; `follow` keeps it in sight, unless a hand is on the page."""
        self.page.show_spoken(self._positions(span) if span is not None else None)
        if follow and span is not None:
            self._following.follow(*self._positions(span))

    # The passage

    def selection(self) -> Span | None:
        """Give the passage that is selected: whole words without white space around them."""
        return self._selection.span if self.transcript is not None else None

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
            QGuiApplication.clipboard().setText(self.page.words_of(span))

    def open_entry(self, typed: str = "") -> None:
        """Open the pop-up to code the selected passage; `typed` is what it begins with."""
        span = self.selection()
        if span is None or not self.may_code():
            return
        self._selection.snap()
        self._entry_span, self._recoding = span, None
        self._entry.open_at(self.page.place_on_screen(*self._positions(span)), typed)

    def code_turn(self) -> None:
        """Select the whole turn that the caret is in, or all that the selection touches, and open the pop-up."""
        start, end = self.page.selected() or (self.page.textCursor().position(),) * 2
        first, last = self.page.turn_at(start), self.page.turn_at(max(start, end - 1))
        if first is not None and last is not None and first.span.start < last.span.end:
            self._selection.select(Span(first.span.start, last.span.end))
            self.open_entry()

    def change_code(self) -> None:
        """Open the pop-up to give another code to the coding that is meant."""
        if (mark := self.coding.the_one_meant()) is not None and self.may_code():
            self.coding.mean(mark)
            self._recoding = mark.id
            self._entry.open_at(self.page.place_on_screen(mark.start, mark.end))

    def write_memo(self) -> None:
        """Open the pop-up for the memo of the coding that is meant."""
        if (mark := self.coding.the_one_meant()) is not None and self.may_code():
            self.coding.mean(mark)
            place = self.page.place_on_screen(mark.start, mark.end)
            self.memo_entry.open_at(place, mark.id, mark.segment.code_name, mark.segment.memo)

    def _positions(self, span: Span) -> tuple[int, int]:
        return self.page.offsets.positions(span)

    # Wishes

    def _on_code_given(self, code: int | str) -> None:
        if self._recoding is not None:
            self.recoded.emit(self._recoding, code)
        elif self._entry_span is not None:
            (self.code_chosen if isinstance(code, int) else self.code_named).emit(self._entry_span, code)

    def _on_clicked(self, position: int) -> None:
        with_control = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier)
        marks = self.page.marks_at(position) if with_control and not self._keys.typing else []
        if marks:
            self.coding.walk_on(marks)
        # Who corrects puts the caret with a click; with Ctrl they play from there.
        elif with_control or not self._keys.typing:
            self.word_clicked.emit(self.page.offsets.to_code_point(position))

    def ask_recent(self, number: int) -> None:
        """Ask for a code used lately, 1 to 9, on the selected passage."""
        span = self.selection()
        if span is not None:
            self._selection.snap()
            self.recent_asked.emit(span, number)

    def ask_in_vivo(self) -> None:
        """Ask for the selected words as their own code."""
        span = self.selection()
        if span is not None:
            self._selection.snap()
            self.in_vivo_asked.emit(span)

    def give_code(self, code_id: int) -> None:
        """Ask for a code on the selected passage."""
        span = self.selection()
        if span is not None:
            self._selection.snap()
            self.code_chosen.emit(span, code_id)

    def _on_dropped(self, start: int, end: int, code_id: int) -> None:
        selected = self.page.selected() == (start, end)
        span = self.selection() if selected else self.page.span_of(start, end)
        if span is not None:
            self.code_dropped.emit(span, code_id)

    def _drag_out(self) -> None:
        span = self.selection()
        if span is not None:
            drag_passage(self.page, span)

    # Codings one by one

    def _on_passage_changed(self, span: Span | None) -> None:
        self.coding.on_passage_changed(span)
        self.passage_selected.emit(span)

    def select_here(self, span: Span) -> None:
        """Select a passage, to the character, where it is."""
        self._selection.select(span)

    def _on_turn_clicked(self, turn: Turn) -> None:
        if turn.span.length and not self._keys.typing:
            self._selection.select(turn.span)
            self.page.setFocus(Qt.FocusReason.MouseFocusReason)

    # Around the page

    def _on_moved(self) -> None:
        self.gutter.setGeometry(self.page.gutter_rect())
        self.margin.setGeometry(self.page.margin_rect())
        self.gutter.update()
        self.margin.update()

    def _describe_place(self) -> None:
        """Say to a screen reader whose turn the caret is in and how the place is coded."""
        at = self.page.textCursor().position()
        told = self.gutter.told_at(at)
        names = ", ".join(mark.segment.code_name for mark in self.page.marks_at(at))
        if names:
            told += "; " + self.tr("coded {codes}").format(codes=names)
        if told != self.page.accessibleDescription():
            self.page.setAccessibleDescription(told)

    def choose_segment(self, segment_id: int) -> None:
        """Choose a coding and bring it into sight."""
        mark = self.coding.mark(segment_id)
        if mark is None and any(segment.id == segment_id for segment in self.segments):
            # It is out of focus: who asks for it wants to see it.
            self.all_asked.emit()
            mark = self.coding.mark(segment_id)
        if mark is not None:
            self.coding.choose(mark)

    def _tell(self, marks: Sequence[Mark], at: QPoint) -> None:
        themes = themes_above(self.codes) if marks else {}
        QToolTip.showText(at, told_about(marks, lambda code_id: themes.get(code_id, ""), self.margin.also_told), self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer for the text: tooltips over codings, our own menu, and its font."""
        if watched is self.page and event.type() == QEvent.Type.FontChange:
            self._dressing.start(0)
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self.page.position_under(QPointF(event.pos())) if watched is self.page.viewport() else None
            self._tell(self.page.marks_at(at) if at is not None else [], event.globalPos())
            return True
        if isinstance(event, QContextMenuEvent):
            by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
            on_text = watched is self.page.viewport()
            if by_key:
                self.menus.open_at_caret()
            else:
                at = self.page.position_under(QPointF(event.pos())) if on_text else None
                self.menus.open_on_text(at, event.globalPos())
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
        self.page.make_room_beside(gutter=self.gutter.wanted_width(), lanes=self.margin.lanes_width())
