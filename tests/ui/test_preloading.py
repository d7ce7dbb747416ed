"""What an open project needs is loaded while somebody looks at the welcome page."""

from __future__ import annotations

import subprocess
import sys
import threading

from interviewcoder.ui import preloading

_SCRIPT = """
import sys, threading
from interviewcoder.ui import preloading
preloading.begin()
for thread in threading.enumerate():
    if thread is not threading.main_thread():
        thread.join()
print("interviewcoder.ui.workspace" in sys.modules)
"""


def test_a_fresh_process_has_it_loaded_in_a_thread_that_ends_by_itself() -> None:
    done = subprocess.run([sys.executable, "-c", _SCRIPT], capture_output=True, text=True, timeout=60, check=True)
    assert (done.stdout.strip(), done.stderr) == ("True", "")


def test_what_is_loaded_already_starts_no_thread() -> None:
    import interviewcoder.ui.workspace  # noqa: F401  # as it is once a project was open

    before = threading.active_count()
    preloading.begin()
    assert threading.active_count() == before
