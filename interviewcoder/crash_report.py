"""What a fault of ours leaves to read: kinds of errors, our lines, versions, and nothing of the study."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from types import TracebackType

from interviewcoder import __version__

_PACKAGE = Path(__file__).resolve().parent


def report_of(error: BaseException) -> str:
    """What happened, without a word of the study.

    Messages and values are left out, since either may hold what a participant said.
    """
    import platform  # seldom needed, and takes its time

    versions = [f"Python {platform.python_version()}"]
    if "PySide6" in sys.modules:
        versions.append(f"PySide6 {sys.modules['PySide6'].__version__}")
    lines = [f"InterviewCoder {__version__}", ", ".join(versions)]
    lines += [f"{platform.system()} {platform.release()}, {platform.machine()}", ""]
    current: BaseException | None = error
    while current is not None:
        lines.append(_name_of(type(current)))
        lines += _frames(current.__traceback__)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
        if current is not None:
            lines.append("caused by")
    return "\n".join(lines)


def write_to_stderr(report: str) -> None:
    """Leave the report where a terminal shows it."""
    sys.stderr.write(report + "\n")


def _name_of(kind: type[BaseException]) -> str:
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"


def _frames(trace: TracebackType | None) -> list[str]:
    shown = []
    for frame, line in traceback.walk_tb(trace):
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(_PACKAGE):
            place = path.relative_to(_PACKAGE.parent).as_posix()
            shown.append(f"  {place}:{line} in {frame.f_code.co_name}")
        else:
            # Others' code: its module's name is enough, its path would name the person's folders.
            shown.append(f"  ({frame.f_globals.get('__name__', '?')})")
    return shown
