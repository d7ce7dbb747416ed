"""The rules that `conftest.py` lays on every test, each shown to bite."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

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


def run_pytest(tests: Path, *options: str) -> str:
    """Run tests under the house's own configuration and return what pytest printed."""
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-c", "pyproject.toml", "--rootdir", "."]
    command += ["-p", "no:cacheprovider", *options, str(tests)]
    environment = os.environ | {"TEST_GRACE_S": "0.5"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120).stdout


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What one run of two workers says of each offender; they have nothing but the run in common."""
    folder = tmp_path_factory.mktemp("offenders")
    for offence, (source, _) in OFFENDERS.items():
        (folder / f"test_{offence}.py").write_text(source + "\n")
    report = folder / "report.xml"
    run_pytest(folder, "--numprocesses", "2", "--dist", "worksteal", f"--junit-xml={report}")
    verdicts = dict.fromkeys(OFFENDERS, "")
    for case in ElementTree.parse(report).iter("testcase"):
        offence = case.get("classname", "").rpartition("test_")[2]
        # What passed has a case too, and nothing in it.
        complaints = [complaint for complaint in case if complaint.tag in {"failure", "error"}]
        verdicts[offence] += "".join(f"{complaint.get('message')}\n{complaint.text}" for complaint in complaints)
    return verdicts


@pytest.mark.parametrize("offence", OFFENDERS)
def test_what_is_left_behind_fails_the_test(verdicts: dict[str, str], offence: str) -> None:
    assert OFFENDERS[offence][1] in verdicts[offence]


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
