"""A recogniser of names from a folder of the researcher's is used, and faults of it are said."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from pathlib import Path

import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from interviewcoder.errors import ModelDamaged, ModelMissing
from interviewcoder.privacy.detection import suggest_text
from interviewcoder.privacy.name_model import load_name_model
from interviewcoder.privacy.name_recogniser import own_recogniser

LABELS = ("O", "B-PER", "I-PER", "B-LOC", "B-ORG")
VOCABULARY = {"[UNK]": 0, "Wilfreda": 1, "Okonjo": 2, "Zembla": 3, "Acmeon": 4}


def number(value: int) -> bytes:
    """A protobuf varint."""
    row = b""
    while value > 127:
        row += bytes([value & 127 | 128])
        value >>= 7
    return row + bytes([value])


def field(place: int, value: int | bytes | str) -> bytes:
    """A protobuf field."""
    if isinstance(value, int):
        return number(place << 3) + number(value)
    content = value.encode() if isinstance(value, str) else value
    return number(place << 3 | 2) + number(len(content)) + content


def tensor(place: int, name: str, element: int, sizes: Sequence[str]) -> bytes:
    shape = b"".join(field(1, field(2, size)) for size in sizes)
    return field(place, field(1, name) + field(2, field(1, field(1, element) + field(2, shape))))


def onnx_table() -> bytes:
    """A model in ONNX that gives each word of the vocabulary the label of its number: one Gather from a table."""
    rows = [[8.0 if label == word else 0.0 for label in range(len(LABELS))] for word in range(len(VOCABULARY))]
    values = b"".join(struct.pack("<f", value) for row in rows for value in row)
    table = field(1, len(rows)) + field(1, len(LABELS)) + field(2, 1) + field(8, "table") + field(9, values)
    node = field(1, "table") + field(1, "input_ids") + field(2, "logits") + field(4, "Gather")
    inputs = tensor(11, "input_ids", 7, ("batch", "pieces"))
    outputs = tensor(12, "logits", 1, ("batch", "pieces", "labels"))
    graph = field(1, node) + field(2, "names") + field(5, table) + inputs + outputs
    return field(1, 8) + field(8, field(1, "") + field(2, 13)) + field(7, graph)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small recogniser that knows five words."""
    (tmp_path / "model.onnx").write_bytes(onnx_table())
    tokenizer = Tokenizer(WordLevel(VOCABULARY, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    labels = {str(place): label for place, label in enumerate(LABELS)}
    (tmp_path / "config.json").write_text(json.dumps({"id2label": labels}), encoding="utf-8")
    return tmp_path


def test_names_of_a_folders_model_are_suggested_with_their_kind(folder: Path) -> None:
    text = "Then Wilfreda Okonjo went off\nZembla is where Acmeon is"
    found = suggest_text(text, model=load_name_model(folder))
    assert [(each.span.text_in(text), each.kind, each.found_by) for each in found] == [
        ("Wilfreda Okonjo", "name", "model"),
        ("Zembla", "place", "model"),
        ("Acmeon", "organisation", "model"),
    ]


def test_a_long_text_is_read_in_portions_without_losing_a_place(folder: Path) -> None:
    text = ("it went on and on, day by day. " * 70 + "Wilfreda said so\n") * 4
    found = [each for each in suggest_text(text, model=load_name_model(folder)) if each.found_by == "model"]
    assert [each.span.text_in(text) for each in found] == ["Wilfreda"] * 4


def test_a_folder_that_lacks_a_file_is_told(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()
    with pytest.raises(ModelMissing, match=r"has no tokenizer\.json"):
        load_name_model(folder)


def test_a_damaged_model_is_told(folder: Path) -> None:
    (folder / "model.onnx").write_bytes(b"no model")
    with pytest.raises(ModelDamaged, match="can't be read"):
        load_name_model(folder)


def test_without_a_folder_the_one_that_comes_with_the_program_is_used() -> None:
    assert load_name_model() is own_recogniser()
    text = "After that Rajinder made tea."
    assert [each.span.text_in(text) for each in suggest_text(text, model=load_name_model())] == ["Rajinder"]
