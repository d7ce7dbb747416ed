"""The outgoing copy: what an export or a review copy may read of a project.

The project itself where nothing has to be replaced or withheld; else a twin
in memory in which it is done already. So no exporter can forget it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NoReturn

from sqlalchemy import select
from sqlalchemy.orm import Session

from interviewcoder.privacy import outgoing_rows
from interviewcoder.privacy.deidentified_text import DeidentifiedText, Replacement
from interviewcoder.privacy.outgoing_rows import Moving
from interviewcoder.privacy.phrases import Phrases, without
from interviewcoder.privacy.replaced_words import ReplacedWords, in_json, one_each
from interviewcoder.privacy.sharing import DE_IDENTIFIED, Wording
from interviewcoder.privacy.withheld import WITHHELD as WITHHELD
from interviewcoder.privacy.withheld import Withheld, withheld
from interviewcoder.project import derived, seeing
from interviewcoder.project.activity import LogEntry
from interviewcoder.project.cipher import connect
from interviewcoder.project.file import Project
from interviewcoder.project.rows import Row
from interviewcoder.project.schema import CodebookVersionRow, IdentifierRow, PseudonymRow, SegmentRow, SourceRow
from interviewcoder.sources.text import Span

# A shorter passage may be anybody's words.
_FEWEST_QUOTED_WORDS = 4


class _Twin(Project):
    """The outgoing copy in memory. It has the project's path, which no report may be written over, and not its lock."""

    def __init__(self, original: Project, moving: Moving, held: Withheld, *, names: bool) -> None:
        self.original, self.moving, self.held, self.names = original, moving, held, names
        engine = connect(Path(":memory:"), None)
        try:
            with engine.begin() as connection:
                Row.metadata.create_all(connection)
                connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
                outgoing_rows.copy(original.raw_connection, connection.connection.driver_connection, moving)
                derived.install(connection)
                derived.work_out(connection)
            super().__init__(original.path, engine, -1, encrypted=False)
        except BaseException:
            engine.dispose()
            raise
        self.encrypted, self.coder = original.encrypted, original.coder
        seeing.watch_as(self, original)

    def op(self, label: str, *, undoable: bool = True, initiator: object | None = None) -> NoReturn:
        """Refuse."""
        raise RuntimeError(f"an outgoing copy is read, never changed: {label}")

    def quiet_write(self) -> AbstractContextManager[Session]:
        """Refuse."""
        raise RuntimeError("an outgoing copy is read, never written to")

    def log(self) -> list[LogEntry]:
        """The project's own log, which holds no words."""
        return self.original.log()

    def close(self) -> None:
        """Let go of the copy; the project stays open."""
        self.session.close()
        self._engine.dispose()


class _WrittenWords(ReplacedWords):
    """What is said in the place of a researcher's words: pseudonyms, and a mark where they quote what is withheld."""

    def __init__(self, instead: Mapping[str, str], quotes: Phrases | None) -> None:
        super().__init__(instead)
        self._quotes = quotes

    def __bool__(self) -> bool:
        return self._quotes is not None or super().__bool__()

    def in_text(self, text: str) -> str:
        """A text with both; the same object where it holds neither."""
        if self._quotes is not None and text and (spans := self._quotes.found_in(text)):
            text = without(text, spans, WITHHELD)
        return super().in_text(text)

    def in_json(self, text: str) -> str:
        """JSON with both in its strings, also in the names of its fields; other text as text."""
        return in_json(text, self.in_text) if self and text else text


@contextmanager
def outgoing(
    project: Project, wording: Wording = DE_IDENTIFIED, *, quotes: bool = True, private: bool = False
) -> Iterator[Project]:
    """Give a project to read from for whatever leaves it.

    `wording` "original" replaces nothing. `quotes`: what is read will be
    quoted, so words of participants without consent to quoting are withheld.
    The twin can't be changed, and has no history or recordings; private memos
    are in it only where they are asked for.
    """
    held = withheld(project) if quotes else Withheld({}, 0, asked=False)
    names = _replaced(project) if wording == DE_IDENTIFIED else {}
    if not names and not held.spans:
        yield project
        return
    moving = _moving(project, names, held)
    moving.private = private
    twin = _Twin(project, moving, held, names=bool(names))
    try:
        yield twin
    finally:
        twin.close()


def version_sha256s(project: Project, *, quotes: bool = True) -> dict[str, str]:
    """The hash that each version of the codebook has in the outgoing copy, by UUID; no copy is made for that."""
    moving = _moving(project, _replaced(project), withheld(project) if quotes else Withheld({}, 0, asked=False))
    table = CodebookVersionRow.metadata.tables[CodebookVersionRow.__tablename__]
    names = [column.name for column in table.columns]
    columns = ", ".join(f'"{name}"' for name in names)
    rows = project.raw_connection.execute(f'SELECT {columns} FROM "{table.name}" ORDER BY id').fetchall()
    uuid, sha256 = names.index("uuid"), names.index("sha256")
    return {row[uuid]: row[sha256] for row in moving.rows(table, iter(rows))}


def original_of(reading: Project) -> Project:
    """The project that an outgoing copy was made from; the project itself where it is read itself."""
    return reading.original if isinstance(reading, _Twin) else reading


def is_de_identified(reading: Project) -> bool:
    """Whether it is an outgoing copy in which names are replaced."""
    return isinstance(reading, _Twin) and reading.names


def span_in(reading: Project, source_id: int, span: Span) -> Span:
    """Where a passage of the project stands in its outgoing copy."""
    return reading.moving.span(source_id, span) if isinstance(reading, _Twin) else span


def worded(reading: Project, text: str) -> str:
    """A text of a researcher's, said as the outgoing copy says it: known names replaced."""
    return reading.moving.words.in_text(text) if isinstance(reading, _Twin) else text


def replaced_in(reading: Project) -> Mapping[int, DeidentifiedText]:
    """The texts of an outgoing copy in which something is replaced, by source, with the way back to the original."""
    return dict(reading.moving.replaced) if isinstance(reading, _Twin) else {}


def is_withheld(reading: Project, words: str) -> bool:
    """Whether a passage of an outgoing copy holds words that are withheld."""
    return isinstance(reading, _Twin) and bool(reading.held.spans) and WITHHELD in words


def _replaced(project: Project) -> dict[int, list[Replacement]]:
    """What is replaced by whom it was decided, by source."""
    row = IdentifierRow
    query = (
        select(row.source_id, row.start, row.end, PseudonymRow.text)
        .join(PseudonymRow, PseudonymRow.id == row.pseudonym_id)
        .where(row.start < row.end)
        .order_by(row.source_id, row.start)
    )
    found: dict[int, list[Replacement]] = {}
    for source_id, start, end, words in project.session.execute(query).tuples():
        found.setdefault(source_id, []).append(Replacement(Span(start, end), words))
    return found


def _moving(project: Project, names: dict[int, list[Replacement]], held: Withheld) -> Moving:
    rows = select(SourceRow.id, SourceRow.text).where(SourceRow.id.in_({*names, *held.spans}))
    texts = dict(row._tuple() for row in project.session.execute(rows))
    forms = [(each.span.text_in(texts[id_]), each.text) for id_, theirs in names.items() for each in theirs]
    quoted = [(words, WITHHELD) for words in _quoted(project, texts, held)]
    replaced = {
        id_: DeidentifiedText(text, _apart(names.get(id_, ()), held.spans.get(id_, ()), len(text)))
        for id_, text in texts.items()
    }
    stretches = (span.text_in(texts[id_]) for id_, spans in held.spans.items() for span in spans)
    words = _WrittenWords({**one_each(quoted), **one_each(forms)}, Phrases((), stretches) if held.spans else None)
    return Moving(replaced, words, frozenset(held.spans))


def _apart(names: Iterable[Replacement], held: Iterable[Span], length: int) -> list[Replacement]:
    """Replacements of which none overlaps another: what is withheld takes in the names in it."""
    wanted = sorted([*names, *(Replacement(span, WITHHELD) for span in held)])
    kept: list[Replacement] = []
    for each in wanted:
        span = Span(each.span.start, min(each.span.end, length))
        if kept and span.start < kept[-1].span.end:
            both = Span(kept[-1].span.start, max(kept[-1].span.end, span.end))
            said = WITHHELD if WITHHELD in (kept[-1].text, each.text) else kept[-1].text
            kept[-1] = Replacement(both, said)
        elif span.start < span.end:
            kept.append(Replacement(span, each.text))
    return kept


def _quoted(project: Project, texts: dict[int, str], held: Withheld) -> Iterator[str]:
    """Coded words that are withheld, to be withheld also where a researcher wrote them down as an example."""
    if not held.spans:
        return
    coded = select(SegmentRow.source_id, SegmentRow.start, SegmentRow.end).where(SegmentRow.source_id.in_(held.spans))
    with seeing.everything(project):
        places = project.session.execute(coded.distinct()).tuples().all()
    for source_id, start, end in places:
        words, spans = texts[source_id][start:end], held.spans[source_id]
        # They are in order and none overlaps another.
        place = bisect_right(spans, start, key=lambda span: span.end)
        if len(words.split()) >= _FEWEST_QUOTED_WORDS and place < len(spans) and spans[place].start < end:
            yield words.strip("“”\"'.,;:!?… ")
