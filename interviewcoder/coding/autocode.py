"""Find the passages that a rule means, so that they can be looked at and coded in one step.

A rule is a search, a list of terms, speakers, or a question whose answers are
wanted. Nothing is coded here without `apply`: what a rule finds is proposed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, select

from interviewcoder.coding import codes, segments
from interviewcoder.coding.speaker_groups import KnownSpeakers, SpeakerGroup, known_speakers
from interviewcoder.errors import NotAllowed, NotFound
from interviewcoder.project.file import Project
from interviewcoder.project.schema import SegmentRow, SourceRow
from interviewcoder.sources.patterns import Expression, words_expression
from interviewcoder.sources.sentences import sentence_around
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import Transcript, transcript_of
from interviewcoder.sources.word_edges import snap_to_words, trim

Around = Literal["hit", "sentence", "turn"]
_MOST_INTERJECTED_WORDS = 4
# Finds spans in one transcript, by the code that they are to have.
_Finder = Callable[[Transcript], Iterable[tuple[str, list[Span]]]]


@dataclass(frozen=True, slots=True)
class Place:
    """A passage that a rule found; `code` is the code that the rule names, by name or path, or empty."""

    source_id: int
    span: Span
    code: str = ""


@dataclass(frozen=True, slots=True)
class WordRule:
    """Every hit of a search. `expression`: the words are a regular expression."""

    words: str
    whole_words: bool = True
    match_case: bool = False
    expression: bool = False
    around: Around = "hit"

    def told(self) -> str:
        """Say what chose the passages, as it is kept with their codings."""
        return f"search: {self.words.strip()}"

    def pattern(self) -> Expression:
        """Make what is looked for.

        Raises:
            NotAllowed: there are no words, or it is no regular expression.
        """
        if self.expression:
            return Expression(self.words, match_case=self.match_case)
        return words_expression(self.words, whole_words=self.whole_words, match_case=self.match_case)


@dataclass(frozen=True, slots=True)
class TermRule:
    """A list of terms, one line each: “term, term => code”; a star stands for any letters (“nurs*”)."""

    lines: str
    match_case: bool = False
    around: Around = "hit"

    def told(self) -> str:
        """Say what chose the passages, as it is kept with their codings."""
        return "list of terms"


@dataclass(frozen=True, slots=True)
class SpeakerRule:
    """All turns of some speakers."""

    groups: frozenset[SpeakerGroup]

    def told(self) -> str:
        """Say what chose the passages, as it is kept with their codings."""
        return "speaker: " + ", ".join(sorted(group.told() for group in self.groups))


@dataclass(frozen=True, slots=True)
class QuestionRule:
    """The answers to a question: what follows an interviewer's turn that has these words, up to the next question.

    An interviewer who only says “mhm” or “I see” doesn't end an answer. Where
    nobody is marked as interviewer, any turn can be the question, and one that
    ends in a question mark the next.
    """

    words: str
    expression: bool = False
    match_case: bool = False

    def told(self) -> str:
        """Say what chose the passages, as it is kept with their codings."""
        return f"answers to: {self.words.strip()}"

    def pattern(self) -> Expression:
        """Make what is looked for.

        Raises:
            NotAllowed: there are no words, or it is no regular expression.
        """
        if self.expression:
            return Expression(self.words, match_case=self.match_case)
        return words_expression(self.words, whole_words=False, match_case=self.match_case)


Rule = WordRule | TermRule | SpeakerRule | QuestionRule


def places(project: Project, rule: Rule, source_ids: Sequence[int]) -> Iterator[list[Place]]:
    """Find what a rule means, one source after the other: a list for each, in the order of the text.

    Passages of one code that overlap, or have but spaces between them, are one.

    Raises:
        NotAllowed: the rule says nothing, or its pattern takes too long.
    """
    finder = _finder(project, rule, source_ids)
    for source_id in source_ids:
        try:
            transcript = transcript_of(project, source_id)
        except NotFound:  # removed while the others were read
            continue
        found: list[Place] = []
        for code, spans in finder(transcript):
            found += (Place(source_id, span, code) for span in _joined(transcript.text, spans))
        yield sorted(found, key=lambda place: (place.span, place.code.casefold()))


def around_hits(project: Project, hits: Iterable[tuple[int, Span]], around: Around) -> list[Place]:
    """Make places of hits that were found elsewhere, each with as much around it as is wanted."""
    by_source: dict[int, list[Span]] = {}
    for source_id, span in hits:
        by_source.setdefault(source_id, []).append(span)
    found: list[Place] = []
    for source_id, spans in by_source.items():
        transcript = transcript_of(project, source_id)
        wide = [wider for hit in spans if (wider := widened(transcript, hit, around)) is not None]
        found += (Place(source_id, span) for span in _joined(transcript.text, wide))
    return found


def terms_of(lines: str) -> list[tuple[str, str]]:
    """Read a list of terms: each with the code that its line names, or nothing.

    Raises:
        NotAllowed: a line has a code and no term, or there is no term at all.
    """
    found: list[tuple[str, str]] = []
    for number, line in enumerate(lines.splitlines(), 1):
        written, _, code = line.partition("=>")
        terms = [term.strip() for term in written.split(",") if term.strip()]
        if not terms and line.strip():
            raise NotAllowed(f"Line {number} has no term.", "Write “term, another term => code”.")
        found += ((term, " ".join(code.split())) for term in terms)
    if not found:
        raise NotAllowed("There is nothing to look for.", "Write one term a line.")
    return list(dict.fromkeys(found))


def coded_already(project: Project, proposed: Sequence[Place], code: str = "") -> set[Place]:
    """Those of the places that lie within a passage to which this coder has given the code already.

    `code` is the code of the places that name none. A code that isn't there yet is on no passage.
    """
    found: set[Place] = set()
    by_code: dict[str, list[Place]] = {}
    for place in proposed:
        by_code.setdefault(place.code or code, []).append(place)
    for name, meant in by_code.items():
        if (code_id := _code_id(project, name)) is not None:
            coded = _coded(project, code_id)
            found.update(p for p in meant if any(_within(p.span, span) for span in coded.get(p.source_id, ())))
    return found


def apply(project: Project, chosen: Sequence[Place], *, code: str, made_by: str) -> int:
    """Code the chosen places in one step; returns how many codings that made.

    `code` is for places that name none; codes that are missing are added.
    What `coded_already` would give is left out.

    Raises:
        EmptySpan: one of the passages holds no text.
        NameTaken, NotFound: as in `codes.find_or_add`.
        NotAllowed: a place has no code.
    """
    if any(not (place.code or code).strip() for place in chosen):
        raise NotAllowed("The passages have no code yet.", "Write the name of a code.")
    left_out = coded_already(project, chosen, code)
    wanted: dict[str, list[tuple[int, Span]]] = {}
    for place in chosen:
        if place not in left_out:
            wanted.setdefault(place.code or code, []).append((place.source_id, place.span))
    with project.op("Autocode"):
        made = 0
        for name, passages in wanted.items():
            code_id = codes.find_or_add(project, name).id
            made += len(segments.code_passages(project, passages, code_id, made_by=made_by))
        if wanted:
            project.tell(code=", ".join(wanted), codings=made, reason=made_by)
    return made


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A passage with what stands before and after it, each on one line; `cut` says that it is longer than shown."""

    before: str
    words: str
    after: str


def surroundings(project: Project, place: Place, *, room: int = 60, longest: int = 240) -> Surroundings:
    """Read a passage and up to `room` characters around it in its paragraph, `longest` of it at most."""
    span = place.span
    start = max(0, span.start - room)
    shown = min(span.end, span.start + longest)
    parts = [(start, span.start), (span.start, shown), (span.end, span.end + room)]
    columns = [func.substr(SourceRow.text, first + 1, last - first) for first, last in parts]
    row = project.session.execute(select(*columns).where(SourceRow.id == place.source_id)).first()
    before, words, after = (str(part) for part in row) if row is not None else ("", "", "")
    cut = "…" if shown < span.end else ""
    return Surroundings(_line(before.rpartition("\n")[2]), _line(words) + cut, _line(after.partition("\n")[0]))


def words_of(project: Project, hits: Iterable[tuple[int, Span]]) -> list[str]:
    """Read the words of passages, each as it stands in its source now; of a source that is gone, none."""
    texts: dict[int, str] = {}
    found: list[str] = []
    for source_id, span in hits:
        if source_id not in texts:
            text = project.session.scalar(select(SourceRow.text).where(SourceRow.id == source_id))
            # One text at a time: a study's are too many to hold.
            texts = {source_id: text or ""}
        found.append(span.text_in(texts[source_id]))
    return found


def _line(text: str) -> str:
    return " ".join(text.replace("\n", " / ").split(" "))


def _finder(project: Project, rule: Rule, source_ids: Sequence[int]) -> _Finder:
    if isinstance(rule, WordRule):
        return _Hits([("", rule.pattern())], rule.around)
    if isinstance(rule, TermRule):
        terms = terms_of(rule.lines)
        patterns = [(code, words_expression(term, match_case=rule.match_case, wildcard=True)) for term, code in terms]
        return _Hits(patterns, rule.around)
    if isinstance(rule, SpeakerRule):
        if not rule.groups:
            raise NotAllowed("Nobody is chosen.", "Tick whose turns are wanted.")
        return _Turns(known_speakers(project, source_ids), rule.groups)
    return _Answers(rule.pattern())


class _Hits:
    """Hits of patterns, with as much around them as is wanted."""

    def __init__(self, patterns: Sequence[tuple[str, Expression]], around: Around) -> None:
        self._patterns = patterns
        self._around = around

    def __call__(self, transcript: Transcript) -> Iterable[tuple[str, list[Span]]]:
        by_code: dict[str, list[Span]] = {}
        for code, pattern in self._patterns:
            spans = (widened(transcript, hit, self._around) for hit in pattern.spans_in(transcript.text))
            by_code.setdefault(code, []).extend(span for span in spans if span is not None)
        return by_code.items()


class _Turns:
    """Turns of speakers."""

    def __init__(self, known: KnownSpeakers, groups: Collection[SpeakerGroup]) -> None:
        self._known, self._groups = known, groups

    def __call__(self, transcript: Transcript) -> Iterable[tuple[str, list[Span]]]:
        says = self._known.says
        turns = (turn for turn in transcript.turns if says(transcript.source_id, turn, self._groups))
        return [("", _with_words(transcript.text, (turn.span for turn in turns)))]


class _Answers:
    """What is said after a question, turn by turn."""

    def __init__(self, pattern: Expression) -> None:
        self._pattern = pattern

    def __call__(self, transcript: Transcript) -> Iterable[tuple[str, list[Span]]]:
        interviewers = {speaker.id for speaker in transcript.speakers if speaker.interviewer}
        asked = {turn.id for hit in self._pattern.spans_in(transcript.text) if (turn := transcript.turn_at(hit.start))}
        answers: list[Span] = []
        answering = False
        for turn in transcript.turns:
            words = turn.span.text_in(transcript.text)
            asks = turn.speaker_id in interviewers if interviewers else turn.id in asked or words.rstrip().endswith("?")
            if asks and (turn.id in asked or not _interjected(words)):
                answering = turn.id in asked
            elif answering and not asks:
                answers.append(turn.span)
        return [("", _with_words(transcript.text, answers))]


def widened(transcript: Transcript, hit: Span, around: Around) -> Span | None:
    """As much around a hit as is to be coded: whole words, its sentence, or its turn; None where it has no words."""
    if around == "sentence":
        hit = sentence_around(transcript.text, hit)
    elif around == "turn":
        first, last = transcript.turn_at(hit.start), transcript.turn_at(max(hit.end - 1, hit.start))
        if first is not None and last is not None:
            hit = Span(first.span.start, last.span.end)
    found = snap_to_words(transcript.text, hit.start, hit.end)
    return Span(*found) if found else None


def _interjected(words: str) -> bool:
    return "?" not in words and len(words.split()) <= _MOST_INTERJECTED_WORDS


def _with_words(text: str, spans: Iterable[Span]) -> list[Span]:
    return [Span(*found) for span in spans if (found := trim(text, span.start, span.end))]


def _joined(text: str, spans: Iterable[Span]) -> list[Span]:
    """Make one of those that overlap or have but spaces between them; a new paragraph divides."""
    joined: list[Span] = []
    for span in sorted(spans):
        last = joined[-1] if joined else None
        between = text[last.end : span.start] if last is not None else ""
        if last is not None and (span.start <= last.end or (between.isspace() and "\n" not in between)):
            joined[-1] = Span(last.start, max(last.end, span.end))
        else:
            joined.append(span)
    return joined


def _code_id(project: Project, name: str) -> int | None:
    try:
        return codes.by_name(project, name).id
    except NotFound:
        return None


def _coded(project: Project, code_id: int) -> dict[int, list[Span]]:
    rows = select(SegmentRow.source_id, SegmentRow.start, SegmentRow.end).where(
        SegmentRow.code_id == code_id, SegmentRow.coder_id == project.coder.id
    )
    found: dict[int, list[Span]] = {}
    for source_id, start, end in project.session.execute(rows):
        found.setdefault(source_id, []).append(Span(start, end))
    return found


def _within(span: Span, other: Span) -> bool:
    return other.start <= span.start and span.end <= other.end
