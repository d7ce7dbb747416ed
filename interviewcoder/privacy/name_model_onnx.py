"""A recogniser of names from a folder: a token classifier as ONNX, as many are published.

The folder holds `model.onnx`, `tokenizer.json` and `config.json` with its
labels (`id2label`: “B-PER”, “LOC”, …). Nothing is fetched; what the files are worth is the
business of who chose them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interviewcoder.errors import ModelDamaged, ModelMissing
from interviewcoder.privacy.possible_identifier import Found
from interviewcoder.privacy.said_words import SaidWord
from interviewcoder.sources.text import Span

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

FILES = ("model.onnx", "tokenizer.json", "config.json")
# Most such models read 512 pieces of words at once; a thousand characters are some 300.
_MOST_CHARACTERS, _MOST_PIECES = 1000, 510
_LEAST = 0.5
_KINDS = {
    **dict.fromkeys(("PER", "PERSON", "NAME", "GIVENNAME", "SURNAME", "FIRSTNAME", "LASTNAME"), "name"),
    **dict.fromkeys(("LOC", "LOCATION", "GPE", "FAC", "CITY", "STREET", "ADDRESS"), "place"),
    **dict.fromkeys(("ORG", "ORGANIZATION", "ORGANISATION"), "organisation"),
}


class OnnxNameModel:
    """The model of a folder, loaded.

    Raises:
        ModelMissing: the folder lacks a file.
        ModelDamaged: it can't be read.
    """

    def __init__(self, folder: Path) -> None:
        if missing := [name for name in FILES if not (folder / name).is_file()]:
            raise ModelMissing(
                f"The folder “{folder.name}” has no {' and no '.join(missing)}.",
                f"A recogniser of names consists of {', '.join(FILES)}.",
            )
        self._folder = folder
        try:
            labels = json.loads((folder / "config.json").read_text(encoding="utf-8"))["id2label"]
            self._kinds: Mapping[int, str | None] = {int(number): _kind(label) for number, label in labels.items()}
            # Any: neither comes with types.
            self._tokenizer: Any = _tokenizer(folder / "tokenizer.json")
            self._session: Any = _session(folder / "model.onnx")
        except Exception as error:  # both libraries raise bare exceptions of their own
            raise ModelDamaged(
                f"The recogniser of names in “{folder.name}” can't be read.", "Copy its files once more."
            ) from error
        self._inputs = frozenset(each.name for each in self._session.get_inputs())

    @property
    def title(self) -> str:
        """What it is called, for a person."""
        return self._folder.name

    def names(self, text: str, words: Sequence[SaidWord]) -> list[Found]:
        """All names it recognises; a word is what its first piece is."""
        starts = {word.start: place for place, word in enumerate(words)}
        told: dict[int, tuple[str, float]] = {}
        for begin, end in _portions(text):
            for start, kind, share in self._pieces(text, begin, end):
                place = starts.get(start)
                if place is not None and place not in told:
                    told[place] = kind, share
        return list(_joined(text, words, told))

    def _pieces(self, text: str, begin: int, end: int) -> Iterator[tuple[int, str, float]]:
        """The pieces of a portion that are of a name: where they begin, the kind, how sure."""
        encoded = self._tokenizer.encode(text[begin:end])
        if len(encoded.ids) > _MOST_PIECES:
            middle = (begin + end) // 2
            yield from self._pieces(text, begin, middle)
            yield from self._pieces(text, middle, end)
            return
        shares = _shares(self._run(encoded))
        for (start, stop), row in zip(encoded.offsets, shares, strict=True):
            best = int(row.argmax())
            kind = self._kinds.get(best)
            if kind is not None and stop > start and row[best] >= _LEAST:
                # Some tokenizers count the space before a word as its own.
                space = len(text[begin + start : begin + stop]) - len(text[begin + start : begin + stop].lstrip())
                yield begin + start + space, kind, float(row[best])

    def _run(self, encoded: Any) -> npt.NDArray[np.float32]:
        import numpy as np

        known = {"input_ids": encoded.ids, "attention_mask": encoded.attention_mask, "token_type_ids": encoded.type_ids}
        given = {name: np.array([row], dtype=np.int64) for name, row in known.items() if name in self._inputs}
        logits: npt.NDArray[np.float32] = self._session.run(None, given)[0][0]
        return logits


def _kind(label: str) -> str | None:
    return _KINDS.get(label.upper().removeprefix("B-").removeprefix("I-").replace("_", ""))


def _tokenizer(path: Path) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _session(path: Path) -> Any:
    # Read when the library is imported; this version has no telemetry, the switch is for any other.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime  # type: ignore[import-untyped]

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _shares(logits: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    import numpy as np

    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: npt.NDArray[np.float32] = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def _portions(text: str) -> Iterator[tuple[int, int]]:
    """A text in portions that the model can read at once, cut at the ends of turns or at spaces."""
    begin = 0
    while begin < len(text):
        end = min(begin + _MOST_CHARACTERS, len(text))
        if end < len(text):
            turn, space = text.rfind("\n", begin + 1, end), text.rfind(" ", begin + 1, end)
            # A turn is cut rather than much is read alone.
            end = (turn if turn > begin + _MOST_CHARACTERS // 2 else max(turn, space)) + 1 or end
        yield begin, end
        begin = end


def _joined(text: str, words: Sequence[SaidWord], told: Mapping[int, tuple[str, float]]) -> Iterator[Found]:
    """Words of one kind that stand side by side, as one name."""
    places = sorted(told)
    at = 0
    while at < len(places):
        first = last = places[at]
        kind, share = told[first]
        while (
            at + 1 < len(places)
            and places[at + 1] == last + 1
            and told[last + 1][0] == kind
            and text[words[last].end : words[last + 1].start] in (" ", "-", ". ")
        ):
            at += 1
            last = places[at]
            share = max(share, told[last][1])
        at += 1
        span = Span(words[first].start, words[last].bare_end)
        yield Found(span, kind, "model", round(0.45 + 0.35 * share, 2), "Looks like a name to the recogniser")
