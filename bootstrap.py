"""Set this checkout up and run it: `python3 bootstrap.py demo|run|test|lint|bundle [ARGUMENT...]`.

The standard library is enough. The first run makes `.venv` with exactly the
packages of the lock file and, on Debian and Ubuntu, installs the system
libraries that Qt needs; every later run starts at once. What follows the verb
is handed on: `python3 bootstrap.py test tests/privacy -x`.

    demo    the main job on the sample study, in the window where there is a screen
    run     the window, or `interviewcoder` with the arguments given
    test    the tests
    lint    style, types and the layers
    bundle  a folder that runs without Python, in dist/
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed.json"
# Exists only while packages are being installed: found at the start, it tells of an install that was cut short.
UNFINISHED = VENV / "unfinished"
OLDEST_PYTHON = (3, 11)
RUN_LOCK = "requirements.lock"
# Holds every pin of RUN_LOCK too.
DEV_LOCK = "requirements-dev.lock"
LOCK_OF_VERB = {"demo": RUN_LOCK, "run": RUN_LOCK, "test": DEV_LOCK, "lint": DEV_LOCK, "bundle": DEV_LOCK}

# What Qt's wheels expect of a Linux system, and the Debian package that brings it.
SYSTEM_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libpulse.so.0": "libpulse0",
    "libdrm.so.2": "libdrm2",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libXrandr.so.2": "libxrandr2",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
# Programs some tests look at the result with; those tests are skipped where they are absent.
TEST_PROGRAMS = {"Xvfb": "xvfb", "xdotool": "xdotool", "strace": "strace"}
CI_PROGRAMS = {"soffice": "libreoffice-writer-nogui", "pdftoppm": "poppler-utils"}
BUNDLE_PROGRAMS = {"objdump": "binutils"}


class CannotGoOn(Exception):
    """The checkout can't be set up; the message says what the person has to do."""


def main(arguments: list[str]) -> int:
    """Set up what the verb needs, then run it and return its exit code."""
    if not arguments or arguments[0] not in LOCK_OF_VERB:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    verb, rest = arguments[0], arguments[1:]
    try:
        ensure_python()
        ensure_system(verb)
        ensure_packages(LOCK_OF_VERB[verb])
    except CannotGoOn as obstacle:
        print(f"bootstrap: {obstacle}", file=sys.stderr)
        return 1
    # All of them, so that one run of lint says all there is to say.
    # What a person names for `run` lies where they are; everything else belongs to the checkout.
    place = None if verb == "run" else ROOT
    codes = [subprocess.call(command, cwd=place) for command in commands_of(verb, rest)]
    return next((code for code in codes if code), 0)


def commands_of(verb: str, rest: list[str]) -> list[list[str]]:
    """Return the commands a verb stands for, to be run one after the other."""
    python = str(venv_python())
    if verb == "demo":
        window = [] if has_screen() or "--no-window" in rest else ["--no-window"]
        # A relative place: the command's output says it as a person would find it.
        out = [] if any(word.startswith("--out") for word in rest) else ["--out", str(Path("projects", "demo"))]
        return [[python, "-m", "interviewcoder", "demo", *out, *window, *rest]]
    if verb == "run":
        # -P: whatever lies in the person's folder is not imported.
        return [[python, "-P", "-m", "interviewcoder", *rest]]
    if verb == "test":
        return [[python, "-m", "pytest", *workers_for_tests(), *rest]]
    if verb == "bundle":
        return [[python, "-m", "PyInstaller", "--noconfirm", "build.spec", *rest]]
    return [
        [python, "-m", "ruff", "check", "."],
        [python, "-m", "ruff", "format", "--check", "."],
        [python, "-m", "mypy"],
        [python, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    ]


def workers_for_tests() -> list[str]:
    """Return how pytest shares the tests out: one worker more than cores, since many tests wait for sound or a window.

    More than four take more memory than they save time. `-n 0` among pytest's arguments keeps all in one process.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return ["--numprocesses", str(min(cores + 1, 4)), "--dist", "worksteal"]


def has_screen() -> bool:
    """Say whether a window can be shown here."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def venv_python() -> Path:
    """Return the path of the environment's interpreter, which may not exist yet."""
    return VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def ensure_python() -> None:
    """Stop, with what to do, where this interpreter is too old; another newer one on the path takes over."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    for name in ("python3.11", "python3.12", "python3.13"):
        newer = shutil.which(name)
        if newer:
            os.execv(newer, [newer, *sys.argv])
    raise CannotGoOn(
        f"Python {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} or newer is needed; this is {sys.version.split()[0]}.\n"
        "On Debian and Ubuntu: sudo apt-get install python3.11 python3.11-venv. Elsewhere: https://www.python.org"
    )


def ensure_system(verb: str) -> None:
    """Install the system libraries Qt needs and the programs that tests and the bundle use, or say how to."""
    if sys.platform != "linux" or verb == "lint":
        return
    libraries = [package for name, package in SYSTEM_LIBRARIES.items() if not can_load(name)]
    if not any(Path(folder).is_dir() for folder in ("/usr/share/fonts", "/usr/local/share/fonts")):
        libraries.append("fonts-dejavu-core")
    programs = BUNDLE_PROGRAMS if verb == "bundle" else {}
    if verb == "test":
        programs = TEST_PROGRAMS | (CI_PROGRAMS if os.environ.get("CI") == "true" else {})
    tools = [package for name, package in programs.items() if not shutil.which(name)]
    if not libraries and not tools:
        return
    if apt_install(libraries + tools):
        return
    if libraries and (verb != "demo" or has_screen()):
        raise CannotGoOn(f"system libraries that Qt needs are missing. {how_to_install(libraries)}")
    print(f"bootstrap: some things are left out. {how_to_install(libraries + tools)}", file=sys.stderr)


def can_load(library: str) -> bool:
    """Say whether the system has a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def apt_install(packages: list[str]) -> bool:
    """Install Debian packages where that needs no password; say whether it was done."""
    apt = shutil.which("apt-get")
    if not apt:
        return False
    prefix: list[str] = []
    if os.geteuid() != 0:
        sudo = shutil.which("sudo")
        if not sudo or subprocess.call([sudo, "-n", "true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
            return False
        prefix = [sudo, "-n"]
    print(f"Installing system packages: {' '.join(packages)}", flush=True)
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    install = [apt, "install", "--yes", "--quiet=2", "--no-install-recommends", *packages]
    for command in ([apt, "update", "--quiet=2"], install):
        # apt tells its story on standard output; only what goes wrong is worth reading here.
        if subprocess.call([*prefix, *environment, *command], stdout=subprocess.DEVNULL):
            return False
    return True


def how_to_install(packages: list[str]) -> str:
    """Word the one line that installs system packages."""
    names = " ".join(packages)
    if shutil.which("apt-get"):
        return f"Run once:\n    sudo apt-get install --no-install-recommends {names}"
    return f"Install what your system calls these Debian packages: {names}"


def ensure_packages(lock: str) -> None:
    """Make `.venv` hold the packages of a lock file and this checkout; do nothing where it does already."""
    digest = digest_of(lock)
    refuse_while_another_installs()
    if UNFINISHED.exists() or not venv_works():
        shutil.rmtree(VENV, ignore_errors=True)
        make_venv()
    installed = read_stamp()
    if installed.get(lock) != digest:
        install(lock)
        installed |= {lock: digest, "python": sys.version}
        if lock == DEV_LOCK:
            installed[RUN_LOCK] = digest_of(RUN_LOCK)
        STAMP.write_text(json.dumps(installed, indent=1), encoding="utf-8")
    make_importable()


def digest_of(lock: str) -> str:
    """Return what identifies the content of a lock file."""
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def refuse_while_another_installs() -> None:
    """Stop where another run of this script is at work on `.venv` now."""
    if sys.platform == "win32" or not UNFINISHED.exists():
        return
    process = UNFINISHED.read_text(encoding="utf-8").strip()
    if process.isdecimal() and is_running(int(process)):
        raise CannotGoOn(f"process {process} is installing packages into .venv; wait until it has ended.")


def is_running(process: int) -> bool:
    """Say whether a process of this machine is still there."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def venv_works() -> bool:
    """Say whether `.venv` has a working interpreter, made by the Python that runs this."""
    if not venv_python().exists():
        return False
    made_by = read_stamp().get("python")
    if made_by:
        return made_by == sys.version
    found = subprocess.run([venv_python(), "-c", "import pip, sys; print(sys.version)"], capture_output=True, text=True)
    return found.returncode == 0 and found.stdout.strip() == sys.version


def read_stamp() -> dict[str, str]:
    """Return what the environment holds: lock file to digest, and the Python it was made by."""
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return stamp


def make_venv() -> None:
    """Make an empty `.venv`; Debian keeps what that takes in a package of its own."""
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        if not apt_install([package]):
            raise CannotGoOn(f"this Python can't make environments. {how_to_install([package])}")
    print("Making .venv", flush=True)
    VENV.mkdir(exist_ok=True)
    mark_unfinished()
    if subprocess.call([sys.executable, "-m", "venv", str(VENV)]):
        raise CannotGoOn("the environment .venv can't be made; the lines above say why.")


def mark_unfinished() -> None:
    """Note that this process is at work on `.venv`."""
    UNFINISHED.write_text(str(os.getpid()), encoding="utf-8")


def install(lock: str) -> None:
    """Install exactly the packages of a lock file, each checked against its hash."""
    count = sum(not line.startswith((" ", "#")) for line in (ROOT / lock).read_text(encoding="utf-8").splitlines())
    print(f"Installing the {count} packages of {lock}: about half a gigabyte, once; some minutes", flush=True)
    mark_unfinished()
    # On a terminal pip tells of each package and how far its loading is; a log stays short.
    quiet = [] if sys.stdout.isatty() and os.environ.get("CI") != "true" else ["--quiet"]
    command = [str(venv_python()), "-m", "pip", "install", *quiet, "--disable-pip-version-check", "--no-input"]
    command += ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--requirement", str(ROOT / lock)]
    if subprocess.call(command):
        raise CannotGoOn("the packages can't be installed; the lines above say why. Then run the same line again.")
    UNFINISHED.unlink()


def make_importable() -> None:
    """Let the environment find this checkout, and give it the `interviewcoder` command."""
    if sys.platform == "win32":
        packages, command = VENV / "Lib/site-packages", None
    else:
        version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
        packages, command = VENV / "lib" / version / "site-packages", VENV / "bin/interviewcoder"
    write_if_changed(packages / "interviewcoder-checkout.pth", f"{ROOT}\n")
    if command:
        start = "import sys\n\nfrom interviewcoder.__main__ import main\n\nsys.exit(main())\n"
        write_if_changed(command, f"#!{venv_python()}\n{start}")
        command.chmod(0o755)


def write_if_changed(path: Path, text: str) -> None:
    """Write a small file, unless it says the same already."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
