"""What a volume is, and whether it is encrypted, as every system's answers are told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["fixed", "removable", "network", "host", "memory", "unknown"]
Answer = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class Volume:
    """Where a file lies.

    `device` is the system's name for what holds it. `kind`: `fixed` is built
    into the machine, `network` a drive of another, `host` a folder of the
    computer around a virtual machine, `memory` is gone when the machine is
    switched off. `evidence` is what the system said of it.
    """

    mount_point: Path
    file_system: str
    device: str
    kind: Kind
    evidence: str


@dataclass(frozen=True, slots=True)
class Encryption:
    """Whether a volume is encrypted, with what the system said of it."""

    answer: Answer
    evidence: str
