"""Steps of the history in words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import interviewcoder
from interviewcoder.ui.step_words import KINDS, kind_names, labels_of, reason_of, step_words

_PACKAGE = Path(interviewcoder.__file__).parent


@pytest.mark.parametrize(
    ("label", "about", "words"),
    [
        (
            "Merge codes",
            {"code": "Fear", "into": "Legal risk", "codings": 14},
            "Merged “Fear” into “Legal risk”, 14 codings",
        ),
        (
            "Merge codes",
            {"code": "Fear", "into": "Legal risk", "codings": 1},
            "Merged “Fear” into “Legal risk”, 1 coding",
        ),
        ("Merge codes", {"code": "Fear", "into": "Legal risk", "codings": 0}, "Merged “Fear” into “Legal risk”"),
        (
            "Code passage",
            {"code": "Fear", "words": "I was afraid", "source": "P07"},
            "Coded as “Fear”: “I was afraid” in P07",
        ),
        ("Code passage", {"code": "Fear", "words": "I was afraid"}, "Coded as “Fear”: “I was afraid”"),
        (
            "Correct text",
            {"source": "P07", "count": 1, "before": "teh", "after": "the"},
            "Corrected “teh” to “the” in P07",
        ),
        ("Correct text", {"source": "P07", "count": 1, "before": "um", "after": ""}, "Deleted “um” in P07"),
        ("Correct text", {"source": "P07", "count": 1200}, "Corrected 1,200 places in P07"),
        ("Verify to here", {"source": "P07", "time_ms": 723_000}, "Checked P07 up to 12:03"),
        ("Add transcript", {"source": "P07", "count": 1}, "Added the transcript “P07”"),
        ("Add transcript", {"source": "P07", "count": 5}, "Added 5 transcripts: “P07” and others"),
    ],
)
def test_a_step_is_told_with_what_it_was_about(label: str, about: dict[str, str | int], words: str) -> None:
    assert step_words(label, about) == words


def test_a_step_of_an_older_file_is_told_by_its_label_and_how_much_it_touched() -> None:
    ids = {"segment": range(14), "code": [3], "words": [1]}
    assert step_words("Merge codes", {}, ids) == "Merge codes (14 codings, 1 code)"
    assert step_words("Transcribe", {}, {"turn": [1, 2]}) == "Transcribe"


def test_a_label_that_nobody_knows_is_told_as_it_is() -> None:
    assert step_words("Set up the codebook", {"code": "Fear"}) == "Set up the codebook"


def test_what_people_wrote_stays_on_one_line_and_is_taken_for_no_placeholder() -> None:
    about: dict[str, str | int] = {"code": "a {b} <i>\nc</i>", "name": "{code}"}
    assert step_words("Rename code", about) == "Renamed the code “a {b} <i> c</i>” to “{code}”"
    assert reason_of({"reason": "one\n two"}) == "one two"


def test_every_label_of_a_step_in_the_program_has_its_words_and_its_kind() -> None:
    told = {label for kind in KINDS for label in labels_of(kind)} | {"Rename project"}
    assert kind_names().keys() == set(KINDS)
    assert set(_labels()) - told == set()


def _labels() -> Iterator[str]:
    """The labels that the program gives to `op`, written there or handed on as `label`."""
    for path in _PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "op":
                yield from _strings(node.args[0])
            elif isinstance(node, ast.Call):
                yield from (text for word in node.keywords if word.arg == "label" for text in _strings(word.value))


def _strings(node: ast.expr) -> list[str]:
    if isinstance(node, ast.IfExp):
        return _strings(node.body) + _strings(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []
