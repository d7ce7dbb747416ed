"""What the recogniser is told about a recording before it listens."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True, slots=True)
class Hearing:
    """How a recording is to be heard.

    `model` is a name or a folder, `language` a code or "auto" (each block is
    then asked for its own), `speakers` how many people speak (None: estimate,
    which is weak). `by_channel`: a stereo recording has one speaker on each
    channel. `verbatim` keeps fillers such as "um"; `glossary` are names and
    terms that are likely to occur. `translate` gives English whatever is
    spoken. `careful` searches wider and trusts nothing that was heard before:
    for a passage that came out badly.
    """

    model: str = "base"
    language: str = "auto"
    speakers: int | None = 2
    by_channel: bool = False
    verbatim: bool = False
    glossary: tuple[str, ...] = ()
    translate: bool = False
    careful: bool = False

    def to_json(self) -> str:
        """Return the same as the project file keeps it."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, stored: str) -> Hearing:
        """Read back what `to_json` wrote; what a later version added is passed over."""
        values = json.loads(stored)
        known = {field.name: values[field.name] for field in fields(cls) if field.name in values}
        return cls(**{**known, "glossary": tuple(known.get("glossary", ()))})
