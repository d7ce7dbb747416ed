"""The sample study is whole: its files agree with each other, word for word."""

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import av
import pytest

STUDY = Path(__file__).parents[1] / "projects" / "sample_study"
PARTICIPANTS = ("P01", "P02", "P03", "P04")
PROVENANCES = {"inductive", "deductive", "in vivo"}
# Paul Tol's qualitative schemes (SRON/EPS/TN/09-002): bright, muted, vibrant, light.
TOL = """
4477aa 66ccee 228833 ccbb44 ee6677 aa3377 bbbbbb
332288 88ccee 44aa99 117733 999933 ddcc77 cc6677 882255 aa4499 dddddd
0077bb 33bbee 009988 ee7733 cc3311 ee3377
77aadd 99ddff 44bb99 bbcc33 aaaa00 eedd88 ee8866 ffaabb
"""
COLOUR_BLIND_SAFE = {f"#{digits}" for digits in TOL.split()}

# Any: a TOML table holds text, numbers, truth values and tables.
Table = dict[str, Any]


def _load(name: str) -> Table:
    return tomllib.loads((STUDY / name).read_text(encoding="utf-8"))


def _codes() -> list[Table]:
    codes: list[Table] = _load("codes.toml")["code"]
    return codes


def _codings() -> list[Table]:
    codings: list[Table] = _load("codings.toml")["coding"]
    return codings


def _leaves() -> set[str]:
    codes = _codes()
    return {code["name"] for code in codes} - {code["parent"] for code in codes}


def _turns(source: str) -> list[tuple[str, str]]:
    """Return label and words of each turn of an interview, or of the script of a recorded one."""
    typed = STUDY / "interviews" / f"{source}.txt"
    path = typed if typed.exists() else STUDY / "scripts" / f"{source}.txt"
    pairs = [paragraph.split(": ", 1) for paragraph in path.read_text(encoding="utf-8").strip().split("\n\n")]
    return [(label, words) for label, words in pairs]


def _text(source: str) -> str:
    return "\n".join(words for _, words in _turns(source))


def _start_of(coding: Table) -> int:
    """Return where a coding's quote begins in its source, or -1."""
    text, start = _text(coding["source"]), -1
    for _ in range(coding.get("nth", 1)):
        start = text.find(coding["quote"], start + 1)
        if start < 0:
            break
    return start


def test_the_study_says_that_it_is_fictional() -> None:
    study = _load("study.toml")
    assert study["title"] and study["method"] and study["description"]
    assert "Invented" in study["fictional"]


@pytest.mark.parametrize("source", PARTICIPANTS)
def test_an_interview_alternates_between_interviewer_and_participant(source: str) -> None:
    labels = [label for label, _ in _turns(source)]
    assert labels == ["I", source] * (len(labels) // 2)
    assert all(words == words.strip() and "\n" not in words for _, words in _turns(source))
    assert 450 <= len(_text(source).split()) <= 1100


def test_each_participant_has_one_source_that_exists() -> None:
    cases = _load("cases.toml")["case"]
    assert [case["name"] for case in cases] == [case["source"] for case in cases] == list(PARTICIPANTS)
    on_disk = [path.stem for folder in ("interviews", "recordings") for path in (STUDY / folder).iterdir()]
    assert sorted(on_disk) == list(PARTICIPANTS)


def test_every_participant_has_the_same_attributes_as_text() -> None:
    attributes = [case["attributes"] for case in _load("cases.toml")["case"]]
    assert {frozenset(each) for each in attributes} == {frozenset(attributes[0])}
    assert {"role", "site", "years_in_practice"} <= set(attributes[0])
    assert all(isinstance(value, str) and value for each in attributes for value in each.values())
    assert Counter(each["role"] for each in attributes) == {"nurse": 2, "physician": 1, "quality manager": 1}


def test_codes_form_a_tree_of_three_to_five_themes() -> None:
    codes = _codes()
    seen = {""}
    for code in codes:
        assert code["parent"] in seen, f"{code['name']} stands before its parent"
        assert code["name"] not in seen, f"{code['name']} is there twice"
        seen.add(code["name"])
    assert 12 <= len(_leaves()) <= len(codes) <= 20
    assert 3 <= sum(code["parent"] == "" for code in codes) <= 5


@pytest.mark.parametrize("code", _codes(), ids=lambda code: str(code["name"]))
def test_a_code_is_fully_described(code: Table) -> None:
    for field in ("brief", "definition", "use_when", "dont_use_when", "provenance_note"):
        assert code[field] == code[field].strip() != ""
        assert "\n" not in code[field]
    assert len(code["brief"]) < len(code["definition"])
    assert code["provenance"] in PROVENANCES
    assert code["colour"] in COLOUR_BLIND_SAFE


def test_a_description_refers_to_codes_by_their_names() -> None:
    names = {code["name"] for code in _codes()}
    for code in _codes():
        for name in re.findall(r"\(use “([^”]+)”\)", code["dont_use_when"]):
            assert name in names - {code["name"]}


def test_codes_that_are_applied_differ_in_colour() -> None:
    leaves = _leaves()
    colours = [code["colour"] for code in _codes() if code["name"] in leaves]
    assert len(set(colours)) == len(colours)


def test_an_in_vivo_code_is_named_by_words_of_an_interview() -> None:
    spoken = " ".join(_text(source) for source in PARTICIPANTS).casefold()
    named = [code["name"] for code in _codes() if code["provenance"] == "in vivo"]
    assert len(named) >= 2
    assert all(name.casefold() in spoken for name in named)


def test_every_quote_is_found_in_one_turn_of_its_source() -> None:
    for coding in _codings():
        assert _start_of(coding) >= 0, coding
        assert "\n" not in coding["quote"] and coding["quote"] == coding["quote"].strip()


def test_nth_is_given_exactly_where_the_words_come_more_than_once() -> None:
    for coding in _codings():
        assert ("nth" in coding) == (_text(coding["source"]).count(coding["quote"]) > 1), coding


def test_codings_are_given_to_leaves_by_known_coders_and_once() -> None:
    codings = _codings()
    assert {coding["code"] for coding in codings} == _leaves()
    assert {coding["coder"] for coding in codings} == set(_load("study.toml")["coders"])
    places = [(c["source"], _start_of(c), len(c["quote"]), c["code"], c["coder"]) for c in codings]
    assert len(set(places)) == len(places)
    assert places == sorted(places, key=lambda place: (place[0], place[1], -place[2], place[3]))


def test_codings_are_about_eighty_and_some_overlap() -> None:
    codings = _codings()
    assert 75 <= len(codings) <= 85
    ends = [(c["source"], _start_of(c), _start_of(c) + len(c["quote"])) for c in codings]
    overlapping = [
        (one, other)
        for index, one in enumerate(ends)
        for other in ends[index + 1 :]
        if one[0] == other[0] and one[1] < other[2] and other[1] < one[2]
    ]
    assert len(overlapping) >= 3


def test_no_participant_supplies_over_a_quarter_of_codings_or_exemplars() -> None:
    codings = _codings()
    for chosen in (codings, [coding for coding in codings if coding.get("exemplar")]):
        counts = Counter(coding["source"] for coding in chosen)
        assert set(counts) == set(PARTICIPANTS)
        assert max(counts.values()) <= len(chosen) / 4


def test_every_code_but_two_has_one_to_three_exemplars() -> None:
    exemplars = Counter(coding["code"] for coding in _codings() if coding.get("exemplar"))
    assert set(exemplars.values()) <= {1, 2, 3}
    assert len(_leaves() - set(exemplars)) == 2


def test_every_code_is_heard_from_at_least_three_participants() -> None:
    for name in _leaves():
        assert len({coding["source"] for coding in _codings() if coding["code"] == name}) >= 3, name


def test_the_recording_decodes_to_three_to_four_and_a_half_minutes_of_mono_opus() -> None:
    path = STUDY / "recordings" / "P02.opus"
    assert path.stat().st_size < 1_200_000
    with av.open(str(path)) as recording:
        stream = recording.streams.audio[0]
        assert (stream.codec_context.name, stream.codec_context.channels) == ("opus", 1)
        seconds = sum(frame.samples / frame.sample_rate for frame in recording.decode(stream))
    assert 180 <= seconds <= 270
