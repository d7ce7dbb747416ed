"""A study of real interviews from an empty window to a codebook, by mouse and keyboard alone.

All of its three hundred codings are made with real X events, one after the other, as a
person would: most of the test's time goes there. What the tables hold is compared row by
row when all was undone and done again, and so is the codebook that is left on disk.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interviewcoder.coding import versions
from interviewcoder.coding.code_snapshot import canonical
from interviewcoder.project import file, steps
from tests.window.researcher import RECENT, Passage, Researcher

if TYPE_CHECKING:
    from tests.window.conftest import Hand, Watched

    Start = Callable[[Path], Watched]

INTERVIEWS = 23
CODINGS, HALF = 300, 150
# A theme and its codes; with the themes twenty-five, and five more in vivo.
THEMES = {
    "Complaint": ("Where it hurts", "How it began", "How it feels", "What makes it worse"),
    "Life at home": ("Family", "Work", "Smoking and drinking", "Who helps"),
    "Doctor asks": ("Open question", "Closed question", "Checking back", "Excuse for asking"),
    "Patient tells": ("Plain answer", "More than was asked", "Doubt", "Own explanation"),
    "Feeling": ("Worry", "Relief", "Impatience", "Trust"),
}
NEW = [f"{theme} > {code}" for theme, below in THEMES.items() for code in below]
# Afterwards; the codes in vivo, which follow, are the patients' words.
REWORKED = """
Complaint, Where it hurts, How it began, How it feels, What makes it worse,
Life at home, People around, Smoking and drinking, Who helps,
Doctor asks, Open question, Closed question, Excuse for asking,
Patient tells, Plain answer, More than was asked, Own explanation, Trust, In the doctor, In oneself,
Feeling, Unease, Doubt
"""
WORK = ("source", "turn", "speaker", "code", "segment", "memo", "memo_link", "participant", "case_source", "tally")


def code_the_interviews(study: Researcher, interviews: list[str], new: Iterator[str], until: int) -> None:
    """Code interview after interview by every road, until there are so many codings."""
    for name in interviews:
        study.open_source(name)
        for place, passage in enumerate(study.passages(count=14)):
            if len(study.coded) == until:
                return
            code_by_some_road(study, passage, next(new, ""), place)


def code_by_some_road(study: Researcher, passage: Passage, new: str, place: int) -> None:
    if new == "in vivo":
        study.code_in_vivo(passage)
    elif new:
        study.code_by_typing(passage, new)
    elif place == 3:
        study.code_by_typing(passage, study.recent[4])
    elif place in (5, 9):
        study.code_again(passage)
    elif place == 7 and study.source.endswith("1"):
        study.drag_code_onto(passage, study.recent[6])
    elif place == 7 and study.source.endswith("2"):
        study.drag_onto_code(passage, study.recent[7])
    else:
        study.code_by_number(passage, 1 + (5 * len(study.coded) + place) % RECENT)


def rework_the_codebook(study: Researcher) -> None:
    """Merge three times, split one, move two; the card is folded so that all codes have room."""
    study.hand.click(study.code("Worry"))
    study.hand.click(study.window.part("Show the code card"))
    study.merge(["Relief", "Impatience"], "Worry", "Unease")
    study.merge(["Work"], "Family", "People around")
    study.merge_by_dragging("Checking back", "Closed question")
    study.split("Trust", ("In the doctor", "In oneself"), dealt="12112")
    study.move_by_dragging("Trust", "Patient tells")
    study.move_by_dragging("Doubt", "Feeling")


def brought_back_exactly(path: Path) -> None:
    """The version holds what it held, the codebook has its codes again to the letter, and so has the history."""
    with file.open_project(path) as project:
        (version,) = versions.listing(project)
        book = versions.content(project, version.id)
        assert version.name == "v1" and hashlib.sha256(book).hexdigest() == version.sha256
        now = {code.uuid: code for code in versions.rebuild(project, None)}
        saved = versions.rebuild(project, version.id)
        assert canonical(now[code.uuid] for code in saved) == book
        newer = [code.name for uuid, code in now.items() if uuid not in {code.uuid for code in saved}]
        assert sorted(newer) == ["In oneself", "In the doctor", "Not in version v1"]
        (saving,) = list(steps.page(project, labels=["Save codebook version"]))
        project.go_to(saving.id)
        assert versions.now_sha256(project) == version.sha256


@pytest.fixture
def interviews(shared_data: Path) -> list[Path]:
    """Transcripts of real talks between a doctor and somebody who plays a patient."""
    found = sorted((shared_data / "transcripts" / "osce").glob("*.txt"))
    if len(found) < INTERVIEWS:
        pytest.skip("the interviews aren't there")
    return found


@pytest.mark.long
def test_a_study_of_real_interviews_goes_back_to_nothing_and_comes_back_whole(
    tmp_path: Path, interviews: list[Path], start: Start, hand: Hand
) -> None:
    path = tmp_path / "consultations.icproj"
    window = start(path)
    study = Researcher(window, hand)
    study.begin_project(path, "Consultations")

    def rows(*tables: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = window.ask("rows_of", tables=tables or WORK)
        return found

    nothing = rows()
    study.add_files(interviews)
    names = [interview.stem for interview in interviews]
    study.add_participants(names[:4])
    new = chain(NEW, ["in vivo"] * 5)
    code_the_interviews(study, names[:12], new, until=HALF)
    study.save_version("v1")
    code_the_interviews(study, names[12:], new, until=CODINGS)
    *_, first, second = study.passages(count=16)
    study.write_memo(first, "Opening", "Nearly all begin so.")
    study.write_memo(second, "Later", "Whose words are these?")
    coded = rows()
    assert len(coded["code"]) == 30 and len(coded["segment"]) == CODINGS and len(coded["memo"]) == 2
    assert len(coded["source"]) == INTERVIEWS and len(coded["case_source"]) == 4
    found = [(words, code) for words, code, _ in window.ask("state")["codings"]]
    meant = [(words, code) for _, words, code in study.coded]
    assert (Counter(found) - Counter(meant), Counter(meant) - Counter(found)) == (Counter(), Counter())
    rework_the_codebook(study)
    reworked = rows()
    assert window.ask("state")["codes"][:-5] == REWORKED.strip().replace(",\n", ", ").split(", ")
    assert reworked["segment"] != coded["segment"] and len(reworked["segment"]) == CODINGS

    assert study.press_until("ctrl+z", "undo") > CODINGS
    assert rows() == nothing
    study.go_in_history("Home")
    assert rows() == reworked

    study.bring_back_version()
    assert len(window.quit()) == CODINGS
    brought_back_exactly(path)
