"""Add Whisper models to this machine and remove them: whole, or not at all."""

from __future__ import annotations

import os
import re
import tarfile
import zipfile
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from shutil import disk_usage
from typing import IO

from interviewcoder.errors import ModelDamaged, ModelMissing, NameTaken, NotAllowed, StorageFailed
from interviewcoder.transcription import models
from interviewcoder.transcription.models import LARGE_V3_FILE, NEEDED, PLACE_HINT, VOCABULARIES, WEIGHTS, ModelView
from interviewcoder.transcription.published_models import PUBLISHED, by_size

# Nothing else of a folder or archive is copied.
_WANTED = (*NEEDED, LARGE_V3_FILE, *VOCABULARIES)
_COPY_BYTES = 4 << 20
# The largest published model has 3.1 GB of weights and 2.5 MB of tokenizer. What is far beyond isn't one.
_MOST_WEIGHT_BYTES = 16 << 30
_MOST_TEXT_BYTES = 64 << 20
_ROOM_TO_SPARE_BYTES = 50 << 20
_ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tbz2")
# Loading these runs whatever program was put into them.
_PICKLES = (".pt", ".pth", ".ckpt", ".pkl", ".pickle", "pytorch_model.bin")
_OTHER_FORMS = (".safetensors", ".gguf", ".ggml", ".onnx", ".h5", ".msgpack", ".mlmodelc", ".nemo")
_OTHER_MAGIC = (b"lmgg", b"ggml", b"GGUF")
_CONVERTED = (
    "Get the same model in faster-whisper's (CTranslate2) form, a folder with model.bin, config.json and "
    "tokenizer.json, or convert it with ct2-transformers-converter on a machine where you trust it."
)

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A file of the model to be copied."""

    name: str
    size_bytes: int
    open: Callable[[], AbstractContextManager[IO[bytes]]]


@dataclass(frozen=True, slots=True)
class _Offer:
    """A model as it was found: its name by its folder or archive, and its files."""

    name: str
    pieces: Sequence[_Piece]


def add(path: Path, *, name: str = "", on_progress: Progress | None = None) -> ModelView:
    """Copy a model to where the program finds it, from a folder, a .zip or a .tar.

    Its name is that of the published model it is, else `name` or its folder's.
    `on_progress` hears the share copied, 0 to 1, and may raise to stop: then
    nothing stays behind.

    Raises:
        ModelMissing: there is no model that can be used; the message says why.
        ModelDamaged: it is incomplete or damaged.
        NameTaken: a model of that name is here already.
        StorageFailed: there is no room for it.
    """
    models.clear_leftovers()
    try:
        if path.is_dir():
            return _copy(_in_folder(path), name, on_progress)
        if not path.is_file():
            raise ModelMissing(f"There is no file or folder “{path}”.", PLACE_HINT)
        if path.name == WEIGHTS:
            return _copy(_in_folder(path.absolute().parent), name, on_progress)
        if path.name.lower().endswith(_ARCHIVES):
            return _from_archive(path, name, on_progress)
        _refuse_other_form(path)
        raise ModelMissing(f"“{path.name}” is no Whisper model.", PLACE_HINT)
    except OSError as failure:
        raise StorageFailed(
            f"The model can't be copied: {failure.strerror or type(failure).__name__}.",
            f"Check “{path.name}” and that “{models.user_folder()}” can be written. Nothing was added.",
        ) from failure


def remove(name: str, *, in_use: Collection[str] = ()) -> None:
    """Delete a model from this machine.

    `in_use` names models with which something is being or will be transcribed.

    Raises:
        NotAllowed: it comes with the program, is in use or lies elsewhere.
        ModelMissing: there is none of that name.
        StorageFailed: its files can't be deleted.
    """
    folder = next((folder for folder in models.installed_folders() if models.name_of(folder) == name), None)
    if folder is None:
        raise ModelMissing(f"The Whisper model “{name}” isn't on this machine.", "See which are with the list.")
    if models.is_built_in(folder):
        raise NotAllowed(f"The model “{name}” comes with the program.", "It stays, so that there is always one.")
    if name in in_use:
        raise NotAllowed(
            f"A recording is being transcribed with the model “{name}”.", "Remove it when that is finished or stopped."
        )
    gone = folder.with_name(f".removed-{name}-{os.getpid()}")
    try:
        # From here on it isn't found any more, whatever stops the deleting.
        folder.rename(gone)
    except OSError as failure:
        raise StorageFailed(
            f"The model “{name}” can't be removed: {failure.strerror}.", "Is it in use, or the folder read-only?"
        ) from failure
    models.discard(gone)


def check_all() -> list[tuple[str, ModelView | ModelDamaged]]:
    """Read every model's weights anew and say for each, by its name, what it is or what is wrong with it."""
    checked: list[tuple[str, ModelView | ModelDamaged]] = []
    for folder in models.installed_folders():
        models.forget_hash(folder)
        try:
            checked.append((models.name_of(folder), models.inspect(folder)))
        except ModelDamaged as damage:
            checked.append((models.name_of(folder), damage))
    return checked


def _in_folder(path: Path) -> _Offer:
    """Find the model in a folder or in the one folder below that has it."""
    path = path.resolve()
    found = [path] if (path / WEIGHTS).is_file() else sorted(file.parent for file in path.glob("*/" + WEIGHTS))
    # As a download cache has it: models--publisher--name/snapshots/<number>/.
    found = found or sorted(file.parent for file in path.glob("snapshots/*/" + WEIGHTS))
    if not found:
        for file in sorted(path.iterdir()):
            _refuse_other_form(file)
        raise ModelMissing(f"“{path.name}” holds no Whisper model.", PLACE_HINT)
    if len(found) > 1:
        names = ", ".join(f"“{folder.name}”" for folder in found[:5])
        raise ModelMissing(f"“{path.name}” holds several models: {names}.", "Choose the folder of one of them.")
    folder = found[0]
    files = [folder / name for name in _WANTED if (folder / name).is_file()]
    pieces = [_Piece(file.name, file.stat().st_size, lambda file=file: file.open("rb")) for file in files]  # type: ignore[misc]  # a lambda's default isn't inferred
    named_by = next((p for p in (folder, *folder.parents) if p.name.startswith("models--")), folder)
    return _Offer(_clean_name(named_by.name), pieces)


def _from_archive(path: Path, name: str, on_progress: Progress | None) -> ModelView:
    """Copy a model out of an archive; only plain files with the names of a model's are ever taken out."""
    try:
        if path.name.lower().endswith(".zip"):
            with zipfile.ZipFile(path) as packed:
                infos = [info for info in packed.infolist() if not info.is_dir()]
                if any(info.flag_bits & 1 for info in infos):
                    raise ModelMissing(f"“{path.name}” is locked with a password.", "Unpack it and add the folder.")
                _refuse_pickles(path.name, [info.filename for info in infos])
                members = [(info.filename, info.file_size, lambda info=info: packed.open(info)) for info in infos]
                return _copy(_offer_of(path, members), name, on_progress)
        with tarfile.open(path) as tar:
            files = [member for member in tar.getmembers() if member.isfile()]
            _refuse_pickles(path.name, [member.name for member in files])
            unpacked = [(file.name, file.size, lambda file=file: tar.extractfile(file)) for file in files]
            return _copy(_offer_of(path, unpacked), name, on_progress)
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, NotImplementedError, ValueError) as failure:
        raise ModelDamaged(
            f"“{path.name}” is damaged or incomplete.", "Copy it again, or unpack it and add the folder."
        ) from failure
    except Exception as failure:
        # zlib and lzma have errors of their own.
        if type(failure).__module__ not in ("zlib", "_lzma", "lzma"):
            raise
        raise ModelDamaged(f"“{path.name}” is damaged.", "Copy it again; the copy may be broken.") from failure


# The last of each member opens it; what that returns differs between zip and tar.
def _offer_of(path: Path, members: Sequence[tuple[str, int, Callable[[], object]]]) -> _Offer:
    homes = sorted({str(PurePosixPath(name).parent) for name, _, _ in members if PurePosixPath(name).name == WEIGHTS})
    if not homes:
        raise ModelMissing(f"“{path.name}” holds no Whisper model.", PLACE_HINT)
    if len(homes) > 1:
        raise ModelMissing(f"“{path.name}” holds several models.", "Unpack it and add the folder of one of them.")
    pieces = {}
    for member, size_bytes, opened in members:
        file = PurePosixPath(member)
        if str(file.parent) == homes[0] and file.name in _WANTED:
            pieces[file.name] = _Piece(file.name, size_bytes, opened)  # type: ignore[arg-type]  # both give a stream
    home = PurePosixPath(homes[0]).name
    stem = re.sub(r"\.(zip|tar(\.\w+)?|t[gx]z|tbz2)$", "", path.name, flags=re.IGNORECASE)
    return _Offer(_clean_name(home or stem), [pieces[wanted] for wanted in _WANTED if wanted in pieces])


def _copy(offer: _Offer, name: str, on_progress: Progress | None) -> ModelView:
    weights = next((piece for piece in offer.pieces if piece.name == WEIGHTS), None)
    final = _final_name(offer, name, weights.size_bytes if weights else 0)
    _refuse_incomplete(offer, final)
    for piece in offer.pieces:
        most = _MOST_WEIGHT_BYTES if piece.name == WEIGHTS else _MOST_TEXT_BYTES
        if piece.size_bytes > most:
            raise ModelMissing(f"“{piece.name}” is far larger than that of any Whisper model.", PLACE_HINT)
    if any(models.name_of(folder) == final for folder in models.installed_folders()) or final == "base":
        raise NameTaken(f"A model “{final}” is here already.", "Remove that one first, or give this one another name.")
    place = models.user_folder()
    place.mkdir(parents=True, exist_ok=True)
    total = sum(piece.size_bytes for piece in offer.pieces)
    if disk_usage(place).free < total + _ROOM_TO_SPARE_BYTES:
        raise StorageFailed(
            f"There is no room for the model: it takes {total / 1e6:,.0f} MB.", "Make room on the disk and try again."
        )
    partial = place / f".adding-{final}-{os.getpid()}"
    models.discard(partial)
    partial.mkdir()
    try:
        # In a folder of the final name inside the hidden one: what it is checked against goes by that name.
        made = partial / f"whisper-{final}"
        made.mkdir()
        _copy_pieces(offer.pieces, made, total, on_progress or (lambda share: None))
        models.inspect(made)
        models.make_read_only(made)
        target = place / made.name
        made.rename(target)
    finally:
        models.discard(partial)
    return models.inspect(target)


def _copy_pieces(pieces: Sequence[_Piece], folder: Path, total: int, report: Progress) -> None:
    done = 0
    for piece in pieces:
        with piece.open() as source, (folder / piece.name).open("xb") as copy:
            left = piece.size_bytes
            while left and (block := source.read(min(_COPY_BYTES, left))):
                copy.write(block)
                left -= len(block)
                done += len(block)
                report(done / total)
        if left:
            raise ModelDamaged(f"“{piece.name}” ends before it should.", "Copy the model again.")


def _final_name(offer: _Offer, name: str, size_bytes: int) -> str:
    """Name a model as the published one that it claims or seems to be, else as the person says."""
    if offer.name in PUBLISHED:
        return offer.name
    final = _clean_name(name) or by_size(size_bytes) or offer.name
    if not final:
        raise NameTaken("The model has no name.", "Name its folder, or give a name.")
    return final


def _clean_name(name: str) -> str:
    """Take what packagers put around a model's name off it."""
    name = re.sub(r"^models--[^-]+(-[^-]+)*?--", "", name)
    name = re.sub(r"^(faster[-_])?(distil[-_])?whisper[-_]", lambda m: "distil-" if m[2] else "", name)
    return re.sub(r"[^\w.\-]+", "-", name).strip(".-")[:60]


def _refuse_incomplete(offer: _Offer, name: str) -> None:
    there = {piece.name for piece in offer.pieces}
    needed = [*NEEDED, LARGE_V3_FILE] if name.startswith("large-v3") else NEEDED
    missing = [file for file in needed if file not in there]
    if not there.intersection(VOCABULARIES):
        missing.append(VOCABULARIES[0])
    if missing:
        raise ModelDamaged(
            f"The model “{name}” is incomplete: {', '.join(missing)} missing.", "Copy it again with all its files."
        )


def _refuse_other_form(file: Path) -> None:
    lower = file.name.lower()
    if not file.is_file():
        return
    _refuse_pickles(file.name, [file.name])
    with file.open("rb") as stream:
        beginning = stream.read(4)
    if beginning in _OTHER_MAGIC or lower.endswith(_OTHER_FORMS):
        raise ModelMissing(f"“{file.name}” is a model in another program's form.", _CONVERTED)
    if zipfile.is_zipfile(file) and not lower.endswith(_ARCHIVES):
        with zipfile.ZipFile(file) as packed:
            _refuse_pickles(file.name, packed.namelist())


def _refuse_pickles(shown: str, names: Sequence[str]) -> None:
    if any(name.lower().endswith(_PICKLES) for name in names):
        raise ModelMissing(
            f"“{shown}” is a model of PyTorch. Opening such a file runs any program that was put into it, "
            "so it isn't opened.",
            _CONVERTED,
        )
