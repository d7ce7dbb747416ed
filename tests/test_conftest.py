"""The rules that `conftest.py` lays on every test, each shown to bite."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

OFFENDERS = {
    "a_thread": (
        "import threading\ndef test_it():\n    threading.Thread(target=threading.Event().wait, daemon=True).start()",
        "thread Thread-",
    ),
    "a_process": (
        "import subprocess\nkept = []\ndef test_it():\n    kept.append(subprocess.Popen(['sleep', '60']))",
        "sleep 60",
    ),
    "an_orphan": (
        "import subprocess\ndef test_it():\n    subprocess.run(['sh', '-c', 'sleep 61 &'], check=True)",
        "sleep 61",
    ),
    "a_window": (
        "from PySide6.QtWidgets import QWidget\nkept = []\n"
        "def test_it(qtbot):\n    kept.append(QWidget(windowTitle='Forgotten'))\n    kept[0].show()",
        "window Forgotten",
    ),
    "a_warning_of_qt": (
        "from PySide6.QtCore import qWarning\ndef test_it(qtbot):\n    qWarning('out of tune')",
        "out of tune",
    ),
    "a_warning_of_python": (
        "import warnings\ndef test_it():\n    warnings.warn('out of date', DeprecationWarning)",
        "out of date",
    ),
    "an_exception_in_a_slot": (
        "from PySide6.QtCore import QTimer\n"
        "def test_it(qtbot):\n    QTimer.singleShot(0, lambda: 1 / 0)\n    qtbot.wait(20)",
        "ZeroDivisionError",
    ),
}


def run_pytest(test_file: Path) -> str:
    """Run one file under the house's own configuration and return what pytest printed."""
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-c", "pyproject.toml", "--rootdir", "."]
    command += ["-p", "no:cacheprovider", str(test_file)]
    environment = os.environ | {"TEST_GRACE_S": "0.5"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120).stdout


@pytest.mark.parametrize("offence", OFFENDERS)
def test_what_is_left_behind_fails_the_test(tmp_path: Path, offence: str) -> None:
    source, complaint = OFFENDERS[offence]
    offender = tmp_path / f"test_{offence}.py"
    offender.write_text(source + "\n")
    report = run_pytest(offender)
    assert complaint in report
    assert " passed in" not in report.splitlines()[-1] or " error" in report.splitlines()[-1]


def test_a_tidy_test_passes(tmp_path: Path) -> None:
    tidy = tmp_path / "test_tidy.py"
    tidy.write_text(
        "import subprocess, threading\nfrom PySide6.QtWidgets import QWidget\n"
        "def test_it(qtbot):\n"
        "    widget = QWidget()\n    qtbot.addWidget(widget)\n    widget.show()\n"
        "    thread = threading.Thread(target=lambda: None)\n    thread.start()\n"
        "    subprocess.Popen(['sleep', '0.1']).wait()\n"
    )
    assert "1 passed" in run_pytest(tidy).splitlines()[-1]


def test_each_test_has_a_home_of_its_own(fresh_home: Path) -> None:
    assert Path.home() == fresh_home
    assert list(fresh_home.iterdir()) == []
