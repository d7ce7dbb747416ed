"""A transcript corrected by ear with a real keyboard, judged by the project that is left on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from interviewcoder.project import file
from interviewcoder.sources.transcript import transcript_of

if TYPE_CHECKING:
    from tests.window.conftest import Hand, Watched

    Start = Callable[[Path], Watched]

FIRST = "How did your patients hear about you before the internet came along"
SECOND = "Word of mouth mostly and then suddenly strangers were rating us with little yellow stars"


def test_words_and_speakers_are_put_right_and_nothing_loses_its_time(
    recorded_study: Path, start: Start, hand: Hand, word_ms: int
) -> None:
    window = start(recorded_study)
    window.until(lambda state: state["said"])
    hand.press("ctrl+e")
    window.until(lambda state: state["correcting"])
    place = window.word("suddenly")
    hand.do("mousemove", *place, "click", "--repeat", 2, "--delay", 60, 1)
    window.until(lambda state: state["selection"] == "suddenly")
    hand.press("F4")
    window.until(lambda state: state["playing"])
    hand.type("abruptly")
    window.until(lambda state: "then abruptly strangers" in state["said"][1][1])
    assert window.ask("state")["playing"]
    hand.press("ctrl+1")
    window.until(lambda state: [who for who, _ in state["said"]] == ["S1", "S1"])
    hand.press("ctrl+z")
    window.until(lambda state: [who for who, _ in state["said"]] == ["S1", "S2"])
    hand.press("ctrl+Home", "ctrl+shift+End", "ctrl+shift+s")
    window.until(lambda state: [who for who, _ in state["said"]] == ["S2", "S1"])
    hand.press("ctrl+Home")
    hand.type("So ")
    hand.press("ctrl+q")
    window.left()
    with file.open_project(recorded_study) as project:
        read = transcript_of(project, 1)
    assert read.text == f"So {FIRST}\n{SECOND.replace('suddenly', 'abruptly')}"
    times = {word.span.text_in(read.text): word.start_ms for word in read.words}
    spoken = [*FIRST.split(), *SECOND.replace("suddenly", "abruptly").split()]
    assert {word: times[word] for word in spoken} == {word: n * word_ms for n, word in enumerate(spoken)}


def test_undo_goes_through_typing_and_what_is_stored(recorded_study: Path, start: Start, hand: Hand) -> None:
    window = start(recorded_study)
    window.until(lambda state: state["said"])
    hand.press("ctrl+e")
    window.until(lambda state: state["correcting"])
    hand.click(window.word("mouth"))
    hand.press("ctrl+Left")
    hand.type("the ")
    window.until(lambda state: state["said"][1][1].startswith("Word of the mouth"))
    hand.press("ctrl+z")
    window.until(lambda state: state["said"][1][1] == SECOND)
    hand.press("Home", "BackSpace")
    window.until(lambda state: state["said"] == [["S1", f"{FIRST} {SECOND}"]])
    hand.press("ctrl+z")
    window.until(lambda state: state["said"] == [["S1", FIRST], ["S2", SECOND]])
    hand.press("Escape")
    window.until(lambda state: not state["correcting"])
    assert window.quit() == []
