"""Recordings and heard blocks for tests of the queue."""

from __future__ import annotations

import os
import wave
from pathlib import Path
from typing import TYPE_CHECKING

from interviewcoder.sources.recognised import RecognisedWord
from interviewcoder.sources.sound import Sound
from interviewcoder.transcription import tasks
from interviewcoder.transcription.blocks import Block
from interviewcoder.transcription.heard import HeardBlock
from interviewcoder.transcription.plan import Plan
from interviewcoder.transcription.runner import Kept

if TYPE_CHECKING:
    from interviewcoder.project.file import Project

_RATE = 16_000


def silence(path: Path, seconds: int = 3) -> Path:
    """Write a recording in which nobody speaks."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(_RATE)
        out.writeframes(bytes(_RATE * 2 * seconds))
    return path


def hear_some(project: Project, task_id: int, words: str, *, blocks: int = 4) -> None:
    """Keep the first of some blocks of a task, with these words half a second each."""
    length = 60 * _RATE
    plan = Plan(blocks * length, tuple(Block(n * length, (n + 1) * length, (n + 1) * length) for n in range(blocks)),
                (), Sound(b"", b""))  # fmt: skip
    heard = HeardBlock(
        tuple(
            RecognisedWord(word, 500 * n, 500 * n + 400, 0.9, space_before=n > 0)
            for n, word in enumerate(words.split())
        )
    )
    tasks.keep(project, task_id, Kept(None, plan.to_bytes()))
    tasks.keep(project, task_id, Kept(0, heard.to_bytes()))


def worker_ids() -> list[int]:
    """The processes that transcribe for this one."""
    children = [int(pid) for task in Path("/proc/self/task").iterdir() for pid in _children_of(task)]
    return [
        pid for pid in children if b"interviewcoder.transcription.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]


def _children_of(task: Path) -> list[str]:
    try:
        return (task / "children").read_text().split()
    except FileNotFoundError:  # the thread ended between the listing and the reading
        return []


def in_background(pid: int) -> bool:
    """Whether a process steps back behind the others of the machine."""
    return os.getpriority(os.PRIO_PROCESS, pid) > 0
