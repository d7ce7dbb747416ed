"""A window with a recognised interview in it, its words half a second apart."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from interviewcoder.coding import codes, segments
from interviewcoder.project.file import Project
from interviewcoder.project.schema import SourceRow
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import SpokenTurn, TimedWord, Transcript, transcript_of, write_turns
from interviewcoder.ui.coding_view.page import Page
from interviewcoder.ui.main_window import MainWindow
from interviewcoder.ui.workspace import Workspace

SAID = (
    ("Interviewer", "😕 What came\u00a0to mind?"),
    ("P07", "I was afraid of lawsuits, honestly. We all were."),
    ("Interviewer", "שלום and cafe\u0301 it is"),
    ("P07", "Nobody dared to answer."),
)


def words_of(text: str, clock_ms: int) -> tuple[TimedWord, ...]:
    words, at = [], 0
    for number, word in enumerate(text.split()):
        at = text.index(word, at)
        begin_ms = clock_ms + 500 * number
        words.append(TimedWord(at, at + len(word), begin_ms, begin_ms + 400, 0.3 if word == "lawsuits," else 0.9))
        at += len(word)
    return tuple(words)


def add_interview(project: Project, name: str = "P07") -> int:
    """Add the interview and code three passages of it."""
    turns = [
        SpokenTurn(who, text, n * 10_000, n * 10_000 + 9_000, words_of(text, n * 10_000))
        for n, (who, text) in enumerate(SAID)
    ]
    with project.op("Add interview") as session:
        source = SourceRow(name=name, kind="transcript", position=0, added_at="")
        session.add(source)
        session.flush()
        write_turns(session, source, turns)
        source_id = source.id
    text = transcript_of(project, source_id).text
    for words in ("afraid of lawsuits", "We all were", "Nobody dared"):
        start = text.index(words)
        code = codes.find_or_add(project, "Fear")
        segments.code_passage(project, source_id, Span(start, start + len(words)), code.id)
    return source_id


class Desk:
    """A person at the window: where they put the caret, what they type, what is stored then."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot

    @property
    def work(self) -> Workspace:
        assert self.window.workspace is not None
        return self.window.workspace

    @property
    def page(self) -> Page:
        return self.work.reading.view.page

    def place(self, words: str, *, end: bool = False, select: bool = False) -> None:
        """Put the caret before some words, behind them, or select them."""
        at = self.page.offsets.to_qt(self.page.text.index(words))
        beyond = self.page.offsets.to_qt(self.page.text.index(words) + len(words))
        cursor = self.page.textCursor()
        cursor.setPosition(beyond if end else at)
        if select:
            cursor.setPosition(beyond, QTextCursor.MoveMode.KeepAnchor)
        self.page.setTextCursor(cursor)

    def type(self, text: str) -> None:
        """Type letters."""
        QTest.keyClicks(self.page, text)

    def paste(self, text: str) -> None:
        """Paste what no key of a test can type."""
        QGuiApplication.clipboard().setText(text)
        self.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key."""
        QTest.keyClick(self.page, key, modifiers)

    def stored(self) -> Transcript:
        """The transcript as the project has it."""
        source = self.work.reading.source
        assert source is not None
        return transcript_of(self.work.project, source.id)

    def said(self) -> list[tuple[str, str]]:
        """Who says what, as stored."""
        read = self.stored()
        labels = {speaker.id: speaker.label for speaker in read.speakers}
        return [(labels.get(turn.speaker_id or 0, ""), turn.span.text_in(read.text)) for turn in read.turns]

    def coded(self) -> list[str]:
        """The words of the codings, as stored."""
        source = self.work.reading.source
        assert source is not None
        return [segments.quote(self.work.project, one.id) for one in segments.in_source(self.work.project, source.id)]

    def save(self) -> None:
        """Store what is typed, as a pause would."""
        assert self.work.reading.editor.save_pending()


@pytest.fixture
def desk(window: MainWindow, project: Project, qtbot: QtBot) -> Desk:
    """The interview, open and being corrected."""
    add_interview(project)
    path = project.path
    project.close()
    window.open_project(path)
    made = Desk(window, qtbot)
    with qtbot.waitActive(window):
        window.activateWindow()
    made.work.reading.toggle_correcting()
    return made
