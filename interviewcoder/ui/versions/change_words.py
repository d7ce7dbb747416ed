"""What changed in words: sections of lines, for the window and for a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from interviewcoder.reports.changes_docx import MarkedField, MarkedLine, MarkedSection
from interviewcoder.sources.word_diff import word_diff
from interviewcoder.ui.step_words import step_words

if TYPE_CHECKING:
    from interviewcoder.analysis.study_changes import CodingCounts, NamedCounts, StudyChanges, ThingChange
    from interviewcoder.coding.codebook_comparison import CodeChange, Comparison
    from interviewcoder.project.activity import LogEntry


def sections_of(changes: StudyChanges, *, private: bool = True) -> list[MarkedSection]:
    """All that is other, by kind; without what memos that are `private` say where that is wanted."""
    memos = [memo for memo in changes.memos if private or not memo.private]
    return [
        *comparison_sections(changes.codebook, changes.merged, changes.code_ids),
        *_section(_tr("Codings by code"), (_count_line("code", row) for row in changes.by_code)),
        *_section(_tr("Codings by source"), (_count_line("source", row) for row in changes.by_source)),
        *_section(_tr("Sources"), (_line("source", thing, _source_words(thing)) for thing in changes.sources)),
        *_section(_tr("Participants"), (_line("case", thing, _case_words(thing)) for thing in changes.participants)),
        *_section(_tr("Memos"), (_memo_line(memo) for memo in memos)),
        *_section(_tr("Codebook versions"), (_line("version", each, _plain_words(each)) for each in changes.versions)),
    ]


def comparison_sections(
    comparison: Comparison, merged: Mapping[str, str] | None = None, ids: Mapping[str, int] | None = None
) -> list[MarkedSection]:
    """What is other in a codebook; `merged` and `ids` as in `StudyChanges`."""
    merged, ids = merged or {}, ids or {}

    def target(uuid: str) -> tuple[str, int] | None:
        return ("code", ids[uuid]) if uuid in ids else None

    gone = [placed for placed in comparison.removed if placed.code.uuid not in merged]
    into = [placed for placed in comparison.removed if placed.code.uuid in merged]
    merge = _tr("{path} – merged into “{into}”")
    return [
        *_section(
            _tr("Codes added"), (MarkedLine(placed.path, target(placed.code.uuid)) for placed in comparison.added)
        ),
        *_section(
            _tr("Codes merged"),
            (MarkedLine(merge.format(path=placed.path, into=merged[placed.code.uuid])) for placed in into),
        ),
        *_section(_tr("Codes deleted"), (MarkedLine(placed.path) for placed in gone)),
        *_section(
            _tr("Codes changed"),
            (_code_line(change, target(change.after.code.uuid)) for change in comparison.changed),
        ),
    ]


def hints_of(changes: StudyChanges) -> list[str]:
    """What has to be known to read the sections rightly; empty where they tell all of it."""
    found = []
    since = changes.since
    if since.cut:
        last = since.cut[-1]
        words = _tr("“{step}” on {day} can’t be undone, so no step before it was kept. Told is what changed after it.")
        found.append(words.format(step=step_words(last.label, {}), day=f"{last.at.astimezone():%Y-%m-%d %H:%M}"))
        found.append(_tr("Before it, by the log: {steps}.").format(steps=_counted(since.cut)))
    if since.lost:
        words = _tr("Steps that were taken back since then, and gave way to other work, can’t be told: {steps}.")
        found.append(words.format(steps=_counted(since.lost)))
    return found


def field_names() -> dict[str, str]:
    """What the fields of a code are called."""
    return {
        "brief": _tr("In brief"),
        "definition": _tr("Definition"),
        "use_when": _tr("Use when"),
        "dont_use_when": _tr("Don’t use when"),
        "typical": _tr("Typical example"),
        "atypical": _tr("Atypical example"),
        "close_but_no": _tr("Close, but no"),
        "status": _tr("Status"),
        "provenance": _tr("Provenance"),
        "provenance_note": _tr("Where it comes from"),
        "memo": _tr("Memo"),
        "colour": _tr("Colour"),
    }


def _code_line(change: CodeChange, target: tuple[str, int] | None) -> MarkedLine:
    before, after = change.before, change.after
    said = []
    if change.renamed:
        said.append(_tr("renamed from “{name}”").format(name=before.code.name))
    if change.moved:
        parent = before.path.rpartition(" > ")[0]
        said.append(_tr("moved from “{path}”").format(path=parent) if parent else _tr("moved from the top"))
    if change.reordered:
        said.append(_tr("at another place in its row"))
    if change.redefined:
        said.append(_tr("described otherwise"))
    fields = tuple(
        MarkedField(field_names().get(field.field, field.field), word_diff(field.before, field.after))
        for field in change.redefined
    )
    return MarkedLine(f"{after.path} – {', '.join(said)}", target, fields)


def _count_line(kind: str, row: NamedCounts) -> MarkedLine:
    return MarkedLine(f"{row.name}: {count_words(row.counts)}", (kind, row.id) if row.id is not None else None)


def count_words(counts: CodingCounts) -> str:
    """How many codings are other, in words."""
    said = (
        (counts.added, _tr("{count} added")),
        (counts.removed, _tr("{count} removed")),
        (counts.recoded, _tr("{count} from another code")),
        (counts.resized, _tr("{count} resized")),
        (counts.reworded, _tr("{count} with corrected words")),
        (counts.marked, _tr("{count} with other marks or memo")),
    )
    return ", ".join(words.format(count=f"{count:,}") for count, words in said if count)


def _source_words(thing: ThingChange) -> str:
    if thing.kind == "transcribed":
        return _tr("{name} – got its text, {count} words").format(name=thing.name, count=f"{thing.count:,}")
    if thing.kind == "corrected":
        one, more = _tr("{name} – 1 word corrected"), _tr("{name} – {count} words corrected")
        words = (one if thing.count == 1 else more).format(name=thing.name, count=f"{thing.count:,}")
        return words + ("; " + _tr("renamed from “{name}”").format(name=thing.before) if thing.before else "")
    return _plain_words(thing)


def _case_words(thing: ThingChange) -> str:
    if thing.kind == "changed" and thing.count:
        return _tr("{name} – described otherwise").format(name=thing.name)
    return _plain_words(thing)


def _plain_words(thing: ThingChange) -> str:
    words = {
        "added": _tr("{name} – new"),
        "removed": _tr("{name} – deleted"),
        "renamed": _tr("{name} – renamed from “{before}”"),
    }.get(thing.kind, _tr("{name} – changed"))
    return words.format(name=thing.name, before=thing.before)


def _memo_line(thing: ThingChange) -> MarkedLine:
    fields: tuple[MarkedField, ...] = ()
    if thing.kind == "changed" and thing.before != thing.after:
        fields = (MarkedField(_tr("Text"), word_diff(thing.before, thing.after)),)
    name = thing.name or _tr("Without a title")
    words = {"added": _tr("{name} – new"), "removed": _tr("{name} – deleted")}
    said = words.get(thing.kind, _tr("{name} – changed")).format(name=name)
    return MarkedLine(said, ("memo", thing.id) if thing.id is not None else None, fields)


def _line(kind: str, thing: ThingChange, words: str) -> MarkedLine:
    return MarkedLine(words, (kind, thing.id) if thing.id is not None else None)


def _counted(entries: Sequence[LogEntry]) -> str:
    counts = Counter(step_words(entry.label, {}) for entry in entries)
    return ", ".join(f"{count} × {words}" if count > 1 else words for words, count in counts.items())


def _section(title: str, lines: Iterable[MarkedLine]) -> list[MarkedSection]:
    found = tuple(lines)
    return [MarkedSection(f"{title} ({len(found):,})", found)] if found else []


def _tr(text: str) -> str:
    return QCoreApplication.translate("Changes", text)
