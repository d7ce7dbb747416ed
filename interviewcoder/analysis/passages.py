"""What a passage that was found says, who says it, when, and under which codes: read when it is shown."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select

from interviewcoder.analysis.retrieval import Hit
from interviewcoder.cases import attributes, cases
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CodeRow, CoderRow, SegmentRow, SourceRow, TurnRow, WordsRow
from interviewcoder.sources.text import Span
from interviewcoder.sources.voices import Voices, voices_of
from interviewcoder.sources.words import Words

_ROLES = ("role", "profession", "occupation")
# A screen shows passages of a few sources; their texts are kept, those of a thousand aren't.
_SOURCES_KEPT = 24


@dataclass(frozen=True, slots=True)
class CodeMark:
    """A code as a passage shows it."""

    id: int
    name: str
    colour: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with what is needed to read and cite it.

    `words` are the source's, character for character; `before` and `after`
    what stands around them in the text. `case` and `role` are empty where no
    participant is tied to the words. `start_ms` is None where nobody measured
    it; without times of words it is their turn's. `coders` gave the codes.
    """

    source_id: int
    source: str
    span: Span
    words: str
    before: str
    after: str
    case: str
    role: str
    speaker: str
    interviewer: bool
    start_ms: int | None
    codes: tuple[CodeMark, ...]
    coders: tuple[str, ...]
    exemplar: bool
    negative: bool
    memo: str


class PassageReader:
    """Reads passages of a project; make another when the project has changed."""

    def __init__(self, project: Project, context: int = 240) -> None:
        """Read names once; `context` is how many code points of text are given on either side."""
        self._project, self._context = project, context
        session = project.session
        self.codes = {
            id_: CodeMark(id_, name, colour)
            for id_, name, colour in session.execute(select(CodeRow.id, CodeRow.name, CodeRow.colour))
        }
        self.sources: dict[int, str] = dict(
            row._tuple() for row in session.execute(select(SourceRow.id, SourceRow.name))
        )
        self._coders: dict[int, str] = dict(row._tuple() for row in session.execute(select(CoderRow.id, CoderRow.name)))
        names = {attribute.id: attribute.name.strip().casefold() for attribute in attributes.listing(project)}
        self.cases: dict[int, tuple[str, str]] = {}
        for case in cases.listing(project):
            known = {names[id_]: value for id_, value in case.values.items() if id_ in names}
            self.cases[case.id] = (case.name, next((known[name] for name in _ROLES if known.get(name)), ""))
        self._texts: OrderedDict[int, _Text] = OrderedDict()

    def read(self, hit: Hit) -> Passage:
        """One passage."""
        return next(self.read_all([hit]))

    def read_all(self, hits: Iterable[Hit]) -> Iterator[Passage]:
        """Passages one after the other."""
        segment = SegmentRow
        columns = (segment.coder_id, segment.exemplar, segment.negative, segment.memo)
        for hit in hits:
            text = self._text(hit.source_id)
            marks = self._project.session.execute(
                select(*columns).where(segment.id.in_(hit.codings)).order_by(segment.id)
            ).all()
            case, role = self.cases.get(hit.case_id or 0, ("", ""))
            speaker = text.voices.voice_of(hit.span).speaker
            yield Passage(
                source_id=hit.source_id,
                source=self.sources.get(hit.source_id, ""),
                span=hit.span,
                words=text.words[hit.start : hit.end],
                before=text.words[max(0, hit.start - self._context) : hit.start],
                after=text.words[hit.end : hit.end + self._context],
                case=case,
                role=role,
                speaker=speaker.label if speaker else "",
                interviewer=not hit.participant,
                start_ms=text.time_at(hit.start),
                codes=tuple(self.codes[code_id] for code_id in hit.code_ids if code_id in self.codes),
                coders=tuple(dict.fromkeys(self._coders[mark.coder_id] for mark in marks)),
                exemplar=any(mark.exemplar for mark in marks),
                negative=any(mark.negative for mark in marks),
                memo="\n".join(mark.memo for mark in marks if mark.memo),
            )

    def _text(self, source_id: int) -> _Text:
        text = self._texts.get(source_id)
        if text is None:
            text = self._texts[source_id] = _Text(self._project, source_id)
        self._texts.move_to_end(source_id)
        while len(self._texts) > _SOURCES_KEPT:
            self._texts.popitem(last=False)
        return text


class _Text:
    """One source's words, voices and times."""

    def __init__(self, project: Project, source_id: int) -> None:
        session = project.session
        self.words: str = session.scalar(select(SourceRow.text).where(SourceRow.id == source_id)) or ""
        self.voices: Voices = voices_of(project, [source_id])[source_id]
        turn = select(TurnRow.start, TurnRow.start_ms).where(TurnRow.source_id == source_id).order_by(TurnRow.start)
        self._turns = [(start, start_ms) for start, start_ms in session.execute(turn)]
        packed = session.scalar(select(WordsRow.packed).where(WordsRow.source_id == source_id))
        self._timed = Words.unpack(packed) if packed else Words()

    def time_at(self, at: int) -> int | None:
        """When the words at a place are said, in ms: the word's time, else its turn's."""
        if word := self._timed.at_offset(at):
            return word.start_ms
        place = bisect_right(self._turns, at, key=lambda turn: turn[0]) - 1
        return self._turns[place][1] if place >= 0 else None
