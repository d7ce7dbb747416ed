"""Recordings that are transcribed one after the other; the project remembers them, and how far each is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal, cast

from PySide6.QtCore import QObject, Signal

from interviewcoder.errors import Cancelled, InterviewCoderError, NotFound
from interviewcoder.project import media
from interviewcoder.sources import catalogue
from interviewcoder.sources.conventions import Conventions
from interviewcoder.sources.stored_sound import sound_of
from interviewcoder.sources.transcript import refuse_if_coded
from interviewcoder.transcription import tasks
from interviewcoder.transcription.estimate import Stopwatch, estimate
from interviewcoder.ui.heard_text import HeardText
from interviewcoder.ui.jobs import Errand, TranscriptionBridge
from interviewcoder.ui.queue_item import QueueItem, State

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.project.media import MediaView
    from interviewcoder.sources.hearing import Hearing
    from interviewcoder.sources.recognised import Recognised
    from interviewcoder.transcription.runner import Kept, Progress
    from interviewcoder.transcription.storing import Written
    from interviewcoder.transcription.tasks import Task


@dataclass(slots=True)
class _Run:
    """The transcription that is going on. `ends_in` says what its stop was asked for."""

    task: Task
    recording: MediaView
    bridge: TranscriptionBridge
    watch: Stopwatch
    progress: Progress | None = None
    ends_in: Literal["pause", "removal", "absence", ""] = ""
    recognised: Recognised | None = None


class TranscriptionQueue(QObject):
    """Transcribes one recording at a time, keeps what is heard at once, and stores what comes of it.

    The tasks are the project's own (`transcription.tasks`): what isn't
    finished when the project is closed, or the machine is switched off, is
    there again, and nothing of it starts before `go_on`. `changed` says that
    something joined, began, stopped or left; ids in signals are of sources.
    """

    changed = Signal()
    progressed = Signal(int, object)  # source id, Progress
    stored = Signal(int)
    stopped = Signal(int)
    failed = Signal(int, object)  # source id, InterviewCoderError

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._run: _Run | None = None
        self._storing: Errand | None = None
        self._errors: dict[int, InterviewCoderError] = {}
        self._tasks: list[Task] = []
        # By task: what each takes from its beginning to its end, in seconds, and what was heard of it so far.
        self._estimates: dict[int, float] = {}
        self._texts: dict[int, HeardText] = {}
        self._read()
        # Whoever opens a project may want to look at it first, with all of the machine.
        self._left = {task.id for task in self._tasks}

    # What is in it

    @property
    def running_id(self) -> int | None:
        """The source that is being transcribed."""
        return self._run.task.source_id if self._run else None

    @property
    def waiting_ids(self) -> list[int]:
        """The sources whose turn comes, in their order."""
        return [task.source_id for task in self._tasks if self._state(task) == "waiting"]

    @property
    def progress(self) -> Progress | None:
        """How far the running transcription is."""
        return self._run.progress if self._run else None

    @property
    def models_in_use(self) -> set[str]:
        """The models with which something is being transcribed or will be."""
        return {task.hearing.model for task in self._tasks}

    @property
    def is_busy(self) -> bool:
        """Whether anything is being transcribed or waits for it."""
        return self._run is not None or self._next() is not None

    def items(self) -> list[QueueItem]:
        """All recordings of the queue, in their order."""
        return [self._item(task) for task in self._tasks]

    def item_of(self, source_id: int) -> QueueItem | None:
        """The place of a source in the queue."""
        return next((self._item(task) for task in self._tasks if task.source_id == source_id), None)

    def seconds_left(self) -> float | None:
        """How long what runs and waits still takes together; None where nothing does."""
        left = [item.seconds_left for item in self.items() if item.state in ("running", "waiting")]
        return sum(seconds or 0.0 for seconds in left) if left else None

    def text_of(self, source_id: int) -> HeardText | None:
        """What was heard of a recording so far; None where it isn't in the queue."""
        task = self._task_of(source_id)
        if task is None:
            return None
        return self._text(task.id)

    def _text(self, task_id: int) -> HeardText:
        if task_id not in self._texts:
            self._texts[task_id] = HeardText(tasks.heard_so_far(self._project, task_id).blocks, self)
        return self._texts[task_id]

    def _item(self, task: Task) -> QueueItem:
        progress = self.progress if self._run is not None and self._run.task.id == task.id else None
        share = task.share_heard if progress is None else progress.share
        left = None if progress is None else progress.seconds_left
        if left is None:
            left = self._estimates[task.id] * (1 - share)
        error = self._errors.get(task.id)
        return QueueItem(task.id, task.source_id, task.source_name, self._state(task), share, left, error)

    def _state(self, task: Task) -> State:
        if self._run is not None and self._run.task.id == task.id:
            return "running"
        if task.id in self._errors:
            return "failed"
        if task.id in self._left:
            return "left"
        return "paused" if task.paused else "waiting"

    def _task_of(self, source_id: int) -> Task | None:
        return next((task for task in self._tasks if task.source_id == source_id), None)

    def _read(self) -> None:
        self._tasks = tasks.listing(self._project)
        unknown = [task for task in self._tasks if task.id not in self._estimates]
        if unknown:
            durations = {source.id: source.duration_ms or 0 for source in catalogue.listing(self._project)}
            for task in unknown:
                told = task.hearing
                seconds = estimate(durations.get(task.source_id, 0), told.model, speakers=told.speakers)
                self._estimates[task.id] = seconds

    # What can be done with it

    def add(self, source_ids: Sequence[int], hearing: Hearing, conventions: Conventions) -> None:
        """Put recordings at the end of the queue; one that is in it stays in its place and goes on.

        Raises:
            StorageFailed: the project can't be written.
        """
        for source_id in source_ids:
            if source_id != self.running_id:
                task = tasks.add(self._project, source_id, hearing, conventions)
                self._left.discard(task.id)
                self._errors.pop(task.id, None)
        self._go_on()

    def pause(self, source_id: int) -> None:
        """Let a recording wait until somebody goes on with it; what was heard of it is kept."""
        self._pause(source_id)
        self._go_on()

    def pause_all(self) -> None:
        """Pause what runs and what waits."""
        for item in self.items():
            if item.state in ("running", "waiting"):
                self._pause(item.source_id)
        self._go_on()

    def go_on(self, source_id: int) -> None:
        """Let a recording run when its turn comes, also one that failed or was left by an earlier session."""
        self._release([source_id])

    def go_on_all(self) -> None:
        """Go on with all, but for what failed."""
        self._release([item.source_id for item in self.items() if item.state in ("paused", "left")])

    def move(self, source_id: int, place: int) -> None:
        """Give a recording another place in the queue, counted from 0 among all that are in it."""
        order = [task.id for task in self._tasks]
        if (task := self._task_of(source_id)) is None:
            return
        order.remove(task.id)
        order.insert(max(0, place), task.id)
        tasks.put_in_order(self._project, order)
        self._read()
        self.changed.emit()

    def remove(self, source_id: int) -> None:
        """Take a recording out of the queue and forget what was heard of it."""
        if (task := self._task_of(source_id)) is None:
            return
        if self._run is not None and self._run.task.id == task.id:
            self._stop("removal")
            return
        tasks.remove(self._project, task.id)
        self._forget(task.id)
        self._go_on()

    def drop_gone(self) -> None:
        """Stop what isn't in the project any more: its recording was deleted, or adding it undone.

        What was heard stays in the file, and is there again if undo brings the recording back.
        """
        before = self._tasks
        self._read()
        if self._run is not None and self._task_of(self._run.task.source_id) is None:
            self._stop("absence")
        # Sources change with each word that is typed, and the queue seldom with them.
        if self._tasks != before:
            self._go_on()

    def close(self) -> None:
        """Stop everything and wait for the process to be gone; the project is about to close."""
        if self._run is not None:
            self._run.bridge.abandon()
        if self._storing is not None:
            self._storing.abandon()
        for text in self._texts.values():
            text.close()
        self._tasks, self._run, self._storing = [], None, None

    def _pause(self, source_id: int) -> None:
        if (task := self._task_of(source_id)) is not None:
            tasks.set_paused(self._project, task.id, True)
            if self._run is not None and self._run.task.id == task.id:
                self._stop("pause")

    def _release(self, source_ids: Sequence[int]) -> None:
        for source_id in source_ids:
            if (task := self._task_of(source_id)) is not None:
                self._left.discard(task.id)
                self._errors.pop(task.id, None)
                if task.paused:
                    tasks.set_paused(self._project, task.id, False)
        self._go_on()

    def _forget(self, task_id: int) -> None:
        self._left.discard(task_id)
        self._errors.pop(task_id, None)
        self._close_text(task_id)

    def _close_text(self, task_id: int) -> None:
        if (text := self._texts.pop(task_id, None)) is not None:
            text.close()
            text.deleteLater()

    # One after the other

    def _next(self) -> Task | None:
        return next((task for task in self._tasks if self._state(task) == "waiting"), None)

    def _go_on(self) -> None:
        self._read()
        while self._run is None and (task := self._next()) is not None:
            try:
                self._begin(task)
            except InterviewCoderError as error:
                self._fail(task, error)
        self.changed.emit()

    def _begin(self, task: Task) -> None:
        from interviewcoder.transcription.runner import TranscriptionRequest

        # It may have been coded while it waited.
        refuse_if_coded(self._project, task.source_id)
        recording = media.media_of_source(self._project, task.source_id)
        if recording is None:
            raise NotFound("This source has no recording.", "Attach it first.")
        # Opened here: looking it up needs the session, and that is this thread's.
        stream = media.open_stream(self._project, recording.id)
        so_far = tasks.heard_so_far(self._project, task.id)
        bridge = TranscriptionBridge(TranscriptionRequest(lambda: stream, recording.name, task.hearing, so_far), self)
        watch = Stopwatch(task.hearing.model, recording.duration_ms)
        self._run = _Run(task, recording, bridge, watch)
        bridge.kept.connect(self._on_kept)
        bridge.progressed.connect(self._on_progressed)
        bridge.finished.connect(self._on_finished)
        bridge.failed.connect(self._on_failed)
        bridge.start()

    def _stop(self, ends_in: Literal["pause", "removal", "absence"]) -> None:
        run = self._run
        # What is being stored has been heard to its end.
        if run is not None and self._storing is None:
            run.ends_in = ends_in
            run.bridge.cancel()

    def _on_kept(self, kept: Kept) -> None:
        from interviewcoder.transcription.transcribing import keep

        if self._run is None:
            return
        try:
            keep(self._project, self._run.task.id, self._run.recording.uuid, kept)
        except InterviewCoderError as error:
            # The disk is full: what can't be kept now can't be stored at the end either.
            self._errors[self._run.task.id] = error
            self._stop("pause")

    def _on_progressed(self, progress: Progress) -> None:
        run = self._run
        if run is None:
            return
        run.progress = progress
        run.watch.hear(progress.share)
        if progress.text:
            self._text(run.task.id).add(progress.at_ms, progress.text)
        self.progressed.emit(run.task.source_id, progress)

    def _on_finished(self, recognised: Recognised) -> None:
        from interviewcoder.transcription.storing import write_out

        assert self._run is not None
        self._run.recognised = recognised
        self._run.watch.stop()
        # For a long interview this takes a second, and the window shall not stop for it.
        sound = sound_of(self._project, self._run.recording.uuid)
        write = partial(write_out, recognised, self._run.task.conventions, sound)
        self._storing = Errand(write, "Writing a transcript", self)
        self._storing.done.connect(self._store)
        self._storing.failed.connect(self._on_failed)
        self._storing.start()

    def _store(self, written: Written) -> None:
        from interviewcoder.transcription.storing import store_transcription

        run = self._leave()
        task, heard = run.task, cast("Recognised", run.recognised)
        try:
            # One step: a task that outlived its transcript would be done again, over what was corrected since.
            with self._project.op("Transcribe"):
                told = (task.hearing, task.conventions)
                store_transcription(self._project, task.source_id, heard, *told, written=written)
                tasks.remove(self._project, task.id)
            self._forget(task.id)
        except NotFound:
            self.stopped.emit(task.source_id)
        except InterviewCoderError as error:
            self._fail(task, error)
        else:
            self.stored.emit(task.source_id)
        self._go_on()

    def _on_failed(self, error: InterviewCoderError) -> None:
        run = self._leave()
        task = run.task
        if not isinstance(error, Cancelled):
            self._fail(task, error)
        elif run.ends_in == "removal":
            tasks.remove(self._project, task.id)
            self._forget(task.id)
        self._read()
        if isinstance(error, Cancelled):
            if failure := self._errors.get(task.id):
                self.failed.emit(task.source_id, failure)
            else:
                self.stopped.emit(task.source_id)
        self._go_on()

    def _fail(self, task: Task, error: InterviewCoderError) -> None:
        self._errors[task.id] = error
        self.failed.emit(task.source_id, error)

    def _leave(self) -> _Run:
        assert self._run is not None
        run = self._run
        run.bridge.deleteLater()
        # Also what was heard in blocks that weren't kept stands in it, and is going to be heard again.
        self._close_text(run.task.id)
        if self._storing is not None:
            self._storing.deleteLater()
        self._run = self._storing = None
        return run
