"""Two copies of one study, for the tests of merging: made, diverged, merged, compared."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from interviewcoder.coding import codes, segments
from interviewcoder.project import activity, file
from interviewcoder.project.file import Project
from interviewcoder.project.schema import SourceRow
from interviewcoder.review import merging_in
from interviewcoder.review.merge_items import Decision, MergePlan, MergeReceipt
from interviewcoder.review.snapshot import REFERENCES, TABLES, take
from interviewcoder.sources import correcting
from interviewcoder.sources.text import Edit, Span
from interviewcoder.sources.transcript import SpokenTurn, transcript_of, write_turns

SAID = (
    ("I", "What came to mind that night?"),
    ("P07", "I was afraid of lawsuits, honestly. We all were afraid."),
    ("I", "And then what did you do?"),
    ("P07", "I wrote it all down and told nobody at the hospital."),
)


def add_interview(project: Project, name: str = "P07", said: tuple[tuple[str, str], ...] = SAID) -> int:
    """A transcript; its id."""
    with project.op("Add interview") as session:
        row = SourceRow(name=name, kind="transcript", position=0, added_at="2026-01-01T00:00:00+00:00")
        session.add(row)
        session.flush()
        write_turns(session, row, [SpokenTurn(speaker, text) for speaker, text in said])
        return row.id


def open_copies(made: Path, folder: Path) -> tuple[Project, Project]:
    """Copies of a study's file that is made already, and of the same on another machine, where Ben works."""
    found = []
    for name, coder in (("ours", "Ada"), ("theirs", "Ben")):
        (folder / name).mkdir()
        path = shutil.copy(made, folder / name / "study.icproj")
        found.append(file.open_project(Path(path)))
        found[-1].work_as(coder)
    return found[0], found[1]


def start(folder: Path) -> Project:
    """A study with an interview of four turns, three codes and two codings."""
    project = file.create(folder / "study.icproj", title="Study", passphrase=None, coder="Ada")
    source = add_interview(project)
    fear = codes.add(project, "Fear")
    codes.add(project, "Silence")
    codes.add(project, "Lawsuits", parent_id=fear.id)
    code(project, source, "afraid of lawsuits", "Fear")
    code(project, source, "told nobody", "Silence")
    return project


def copy_of(project: Project, name: str = "theirs", *, coder: str = "Ben") -> Project:
    """The same study on another machine, where somebody else works; the project stays open."""
    path = project.path.with_name(name) / "study.icproj"
    path.parent.mkdir()
    path.write_bytes(b"".join(project.blocks()))
    other = file.open_project(path)
    other.work_as(coder)
    return other


def source_id(project: Project, name: str = "P07") -> int:
    found: int = project.session.query(SourceRow.id).filter(SourceRow.name == name).one()[0]
    return found


def text_of(project: Project, source: int) -> str:
    return transcript_of(project, source).text


def span_of(project: Project, source: int, words: str) -> Span:
    at = text_of(project, source).index(words)
    return Span(at, at + len(words))


def code(project: Project, source: int, words: str, name: str) -> int:
    code_id = codes.find_or_add(project, name).id
    return segments.code_passage(project, source, span_of(project, source, words), code_id).id


def correct(project: Project, source: int, old: str, new: str) -> None:
    correcting.correct_text(project, source, [Edit(text_of(project, source).index(old), old, new)])


def codings(project: Project) -> list[tuple[str, str, str]]:
    """Who gave which words which code."""
    found = segments.listing(project)
    return sorted((each.coder, segments.quote(project, each.id), each.code_name) for each in found)


def merge(ours: Project, theirs: Project, decisions: Mapping[str, Decision] | None = None) -> MergeReceipt:
    """Merge one file into the other, as decided."""
    return merging_in.carry_out(ours, theirs, merging_in.plan(ours, theirs), decisions or {})


def titles(planned: MergePlan) -> list[str]:
    return [item.title for item in planned.items]


def only(planned: MergePlan, kind: str) -> Any:
    """The one item of a kind."""
    (found,) = [item for item in planned.items if item.kind == kind]
    return found


def content(project: Project) -> dict[str, list[Any]]:
    """All that a study says, without numbers, moments and the order of siblings."""
    now = take(project)
    names = {table: {uuid: _name(now, table, uuid) for uuid in now.rows[table]} for table in TABLES}
    found: dict[str, list[Any]] = {}
    for table in TABLES:
        rows = now.rows[table].values()
        # Who says nothing in a turn that is empty is nobody's to tell.
        said = [row for row in rows if table != "turn" or row["start"] < row["end"]]
        found[table] = sorted(json.dumps(_readable(table, row, names), default=str, sort_keys=True) for row in said)
    return found


def _name(now: Any, table: str, uuid: str) -> str:
    row = now.rows[table][uuid]
    for column in ("name", "label", "title", "data"):
        if column in row:
            return str(row[column])
    if table == "segment":
        return f"{row['start']}-{row['end']} {now.rows['code'][row['code_id']]['name']}"
    return str(row.get("text", ""))


def _readable(table: str, row: Mapping[str, Any], names: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    left_out = {"position", "colour", "changed_at", "created_at", "added_at", "log_key", "packed", "came_from"}
    if table == "code":
        # Where both made it, it is of whoever's file it is.
        left_out.add("coder_id")
    shown = {name: value for name, value in row.items() if name not in left_out}
    for column, target in REFERENCES[table].items():
        if shown.get(column) is not None:
            shown[column] = names[target][shown[column]]
    return shown


def check_whole(project: Project) -> None:
    """The file is whole: its keys, its pages, what follows from other rows, the tree and its order, its log."""
    read = project.raw_connection.execute
    assert read("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert read("PRAGMA foreign_key_check").fetchall() == []
    counted = read("SELECT code_id, source_id, count(*) FROM segment GROUP BY 1, 2 ORDER BY 1, 2").fetchall()
    assert read("SELECT code_id, source_id, codings FROM tally ORDER BY 1, 2").fetchall() == counted
    rows = read("SELECT id, parent_id, position, name FROM code").fetchall()
    parents = {id_: parent for id_, parent, _, _ in rows}
    for id_ in parents:
        seen, above = {id_}, parents[id_]
        while above is not None:
            assert above not in seen, "a code stands below itself"
            seen.add(above)
            above = parents[above]
    for parent in set(parents.values()):
        places = [position for _, each, position, _ in rows if each == parent]
        assert len(set(places)) == len(places)
        called = [name.casefold() for _, each, _, name in rows if each == parent]
        assert len(set(called)) == len(called)
    longest = dict(read("SELECT id, length(text) FROM source").fetchall())
    for source, begin, end in read('SELECT source_id, start, "end" FROM segment').fetchall():
        assert 0 <= begin <= end <= longest[source]
    assert activity.first_broken(project.session) is None
    project.session.rollback()
