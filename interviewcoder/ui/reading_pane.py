"""The middle of the window: a source's transcript to read and code, or what is missing for that."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from interviewcoder.cases import attributes, cases
from interviewcoder.coding import codes, recent_codes, segments
from interviewcoder.sources import catalogue
from interviewcoder.ui.coding_view.focus_bar import FocusBar
from interviewcoder.ui.coding_view.view import CodingView
from interviewcoder.ui.coding_view.worded import show_in_place, shown_caret, shown_in, with_speakers
from interviewcoder.ui.find_bar import FindBar
from interviewcoder.ui.find_page.marks import mark
from interviewcoder.ui.missing_page import MissingPage
from interviewcoder.ui.source_header import SourceHeader
from interviewcoder.ui.spare_memory import SpareMemory
from interviewcoder.ui.transcript_editor.correct_bar import CorrectBar
from interviewcoder.ui.transcript_editor.editor import TranscriptEditor
from interviewcoder.ui.transcript_editor.replace_bar import ReplaceBar
from interviewcoder.ui.wording import clock_words, language_name

if TYPE_CHECKING:
    from interviewcoder.privacy.deidentified_text import DeidentifiedText
    from interviewcoder.project.changes import Changes
    from interviewcoder.project.file import Project
    from interviewcoder.sources.catalogue import SourceView
    from interviewcoder.sources.text import Span
    from interviewcoder.sources.transcript import Transcript
    from interviewcoder.ui.key_bindings import KeyBindings
    from interviewcoder.ui.project_signals import ProjectSignals
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.transcription_queue import TranscriptionQueue

# More would crowd out the name; all are in the participants' table.
_ATTRIBUTES_SHOWN = 2


class ReadingPane(QWidget):
    """Shows one source and codes its passages.

    Ids in signals are of sources; `time_asked` is a moment of the recording in
    ms; `told` is a sentence for the status strip.
    """

    time_asked = Signal(int)
    transcribe_asked = Signal(list)
    speakers_asked = Signal(int)
    add_asked = Signal()
    passage_changed = Signal(bool)
    told = Signal(str)

    def __init__(
        self,
        project: Project,
        signals: ProjectSignals,
        queue: TranscriptionQueue,
        prompts: Prompts,
        model: str,
        keys: KeyBindings,
    ) -> None:
        super().__init__()
        self._project, self._signals, self._queue, self._prompts = project, signals, queue, prompts
        self.source: SourceView | None = None
        self._codes: list[codes.CodeNode] = []
        self._transcript: Transcript | None = None
        self._codings: list[segments.SegmentView] = []
        self._chosen_segment: int | None = None
        # What a source is shown as in the place of its text, and how names are said that stand around it.
        self.worded: Callable[[int], DeidentifiedText | None] = lambda source_id: None
        self.said: Callable[[str], str] = lambda words: words
        self._spare = SpareMemory(self)
        self.header = SourceHeader(self)
        self.focus_bar = FocusBar(self)
        self.find_bar = FindBar(self)
        self.view = CodingView(self)
        self.editor = TranscriptEditor(project, self.view, prompts, keys, self)
        self._correct_bar = CorrectBar(keys, self)
        self._correct_bar.hide()
        self.replace_bar = ReplaceBar(project, self.view, self.editor, self.find_bar, prompts)
        self.missing = MissingPage(project, queue, prompts, model, self)
        self._pages = QStackedWidget(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._pages.addWidget(self.view)
        self._pages.addWidget(self.missing)
        for part in (self.header, self.focus_bar, self._correct_bar, self.find_bar, self.replace_bar, self._pages):
            column.addWidget(part, 1 if part is self._pages else 0)
        self._connect(signals)
        self._read_codes()
        self.show_source(None)

    def _connect(self, signals: ProjectSignals) -> None:
        signals.changed.connect(self._on_changed)
        self._queue.changed.connect(self._on_queue)
        self._queue.progressed.connect(lambda *_: self._on_queue())
        self.missing.add_asked.connect(self.add_asked)
        self.missing.transcribe_asked.connect(self.transcribe_asked)
        self.header.speakers_asked.connect(self.ask_speakers)
        self.header.correct_toggled.connect(self.editor.set_active)
        self.editor.toggled.connect(self._on_correcting)
        self.editor.told.connect(self.told)
        self.editor.time_asked.connect(self.time_asked)
        self._correct_bar.done_asked.connect(lambda: self.editor.set_active(False))
        self._correct_bar.unsure_toggled.connect(self.editor.set_marks_unsure)
        self.find_bar.found.connect(lambda span: self.view.select(self._stored(span)))
        self.find_bar.marked.connect(lambda spans: mark(self.view.page, list(map(self._stored, spans))))
        self.find_bar.place = lambda: shown_caret(self.view)
        self.find_bar.closed.connect(self.view.setFocus)
        self.replace_bar.source_id = lambda: self.source.id if self.source is not None else None
        self.replace_bar.told.connect(self.told)
        view = self.view
        view.word_clicked.connect(self._on_word_clicked)
        view.passage_selected.connect(self._on_passage)
        view.code_chosen.connect(self.code_passage)
        view.code_dropped.connect(self.code_passage)
        view.code_named.connect(self._on_code_named)
        view.in_vivo_asked.connect(self._on_in_vivo)
        view.recent_asked.connect(self._on_recent)
        view.segment_clicked.connect(self._on_segment_clicked)
        view.segment_removed.connect(self._remove)
        view.exemplar_toggled.connect(self._toggle_exemplar)

    # What is shown

    def show_source(self, source_id: int | None) -> bool:
        """Show a source from its beginning, or None; False where what was typed in the last one can't be stored."""
        if self.editor.active and self.source is not None and self.source.id == source_id:
            # The list of sources was made anew: nobody is thrown out of what they are correcting for that.
            return True
        if not self.editor.set_active(False):
            return False
        self.source = self._find(source_id)
        self._transcript, self._chosen_segment = None, None
        self.find_bar.hide()
        self._show()
        self._spare.give_back_soon()
        return True

    def show_moment(self, position_ms: int, *, follow: bool = False) -> None:
        """Light up the word that is said at a moment; `follow` keeps it in sight."""
        word = self._transcript.words.at_time(position_ms) if self._transcript else None
        self.view.set_spoken(self.editor.now(word.span) if word else None, follow=follow)

    def go_to_segment(self, segment_id: int) -> None:
        """Bring a coding of the shown source into sight and choose it, also one that has no words left."""
        self.view.choose_segment(segment_id)

    def show_segments(self, ids: AbstractSet[int]) -> None:
        """Bring codings of the shown source into sight, unless one of them is."""
        if self.source is not None and self._transcript is not None:
            self.view.scroll_to_one_of([segment.span for segment in self._codings if segment.id in ids])

    def _read_codings(self, source_id: int) -> list[segments.SegmentView]:
        self._codings = segments.in_source(self._project, source_id)
        return self._codings

    def _find(self, source_id: int | None) -> SourceView | None:
        return None if source_id is None else catalogue.by_id(self._project, source_id)

    def _show(self) -> None:
        source = self.source
        self.header.setVisible(source is not None)
        has_page = source is not None and self._has_page(source)
        self.header.show_text_buttons(has_page)
        if source is not None and has_page:
            self._show_transcript(source.id)
        else:
            self._transcript = None
            self.editor.show_transcript(None)
            self.focus_bar.hide()
            self.missing.show_source(source)
            self._pages.setCurrentWidget(self.missing)
            self.passage_changed.emit(False)
        self._show_header()

    def _has_page(self, source: SourceView) -> bool:
        """Whether there is a text, or somebody who corrects it has taken all of it out so far."""
        if source.has_text or not self.editor.active:
            return source.has_text
        return bool(self._signals.transcript_of(source.id).turns)

    def _show_transcript(self, source_id: int) -> None:
        shown = self._transcript
        # Others' changes come while one types, too.
        self.editor.save_pending()
        self._transcript = self._signals.transcript_of(source_id)
        worded = self.worded(source_id)
        if shown is not None and (worded is not None or self.view.page.worded is not None):
            show_in_place(self.view, with_speakers(self._transcript, self.said), self._read_codings(source_id), worded)
            self.editor.show_transcript(self._transcript)
            self.find_bar.set_text(worded.text if worded is not None else self._transcript.text)
            return
        if shown is not None:
            # Words or speakers have changed: nobody loses their place for that.
            self.editor.follow(self._transcript)
            self.view.follow(self._transcript, spoken_anew=shown.text == self._transcript.text)
            self.view.set_segments(self._read_codings(source_id))
            self.find_bar.set_text(self._transcript.text)
            return
        self.editor.show_transcript(self._transcript)
        self.view.show_transcript(with_speakers(self._transcript, self.said), self._read_codings(source_id), worded)
        self.find_bar.set_text(worded.text if worded is not None else self._transcript.text)
        self._pages.setCurrentWidget(self.view)
        self.passage_changed.emit(False)

    def show_anew(self) -> None:
        """Show the source that is open once more, in what are its words now; what is read stays in place."""
        self._show()

    def _stored(self, span: Span) -> Span:
        """What is stored in the place of a passage of the text that is shown."""
        return shown_in(self.view.page.offsets, span)

    def _show_header(self) -> None:
        source = self.source
        if source is None:
            return
        first = [attribute.id for attribute in attributes.listing(self._project)][:_ATTRIBUTES_SHOWN]
        whose = []
        for case in cases.listing(self._project):
            if case.id in source.case_ids:
                label = [] if case.name == source.name else [case.name]
                whose.append(", ".join([*label, *(case.values[id_] for id_ in first if id_ in case.values)]))
        facts = ["; ".join(whose), language_name(source.language)]
        if source.duration_ms is not None:
            facts.append(clock_words(source.duration_ms))
        told = self.said(" · ".join(filter(None, facts)))
        self.header.show_source(self.said(source.name), told, self._words_of_speakers())

    def _words_of_speakers(self) -> str:
        speakers = self._transcript.speakers if self._transcript else ()
        if not speakers:
            return self.tr("Participant…")
        if not any(speaker.interviewer or speaker.case_id for speaker in speakers):
            return self.tr("Who speaks?")
        return self.tr("{count} speakers").format(count=len(speakers)) if len(speakers) > 1 else self.tr("1 speaker")

    def _read_codes(self) -> None:
        self._codes = codes.tree(self._project)
        self.view.set_codes(self._codes)
        self._read_recent()

    def _read_recent(self) -> None:
        known = {node.id: node for node in self._codes}
        self.view.set_recent([known[code_id] for code_id in recent_codes.ids(self._project)])

    def _on_changed(self, changes: Changes) -> None:
        if changes.concerns("code"):
            self._read_codes()
        elif changes.concerns("segment", "coder"):
            self._read_recent()
        if self.source is None:
            if changes.concerns("source"):
                self._show()
            return
        source_id = self.source.id
        touched = source_id in changes.ids.get("source", frozenset())
        facts = touched or changes.concerns("case", "case_source", "case_value", "attribute")
        if facts:
            self.source = self._find(source_id)
        if self.source is None or changes.concerns("turn", "speaker") or touched:
            self._show()
            return
        if changes.concerns("code", "segment") and self._transcript is not None:
            self.view.set_segments(self._read_codings(source_id))
        if facts:
            self._show_header()

    def _on_queue(self) -> None:
        if self.source is not None and self._transcript is None:
            self.missing.show_source(self.source)

    # What is asked

    def ask_speakers(self) -> None:
        """Ask for the dialog about whose the source is and who speaks in it."""
        if self.source is not None:
            self.speakers_asked.emit(self.source.id)

    def _on_word_clicked(self, code_point: int) -> None:
        self.editor.save_pending()
        moment = self._transcript.time_at(code_point) if self._transcript else None
        if moment is not None:
            self.time_asked.emit(moment)

    # Coding

    def code_passage(self, span: Span, code_id: int) -> None:
        """Give a passage a code."""
        self._code(lambda source_id: segments.code_passage(self._project, source_id, span, code_id))

    def apply_code(self, code_id: int) -> None:
        """Give the selected passage a code."""
        span = self.view.selection()
        if span is None:
            self.told.emit(self.tr("Select a passage first, then choose its code."))
        else:
            self.code_passage(span, code_id)

    def code_in_vivo(self) -> None:
        """Make the selected words a code."""
        span = self.view.selection()
        if span is not None:
            self._on_in_vivo(span)

    def code_recent(self, number: int) -> None:
        """Give the selected passage the code used last but `number` - 1."""
        span = self.view.selection()
        if span is not None:
            self._on_recent(span, number)

    def remove_coding(self) -> None:
        """Take the code off the chosen coding, or off the selected passage."""
        if (segment_id := self._segment_meant()) is not None:
            self._remove(segment_id)

    def toggle_exemplar(self) -> None:
        """Mark the chosen coding as exemplar, or unmark it."""
        if (segment_id := self._segment_meant()) is not None:
            self._toggle_exemplar(segment_id)

    def toggle_correcting(self) -> None:
        """Begin to correct the transcript by ear, or end it."""
        self.editor.set_active(not self.editor.active)

    def _on_correcting(self, on: bool) -> None:
        self.header.correct.setChecked(on)
        self._correct_bar.setVisible(on)
        self._spare.give_back_soon()
        if on:
            self.find_bar.hide()
        elif self.source is not None and not self.source.has_text and self._transcript is not None:
            self._show()

    def _code(self, step: Callable[[int], segments.SegmentView]) -> None:
        source = self.source
        if source is None or not self.view.may_code() or not self.editor.save_pending():
            return
        done: list[segments.SegmentView] = []
        if self._prompts.attempt(lambda: done.append(step(source.id))):
            self._chosen_segment = None
            seen = any(mark.segment.id == done[0].id for mark in self.view.page.marks)
            words = self.tr("Coded as “{code}”") if seen else self.tr("Coded as “{code}”, which is out of focus")
            self.told.emit(words.format(code=done[0].code_name))

    def _on_code_named(self, span: Span, name: str) -> None:
        self._code(lambda source_id: segments.code_with_name(self._project, source_id, span, name))

    def _on_in_vivo(self, span: Span) -> None:
        self._code(lambda source_id: segments.code_in_vivo(self._project, source_id, span))

    def _on_recent(self, span: Span, number: int) -> None:
        recent = recent_codes.ids(self._project)
        if number <= len(recent):
            self.code_passage(span, recent[number - 1])

    def _on_passage(self, span: Span | None) -> None:
        self._chosen_segment = None
        self.passage_changed.emit(span is not None)

    def _on_segment_clicked(self, segment_id: int) -> None:
        self._chosen_segment = segment_id
        found: list[segments.SegmentView] = []
        if self._prompts.attempt(lambda: found.append(segments.view(self._project, segment_id))):
            words = self.tr("“{code}”, coded by {coder}").format(code=found[0].code_name, coder=found[0].coder)
            self.told.emit(words + (" · " + self.tr("exemplar") if found[0].exemplar else ""))

    def _segment_meant(self) -> int | None:
        if self.source is None:
            return None
        here = self._codings
        if any(segment.id == self._chosen_segment for segment in here):
            return self._chosen_segment
        span = self.view.selection()
        on_passage = [segment.id for segment in here if segment.span == span]
        if len(on_passage) != 1:
            self.told.emit(self.tr("Click the stripe of the coding that you mean, beside the text."))
            return None
        return on_passage[0]

    def _remove(self, segment_id: int) -> None:
        if self.view.may_code():
            self._prompts.attempt(lambda: segments.remove(self._project, segment_id))

    def _toggle_exemplar(self, segment_id: int) -> None:
        def toggle() -> None:
            segment = segments.view(self._project, segment_id)
            segments.mark_exemplar(self._project, segment_id, not segment.exemplar)

        if self.view.may_code():
            self._prompts.attempt(toggle)
