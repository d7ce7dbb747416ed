"""A whole session in the window, by itself: what `test_offline.py` watches from outside.

    python whole_session.py FOLDER RECORDING

It starts the program as a person does, opens an encrypted project, adds a
recording and a typed interview, transcribes with two speakers, plays, codes,
writes a memo, replaces names, writes every kind of file in every format, and
quits. One JSON object says what was done. Nobody answers questions: what is
asked on the way is a fault.
"""

from __future__ import annotations

# As the program starts: the lock goes on here.
from interviewcoder import __main__  # noqa: F401  # isort: skip

import json
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from PySide6.QtCore import QEventLoop, QObject, QTimer, SignalInstance
from PySide6.QtWidgets import QApplication

from interviewcoder import app
from interviewcoder.analysis.expressions import Query as Question
from interviewcoder.analysis.find import Finder, Limits
from interviewcoder.analysis.find_query import Matcher, Query
from interviewcoder.coding import codes, memos, segments
from interviewcoder.coding.memo_places import About
from interviewcoder.errors import InterviewCoderError
from interviewcoder.privacy import decisions, detection, pseudonyms, self_test
from interviewcoder.project import file
from interviewcoder.reports import found_table, ledger_file, report_export, retrieval_report, silenced_recording
from interviewcoder.reports.memos import write_memos
from interviewcoder.reports.report_export import ReportOptions
from interviewcoder.reports.transcript_export import KINDS as TRANSCRIPTS
from interviewcoder.reports.transcript_export import ExportOptions, write_transcript
from interviewcoder.sources import importing
from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.transcript import transcript_of
from interviewcoder.ui.dialogs.transcribe import TranscribeChoice
from interviewcoder.ui.main_window import MainWindow
from interviewcoder.ui.prompts import QtPrompts

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.ui.workspace import Workspace

PASSPHRASE = "seven quiet rivers"
_LONGEST_MS = 120_000
_INTERVIEW = """I: Where did you hear of it?
P02: From Margaret Atkinson, at Lakeside Hospital. She wrote to margaret@lakeside.example about it.
I: And what helped?
P02: Talking about it. We sat down, the whole team."""


class Answers(QtPrompts):
    """Answers what is expected and takes everything else for a fault."""

    def __init__(self) -> None:
        super().__init__()
        # There is an application by now, and soon a window.
        QTimer.singleShot(0, partial(_begin, self))

    def show_error(self, error: InterviewCoderError) -> None:
        """Fail: nothing goes wrong in this session."""
        _fail(f"{error.message} {error.hint}")


class Session(QObject):
    """The steps of the session, in their order."""

    def __init__(self, window: MainWindow, folder: Path) -> None:
        super().__init__(window)
        self._window, self._out = window, folder / "out"
        self.done: dict[str, object] = {}

    def run(self) -> None:
        """Do all of it, then quit."""
        work = self._window.at_work()
        recording, typed = self._add(work)
        self._transcribe(work, recording)
        self._play(work, recording)
        self._code(work.project, typed)
        self._replace_names(work.project, recording, typed)
        self._out.mkdir()
        for written in self._exports(work.project, recording, typed):
            assert written.stat().st_size > 0, written
        self.done["files"] = sorted(path.name for path in self._out.iterdir())
        self.done["clients"] = self_test.loaded_clients()
        self.done["interfaces"] = [line.split(":")[0].strip() for line in _lines_of("/proc/net/dev") if ":" in line]
        self._window.close()

    def _add(self, work: Workspace) -> tuple[int, int]:
        typed = self._out.with_name("P02 typed.txt")
        typed.write_text(_INTERVIEW, encoding="utf-8")
        first, second = importing.add_files(work.project, [Path(sys.argv[2]), typed])
        return first.id, second.id

    def _transcribe(self, work: Workspace, recording: int) -> None:
        choice = TranscribeChoice(Hearing("tiny.en", "en", 2))
        self._until(work.queue.stored, partial(work.queue.add, [recording], choice.hearing, choice.conventions))
        self.done["words"] = len(transcript_of(work.project, recording).text.split())

    def _play(self, work: Workspace, recording: int) -> None:
        work.sources.choose(recording)
        self._until(work.player.position_changed, partial(work.player.play_from, 500))
        self.done["played_ms"] = work.player.position_ms
        work.player.toggle()

    def _code(self, project: Project, typed: int) -> None:
        code = codes.add(project, "Talking")
        span = segments.find_passage(project, typed, "Talking about it.")
        segments.code_passage(project, typed, span, code.id)
        memos.add(project, About.code(code.id), text="What everybody comes back to.")

    def _replace_names(self, project: Project, recording: int, typed: int) -> None:
        found = detection.suggest(project, typed)
        self.done["suggested"] = len(found)
        person = pseudonyms.add(project, "name")
        decisions.decide(project, [(each.source_id, each.span) for each in found], person.id)
        heard = transcript_of(project, recording).text.split()
        spoken = segments.find_passage(project, recording, heard[2])
        decisions.decide(project, [(recording, spoken)], person.id)
        assert person.text in decisions.deidentified(project, typed).text

    def _exports(self, project: Project, recording: int, typed: int) -> Iterator[Path]:
        for format_ in TRANSCRIPTS:
            path = self._out / f"transcript.{format_}"
            write_transcript(project, recording, path, ExportOptions(format_))
            yield path
        for kind in report_export.KINDS:
            for extension in report_export.FORMATS:
                path = self._out / f"{kind}.{extension}"
                report_export.write_report(project, path, ReportOptions(kind, extension))
                yield path
        for extension in retrieval_report.KINDS:
            path = self._out / f"passages.{extension}"
            retrieval_report.write_passages(project, Question(), path, extension)
            yield path
        for suffix in (".docx", ".md"):
            write_memos(project, self._out / f"memos{suffix}")
            yield self._out / f"memos{suffix}"
        found = Finder(project, Matcher(Query("team")), Limits())
        places = [(id_, spans) for id_, spans, _ in found]
        for suffix in (".xlsx", ".csv"):
            found_table.write_hits(project, places, self._out / f"hits{suffix}", searched="team")
            yield self._out / f"hits{suffix}"
        path = self._out / "silenced.wav"
        silenced_recording.write(silenced_recording.ordered(project, recording, path, leave_untimed=True))
        yield path
        for suffix in ledger_file.KINDS:
            ledger_file.write_ledger(project, self._out / f"sharing{suffix}")
            yield self._out / f"sharing{suffix}"

    def _until(self, signal: SignalInstance, step: object) -> None:
        """Do a step and wait for the signal that it ends with."""
        loop = QEventLoop()
        signal.connect(lambda *_: loop.quit())
        QTimer.singleShot(_LONGEST_MS, loop, lambda: loop.exit(1))
        assert callable(step)
        step()
        if loop.exec():
            _fail(f"{signal} didn't come")


def _begin(answers: Answers) -> None:
    """Start as soon as the project is open in the window."""
    (window,) = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow))
    if window.workspace is None:
        QTimer.singleShot(20, partial(_begin, answers))
        return
    session = Session(window, Path(sys.argv[1]))
    sys.excepthook = lambda kind, error, trace: _fail(f"{kind.__name__}: {error} {_line_of(trace)}")
    session.run()
    sys.stdout.write(json.dumps(session.done) + "\n")


def _lines_of(place: str) -> list[str]:
    return Path(place).read_text(encoding="utf-8").splitlines() if Path(place).exists() else []


def _line_of(trace: object) -> str:
    while (further := getattr(trace, "tb_next", None)) is not None:
        trace = further
    return f"line {getattr(trace, 'tb_lineno', '?')}"


def _fail(words: str) -> NoReturn:
    import os

    sys.stderr.write(f"whole_session: {words}\n")
    sys.stderr.flush()
    os._exit(3)


def main() -> int:
    """Make the project and open it in the window."""
    path = Path(sys.argv[1]) / "study.icproj"
    file.create(path, title="Watched study", passphrase=PASSPHRASE, coder="Anna").close()
    # What answers in the place of a person.
    setattr(app, "QtPrompts", Answers)  # noqa: B010
    return app.run(path, sys.argv[:1], passphrase=PASSPHRASE)


if __name__ == "__main__":
    sys.exit(main())
