"""The shape of the house: who imports whom, what loads when, and how long things may grow."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "interviewcoder"
LONGEST_FUNCTION = 60
LONGEST_FILE = 400
HTTP_CLIENTS = {"aiohttp", "ftplib", "http.client", "httpx", "huggingface_hub", "requests", "smtplib", "urllib3"}
NETWORKED_QT = {"QtNetwork", "QtWebEngineCore", "QtWebEngineWidgets", "QtWebSockets", "QtHttpServer", "QtNetworkAuth"}
SLOW_TO_LOAD = {"av", "ctranslate2", "docx", "faster_whisper", "kaldi_native_fbank", "numpy", "onnxruntime", "openpyxl"}
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
LOCK_IMPORTS = (
    "from interviewcoder.privacy import network_lock",
    "from interviewcoder.privacy.network_lock import engage",
)
# One import for each contract that breaks it.
TRESPASSES = {
    "Layers: each may import what stands below it": ("project/trespass.py", "import interviewcoder.ui"),
    "No cycles among siblings": ("sources/text.py", "import interviewcoder.sources.catalogue"),
    "No HTTP client and no sockets": ("sources/trespass.py", "import urllib.request"),
    "Qt only in the window": ("reports/trespass.py", "from PySide6.QtGui import QImage"),
    "The window and the command line don't know the database": ("ui/trespass.py", "from sqlalchemy import select"),
    "The worker doesn't know the project": ("transcription/recognise.py", "import interviewcoder.sources.catalogue"),
}


def run_import_linter(folder: Path) -> str:
    """Check the package that lies in a folder and return the report."""
    script = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", script, "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120).stdout


def modules() -> list[str]:
    """Name every module of the package."""
    paths = (path.relative_to(ROOT).with_suffix("") for path in PACKAGE.rglob("*.py"))
    return sorted(".".join(path.parts).removesuffix(".__init__") for path in paths)


def loaded_by(*imports: str) -> set[str]:
    """Return the modules that a fresh process holds after importing these."""
    script = f"import json, sys, {', '.join(imports)}; print(json.dumps(list(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    loaded: list[str] = json.loads(done.stdout.splitlines()[-1])
    return set(loaded)


@dataclass(frozen=True, slots=True)
class Shape:
    """What is asked of a file: what it imports, its functions with their lines, what it reaches by a dot."""

    path: Path
    imports: list[str]
    functions: list[tuple[str, int]]
    attributes: set[str]


@cache
def shapes() -> list[Shape]:
    """Read every file of the package, once for all tests; its tree isn't kept."""
    return [shape_of(path) for path in sorted(PACKAGE.rglob("*.py"))]


def shape_of(path: Path) -> Shape:
    shape = Shape(path.relative_to(ROOT), [], [], set())
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom | ast.Import):
            shape.imports.extend([getattr(node, "module", None) or "", *(name.name for name in node.names)])
        elif isinstance(node, ast.FunctionDef):
            shape.functions.append((node.name, (node.end_lineno or 0) - node.lineno + 1))
        elif isinstance(node, ast.Attribute):
            shape.attributes.add(node.attr)
    return shape


def present(*names: str) -> list[str]:
    return [name for name in names if name in modules()]


def test_every_contract_is_kept() -> None:
    report = run_import_linter(ROOT)
    assert f"{len(CONTRACTS)} kept, 0 broken" in report, report


@pytest.mark.parametrize("contract", [contract["name"] for contract in CONTRACTS])
def test_every_contract_can_be_broken(tmp_path: Path, contract: str) -> None:
    shutil.copytree(PACKAGE, tmp_path / "interviewcoder", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    path, trespass = TRESPASSES[contract]
    with (tmp_path / "interviewcoder" / path).open("a", encoding="utf-8") as module:
        module.write(f"\n{trespass}\n")
    report = run_import_linter(tmp_path)
    assert f"{contract} BROKEN" in report, report


def test_everything_above_the_features_is_kept_from_the_database() -> None:
    (contract,) = (contract for contract in CONTRACTS if "database" in contract["name"])
    above = {f"interviewcoder.{name}" for name in ("ui", "app", "cli", "demo") if f"interviewcoder.{name}" in modules()}
    assert above <= set(contract["source_modules"])


def test_no_module_of_qt_that_speaks_to_a_network_is_used() -> None:
    used = {
        f"{shape.path}: {alias}"
        for shape in shapes()
        for alias in shape.imports
        if alias.removeprefix("PySide6.") in NETWORKED_QT
    }
    assert used == set()


def test_no_http_client_is_loaded_by_the_whole_program() -> None:
    everything = [name for name in modules() if not name.endswith("__main__")]
    assert loaded_by(*everything) & (HTTP_CLIENTS | {f"PySide6.{name}" for name in NETWORKED_QT}) == set()


@pytest.mark.parametrize("entry", present("interviewcoder.app", "interviewcoder.cli", "interviewcoder.ui.main_window"))
def test_what_is_slow_to_load_waits_until_it_is_used(entry: str) -> None:
    assert loaded_by(entry) & (SLOW_TO_LOAD | {"PySide6.QtMultimedia"}) == set()


def test_the_worker_loads_neither_the_database_nor_the_project_nor_qt() -> None:
    loaded = loaded_by("interviewcoder.transcription.worker")
    assert {name for name in loaded if name.split(".")[0] in ("sqlalchemy", "sqlcipher3", "PySide6")} == set()
    assert {name for name in loaded if name.startswith("interviewcoder.project")} == set()


@pytest.mark.parametrize("entry", ["__main__.py", "transcription/worker.py", "privacy/lock_at_start.py"])
def test_the_lock_goes_on_before_anything_else_is_imported(entry: str) -> None:
    before = []
    for statement in ast.parse((PACKAGE / entry).read_text(encoding="utf-8")).body:
        if ast.unparse(statement) in ("network_lock.engage()", "engage()"):
            break
        if isinstance(statement, ast.ImportFrom | ast.Import):
            before.append(ast.unparse(statement))
    else:
        pytest.fail("the lock isn't engaged at the top of the module")
    assert before[-1] in LOCK_IMPORTS
    assert set(before[:-1]) <= {"from __future__ import annotations", "import sys"}


def test_a_bundle_locks_itself_before_any_other_hook_of_its_start() -> None:
    tree = ast.parse((ROOT / "build.spec").read_text(encoding="utf-8"))
    (hooks,) = (node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "runtime_hooks")
    assert ast.unparse(hooks) == "[str(ROOT / 'interviewcoder' / 'privacy' / 'lock_at_start.py')]"


def test_functions_fit_on_a_screen() -> None:
    long = [
        f"{shape.path}: {name} has {length} lines"
        for shape in shapes()
        for name, length in shape.functions
        if length > LONGEST_FUNCTION
    ]
    assert long == []


def test_a_file_is_one_idea() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in PACKAGE.rglob("*.py")}
    assert {str(path): length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_event_loop_is_turned_by_hand() -> None:
    turning = [str(shape.path) for shape in shapes() if "processEvents" in shape.attributes]
    assert turning == []
