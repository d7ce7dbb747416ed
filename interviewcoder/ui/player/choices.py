"""How a person listens: speed, loudness and what is done to the sound, as the settings hold it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from interviewcoder.ui.player.sound_stream import UNTREATED, Treatment

SPEEDS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
GAINS_DB = (0, 5, 10, 15, 20)
HIGH_PASSES_HZ = (0, 80, 120, 200)
LOUDEST = 100


@dataclass(frozen=True, slots=True)
class Choices:
    """`volume` is 0 to 100; the treatment holds the speed."""

    treatment: Treatment = UNTREATED
    volume: int = LOUDEST

    def stored(self) -> dict[str, str]:
        """The choices as the settings hold them."""
        treatment = self.treatment
        return {
            "speed": f"{treatment.speed:g}",
            "volume": str(self.volume),
            "gain_db": str(treatment.gain_db),
            "high_pass_hz": str(treatment.high_pass_hz),
            "less_hiss": str(int(treatment.less_hiss)),
            "even": str(int(treatment.even)),
        }

    @classmethod
    def of(cls, stored: Mapping[str, str]) -> Choices:
        """The choices that settings hold; what isn't offered is as at first."""
        treatment = Treatment(
            speed=_one_of(SPEEDS, stored.get("speed"), 1.0),
            gain_db=int(_one_of(GAINS_DB, stored.get("gain_db"), 0)),
            high_pass_hz=int(_one_of(HIGH_PASSES_HZ, stored.get("high_pass_hz"), 0)),
            less_hiss=stored.get("less_hiss") == "1",
            even=stored.get("even") == "1",
        )
        return cls(treatment, int(_one_of(range(LOUDEST + 1), stored.get("volume"), LOUDEST)))


def _one_of(offered: tuple[float, ...] | tuple[int, ...] | range, written: str | None, first: float) -> float:
    try:
        value = float(written or first)
    except ValueError:
        return first
    return value if value in offered else first
