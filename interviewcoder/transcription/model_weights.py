"""Read through a model's weights without loading them: are they Whisper's, and are they all there?"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from interviewcoder.errors import ModelDamaged, ModelMissing

# CTranslate2 writes versions up to 6; what it will write later may look different.
_VERSIONS = range(2, 7)
_MOST_DIMENSIONS = 8
_FIRST_LAYER = "encoder/conv1/weight"


@dataclass(frozen=True, slots=True)
class WeightFacts:
    """What the weights tell of themselves; `bands` is how many bands of pitch they hear (80, or 128 of large-v3)."""

    bands: int


def check_weights(path: Path) -> WeightFacts:
    """Walk through a model.bin from variable to variable; takes milliseconds whatever its size.

    Raises:
        ModelMissing: it is no Whisper model in CTranslate2's form.
        ModelDamaged: it ends before it should.
    """
    size_bytes = path.stat().st_size
    with path.open("rb") as file:
        try:
            version = _number(file, "<I")
            if version not in _VERSIONS or _text(file) != "WhisperSpec":
                raise ModelMissing(
                    f"“{path.name}” isn't a Whisper model in faster-whisper's form.",
                    "Models of other programs, and other kinds of models, can't be used here.",
                )
            _number(file, "<I")  # the specification's revision
            bands = _variables(file, size_bytes)
            if version >= 3:
                for _ in range(2 * _number(file, "<I")):
                    _text(file)
        except (struct.error, UnicodeDecodeError, ValueError) as failure:
            raise _incomplete(path) from failure
    return WeightFacts(bands)


def _variables(file: BinaryIO, size_bytes: int) -> int:
    bands = 0
    for _ in range(_number(file, "<I")):
        name, rank = _text(file), _number(file, "<B")
        if rank > _MOST_DIMENSIONS:
            raise ValueError("no variable has that many dimensions")
        shape = struct.unpack(f"<{rank}I", file.read(4 * rank))
        _number(file, "<B")  # the kind of its numbers
        end = _number(file, "<I") + file.tell()
        if end > size_bytes:
            raise ValueError("the file ends within a variable")
        file.seek(end)
        if name == _FIRST_LAYER and rank == 3:
            bands = shape[1]
    return bands


def _number(file: BinaryIO, layout: str) -> int:
    (number,) = struct.unpack(layout, file.read(struct.calcsize(layout)))
    return int(number)


def _text(file: BinaryIO) -> str:
    length = _number(file, "<H")
    content = file.read(length)
    if len(content) < length:
        raise ValueError("the file ends within a name")
    return content.rstrip(b"\0").decode("utf-8")


def _incomplete(path: Path) -> ModelDamaged:
    return ModelDamaged(
        f"The model's weights (“{path.name}”) are incomplete or damaged.",
        "Copy them again from where they come; the copy may have been interrupted.",
    )
