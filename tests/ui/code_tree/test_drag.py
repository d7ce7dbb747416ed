"""A code dragged by a real pointer on a real display."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("drag_for_real.py")
ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.skipif(not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="Xvfb and xdotool aren't here")
@pytest.mark.parametrize("keys", ["", "ctrl"])
def test_a_code_is_dragged_onto_another_or_merged_into_it_with_ctrl(tmp_path: Path, keys: str) -> None:
    ours, theirs = os.pipe()
    # Xvfb finds a free number itself and says which.
    screen = ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "800x700x24", "-nolisten", "tcp"]
    with subprocess.Popen(screen, pass_fds=[theirs], stderr=subprocess.DEVNULL) as display:
        os.close(theirs)
        try:
            with os.fdopen(ours) as said:
                number = said.readline().strip()
            environment = {
                **os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)
            }  # fmt: skip
            command = [sys.executable, str(SCRIPT), str(tmp_path), keys]
            done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
        finally:
            display.terminate()
    assert done.returncode == 0, done.stderr
