"""Read a typed transcript: speaker labels at the start of turns, and time marks as f4, Otter and others set them."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from interviewcoder.sources.cues import WORD_MARKS, is_code, is_name, is_role
from interviewcoder.sources.text import normalise
from interviewcoder.sources.time_marks import Mark, cut_long, joint, milliseconds, timed_turn
from interviewcoder.sources.transcript import SpokenTurn
from interviewcoder.sources.transcript_file import ReadTranscript, TranscriptFile

# A label is short, has no sentence in it, and begins a line. What follows it tells that it is one:
# a colon, or the time at which the turn begins; Markdown may set it in bold.
_TIME = r"(?:(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)"
# Invisible signs that say which way a line runs; Word sets them around labels in Hebrew and Arabic.
_DIRECTIONS = "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_LABEL = rf"(?P<label>[^\W_][\w{WORD_MARKS} .’'\"“”״׳#&+()/-]{{0,47}}?)[{_DIRECTIONS}]*"
_WHO = rf"(?P<bold>\*\*)?{_LABEL}\s?"
_WHAT = r"(?:(?(time)\s*|\s+)(?P<text>\S.*))?$"
_WITH_COLON = re.compile(
    rf"^(?:[\[(](?P<before>{_TIME})[\])]\s*)?{_WHO}(?::(?(bold)\*\*)|(?(bold)\*\*:|:))"
    rf"(?:\s+[\[(](?P<time>{_TIME})[\])])?{_WHAT}"
)
# “I:Well” is typed in haste, “12:30” and “https://” are not; a colon of full width needs no blank.
_LEADING_DIRECTIONS = re.compile(f"^[{_DIRECTIONS}]+")
_WITH_TIGHT_COLON = re.compile(rf"^(?!\d){_LABEL}(?:\s?：\s*(?P<full>\S.*)?|:(?P<tight>[^\s\d:/\\].*))$")
_IN_BOLD_WITH_TIME = re.compile(rf"^{_WHO}(?<=\S)\*\*\s+[\[(](?P<time>{_TIME})[\])]:?{_WHAT}")
_BEFORE_TIME_ALONE = re.compile(rf"^{_WHO}\s+[\[(]?(?P<time>{_TIME})[\])]?:?$")
_BEFORE_TAB = re.compile(r"^(?P<label>[^\W_][\w .’'()/-]{0,15}?)[ ]*\t+(?P<text>\S.*)$")
# People take 70 ms for a letter, with the pauses of a slow speaker three times that.
_SLOWEST_MS = 250
_SHORTEST_TURN_MS = 2_000
# A label that occurs once may be a word before a colon; interviews come back to their speakers.
_TIMES_A_LABEL_RETURNS = 2
# Where such a share of the lines has a label, one that looks like a name needn't return.
_SHARE_LABELLED = 0.95
# In such a share of the lines a tab makes a label of what stands before it.
_SHARE_WITH_TAB = 0.5

# f4 sets the time of its end behind a passage: #00:12:03-4#. Others set [00:12:03] where it is said. A time without
# hours counts at a line's beginning and end alone, one in round brackets at its beginning: elsewhere it may be a verse
# or a clock.
_MARK = re.compile(
    r"#(?P<f4>\d{1,2}:\d{2}:\d{2}(?:[-.,]\d{1,3})?)#"
    r"|\[(?P<long>\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,3})?)\]"
    rf"|(?:^|(?<=\s))\[(?P<at_end>{_TIME})\]$"
    rf"|^[\[(](?P<at_start>{_TIME})[\])](?=\s)"
)
_NUMBERED = re.compile(r"^(?P<number>\d{1,5})[.)]?\s+(?=\S)")
_FEWEST_NUMBERED = 3

_OTTER_FOOTER = re.compile(r"^\W{0,3}Transcribed by https?://otter\.ai\W{0,3}$", re.IGNORECASE)
_NOSCRIBE_HEAD = re.compile(r"^(?:Transcribed with noScribe\b|Audio file: |\(Language: .* \| )")
# What people, and we, write about an interview above its first turn.
_FACTS = frozenset(
    {"project", "study", "id", "date", "date of recording", "date of interview", "recorded", "duration", "length",
     "transcriber", "transcribed by", "transcription rules", "verified by", "de-identified", "recording", "audio file"}
)  # fmt: skip
# Who took part is told there too; where they speak, it is a label.
_PEOPLE = frozenset({"participant", "interviewer", "interviewee", "respondent", "moderator", "researcher"})
_FEWEST_FACTS = 3
_OURS = "InterviewCoder"
_LANGUAGE = re.compile(r"^\(Language: [^()]*\((?P<code>[a-z]{2,3})\)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Label:
    """What a line begins with that may be a speaker's label; a sure one needn't return.

    One `by_time` is told by the time behind it alone.
    """

    speaker: str
    text: str
    start_ms: int | None
    is_sure: bool
    by_time: bool = False


def read_text(file: TranscriptFile) -> ReadTranscript:
    """Read a text or Markdown file; see `read_lines`."""
    if file.suffix != ".md":
        return read_lines(file.text, "Text file", "TXT")
    return read_lines(html.unescape(file.text), "Markdown", "Markdown", markdown=True)


def read_lines(text: str, kind: str, short: str, *, markdown: bool = False) -> ReadTranscript:
    """Read text of which each line is a paragraph, whatever file it comes from.

    `kind` names the file where nothing tells of a program (“Word document”),
    `short` stands behind the program's name otherwise (“f4 (RTF)”).
    """
    lines = [line.strip() for line in normalise(text).split("\n")]
    lines, ours = _without_facts(lines)
    lines, program, notes = _without_frame(lines)
    is_ours = ours == _OURS
    if ours is not None:
        program, notes = program or ours, ["heading left out", *notes]
    language = _LANGUAGE.search(text[:4000]) if program == "noScribe" else None
    lines, numbered = _without_numbers(lines, is_ours=is_ours)
    turns, marks = _turns(lines, markdown=markdown, is_ours=is_ours)
    if any("-" in mark or "#" in mark for mark in marks):
        program = program or "f4"
    notes += ["turn numbers left out"] * numbered
    if marks and (count := sum(_goes_back(turns))):
        notes.append(f"{count:,} {'turn begins' if count == 1 else 'turns begin'} before the one above")
    origin = f"{program} ({short})" if program else kind
    return ReadTranscript(turns, origin, language["code"] if language else "", tuple(notes))


def turns_of(text: str) -> list[SpokenTurn]:
    """Split normalised text into turns.

    A line that begins with a label (`I:`, `P01:`, `**Ada** [0:12]`) begins a
    turn; the label may also stand on a line of its own. Lines without one go
    on with the turn. Without any label each paragraph is a turn of nobody's.

    Times are taken out of the text: they are its turns' times, and the words
    between two of them share the time between. A turn of more than 20,000
    characters becomes several.
    """
    turns, _ = _turns([line.strip() for line in text.split("\n")])
    return [part for turn in turns for part in cut_long(turn)]


# Turns


@dataclass(slots=True)
class _Draft:
    """A turn while its lines come together; `marks` are places of its text with their times."""

    speaker: str
    text: str
    marks: list[Mark]

    def add(self, line: str, marks: Sequence[Mark]) -> None:
        self.text += joint(self.text, line)
        self.marks += [Mark(len(self.text) + mark.offset, mark.time_ms) for mark in marks]
        self.text += line


def _turns(
    lines: Sequence[str], *, markdown: bool = False, is_ours: bool = False
) -> tuple[list[SpokenTurn], list[str]]:
    """The turns, and the time marks that stood in them as they were written."""
    labels = _labels(lines, is_ours=is_ours)
    drafts: list[_Draft] = []
    written: list[str] = []
    labelled = False
    for line, label in zip(lines, labels, strict=True):
        text, marks = _without_marks(label.text if label else line, written)
        text = text.replace("**", "") if markdown else text
        if label:
            labelled = True
            if label.start_ms is not None:
                written.append("")
                marks.insert(0, Mark(0, label.start_ms))
            drafts.append(_Draft(label.speaker, "", []))
            drafts[-1].add(text, marks)
        elif line and (labelled or not text) and drafts:
            drafts[-1].add(text, marks)
        elif line:
            drafts.append(_Draft("", "", []))
            drafts[-1].add(text, marks)
    return _timed(drafts, at_ends=any("#" in mark for mark in written)), written


def _timed(drafts: list[_Draft], *, at_ends: bool) -> list[SpokenTurn]:
    """Give each turn the time marks at its ends that its neighbours have; f4's first turn begins with the recording."""
    turns = []
    end_ms = 0 if at_ends else None
    for draft, following in zip(drafts, [*drafts[1:], None], strict=False):
        marks = draft.marks
        if end_ms is not None and not any(mark.offset == 0 for mark in marks[:1]):
            marks = [Mark(0, end_ms), *marks]
        after = next((mark.time_ms for mark in following.marks if mark.offset == 0), None) if following else None
        end_ms = marks[-1].time_ms if marks and marks[-1].offset == len(draft.text) else None
        if after is not None and (end_ms is None or not draft.text):
            marks = [*marks, Mark(len(draft.text), _plausible_end(draft, marks, after))]
        if draft.text:
            turns.append(timed_turn(draft.speaker, draft.text, marks))
    return turns


def _plausible_end(draft: _Draft, marks: Sequence[Mark], after: int) -> int:
    """When a turn ends of which only the next one's beginning is known: nobody speaks for long without saying much."""
    if not marks:
        return after
    rest = len(draft.text) - marks[-1].offset
    return min(after, marks[-1].time_ms + max(_SHORTEST_TURN_MS, rest * _SLOWEST_MS))


def _without_marks(text: str, written: list[str]) -> tuple[str, list[Mark]]:
    """A line without its time marks, and these; `written` gets each as it stood there."""
    kept = ""
    marks: list[Mark] = []
    at = 0
    for found in _MARK.finditer(text):
        time_ms = milliseconds(next(time for time in found.groups() if time))
        if time_ms is None:
            continue
        written.append(found.group())
        piece = text[at : found.start()].strip()
        kept, marks = _followed(kept, marks, piece)
        marks.append(Mark(len(kept), time_ms))
        at = found.end()
    rest = text[at:].strip()
    return _followed(kept, marks, rest)


def _followed(kept: str, marks: list[Mark], piece: str) -> tuple[str, list[Mark]]:
    """A text with a piece behind it; a mark between them is the end of the one and the beginning of the other."""
    blank = joint(kept, piece)
    if blank and marks and marks[-1].offset == len(kept):
        marks = [*marks, Mark(len(kept) + len(blank), marks[-1].time_ms)]
    return kept + blank + piece, marks


def _goes_back(turns: Sequence[SpokenTurn]) -> list[bool]:
    starts = [turn.start_ms for turn in turns if turn.start_ms is not None]
    return [after < before for before, after in pairwise(starts)]


# Labels


def _labels(lines: Sequence[str], *, is_ours: bool) -> list[_Label | None]:
    """The label that each line begins with; in a file of our own what looks like one is one."""
    found = [_label_at(line) for line in lines]
    if is_ours:
        return found
    seen = Counter(label.speaker for label in found if label)
    back = any(count >= _TIMES_A_LABEL_RETURNS for count in seen.values())
    most = back and seen.total() >= _SHARE_LABELLED * sum(bool(line) for line in lines)
    # Where others have come back, with a time behind each, somebody who speaks once is named in the same way.
    timed = any(label and label.by_time and seen[label.speaker] >= _TIMES_A_LABEL_RETURNS for label in found)
    sure = [
        label
        if label
        and (
            label.is_sure
            or seen[label.speaker] >= _TIMES_A_LABEL_RETURNS
            or (((timed and label.by_time) or most) and is_name(label.speaker))
        )
        else None
        for label in found
    ]
    return sure if any(sure) else _labels_before_tabs(lines)


def _label_at(line: str) -> _Label | None:
    line = _LEADING_DIRECTIONS.sub("", line)
    for form in (_WITH_COLON, _IN_BOLD_WITH_TIME, _BEFORE_TIME_ALONE):
        if match := form.match(line):
            parts = match.groupdict()
            by_time = form is not _WITH_COLON
            short = is_code(match["label"]) and form is not _BEFORE_TIME_ALONE
            time = parts["time"] or parts.get("before")
            start_ms = milliseconds(time) if time else None
            sure = short or is_role(match["label"])
            return _Label(match["label"], parts.get("text") or "", start_ms, sure, by_time)
    if match := _WITH_TIGHT_COLON.match(line):
        return _Label(match["label"], match["full"] or match["tight"] or "", None, is_role(match["label"]))
    return None


def _labels_before_tabs(lines: Sequence[str]) -> list[_Label | None]:
    """Labels with a tab behind them, where most lines have one and they come back."""
    found = [_BEFORE_TAB.match(line) for line in lines]
    seen = Counter(match["label"] for match in found if match)
    returning = sum(count for count in seen.values() if count >= _TIMES_A_LABEL_RETURNS)
    if returning < _SHARE_WITH_TAB * sum(bool(line) for line in lines) or not returning:
        return [None] * len(lines)
    return [
        _Label(match["label"], match["text"], None, False)
        if match and seen[match["label"]] >= _TIMES_A_LABEL_RETURNS
        else None
        for match in found
    ]


# What stands around


def _without_facts(lines: list[str]) -> tuple[list[str], str | None]:
    """The lines without a heading of facts (`Duration: 1:02:03`), and who wrote it; None where there is none."""
    first = next((place for place, line in enumerate(lines) if line), 0)
    # A title may stand above.
    once = Counter(map(_fact_in, lines))
    facts = _FACTS | {name for name in _PEOPLE if once[name] == 1}
    first += first + 1 < len(lines) and _fact_in(lines[first]) not in facts and _fact_in(lines[first + 1]) in facts
    names = [_fact_in(line) for line in lines[first : first + 2 * len(_FACTS)]]
    count = next((place for place, name in enumerate(names) if name not in facts), len(names))
    if count < _FEWEST_FACTS or not any(lines[first + count :]):
        return lines, None
    return lines[first + count :], _OURS if "transcription rules" in names[:count] else ""


def _fact_in(line: str) -> str:
    return line.partition(":")[0].strip().casefold()


def _without_frame(lines: list[str]) -> tuple[list[str], str, list[str]]:
    """The lines without what a program writes above and below, the program's name, and notes."""
    head = lines[:12]
    if any(line.startswith("Transcribed with noScribe") for line in head):
        last = max(place for place, line in enumerate(head) if _NOSCRIBE_HEAD.match(line))
        return lines[last + 1 :], "noScribe", ["heading left out"]
    for place in range(len(lines) - 1, max(-1, len(lines) - 6), -1):
        if _OTTER_FOOTER.match(lines[place]):
            return lines[:place], "Otter", ["footer left out"]
    return lines, "", []


def _without_numbers(lines: list[str], *, is_ours: bool) -> tuple[list[str], bool]:
    """The lines without numbers that count the turns, and whether there were any.

    Others' numbers stand before labels; in a file of our own they stand before every line.
    """
    found = [(place, match) for place, line in enumerate(lines) if (match := _NUMBERED.match(line))]
    numbers = [int(match["number"]) for _, match in found]
    counting = all(after == before + 1 for before, after in pairwise(numbers))
    is_ours = is_ours and len(found) == sum(bool(line) for line in lines) and numbers[:1] == [1]
    if not counting or (len(found) < _FEWEST_NUMBERED and not is_ours):
        return lines, False
    rest = {place: lines[place][match.end() :] for place, match in found}
    if not is_ours and sum(_label_at(line) is not None for line in rest.values()) * 2 < len(rest):
        return lines, False
    return [rest.get(place, line) for place, line in enumerate(lines)], True
