"""What is other now than at a moment: exactly, or it says what it can't tell."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from sqlalchemy import text, update

from interviewcoder.coding import codes, segments
from interviewcoder.errors import InterviewCoderError
from interviewcoder.project import changes_since, file
from interviewcoder.project.file import Project
from interviewcoder.project.schema import ActivityRow
from interviewcoder.sources import correcting, importing
from interviewcoder.sources.text import Edit, Span

_TABLES = ("code", "segment", "source")
_SAID = "I: What happened?\nP: " + "I was afraid of the lawyers and of the press, and nobody asked me. " * 4

Dump = dict[tuple[str, int], dict[str, Any]]


def _dump(project: Project) -> Dump:
    return {
        (table, row["id"]): dict(row)
        for table in _TABLES
        for row in project.session.execute(text(f"SELECT * FROM {table}")).mappings()
    }


def _back(project: Project, since: changes_since.ChangesSince) -> Dump:
    """The rows of now with what changed taken back."""
    rows = _dump(project)
    for change in since.rows:
        rows.pop((change.table, change.id), None)
        if change.before is not None:
            rows[change.table, change.id] = change.before
    return rows


def _do(project: Project, what: str, first: int, second: int) -> None:
    """Do something; what can't be done leaves everything as it is."""
    ids = [code.id for code in codes.tree(project)]
    one = ids[first % len(ids)] if ids else 0
    coded = [coding.id for coding in segments.listing(project)]
    length = len(project.session.execute(text("SELECT text FROM source")).scalar() or "x")
    try:
        if what == "add":
            codes.add(project, f"Code {first}", parent_id=one if second % 2 and ids else None)
        elif what == "define":
            codes.describe(project, one, definition=f"{'long ' * 30}{second}{' words' * 30}")
        elif what == "delete":
            codes.delete(project, one)
        elif what == "code":
            segments.code_passage(project, 1, Span(first, first + second + 1), one)
        elif what == "uncode" and coded:
            segments.remove(project, coded[first % len(coded)])
        elif what == "correct":
            correcting.correct_text(project, 1, [Edit(first % length, "", f"x{second} ")])
        elif what in ("undo", "redo"):
            project.undo() if what == "undo" else project.redo()
        elif what == "for good":
            with project.op("Withdraw", undoable=False):
                codes.add(project, f"For good {first}")
    except InterviewCoderError:
        return


_kinds = st.sampled_from(["add", "define", "delete", "code", "uncode", "correct", "undo", "undo", "redo", "for good"])
_work = st.lists(st.tuples(_kinds, st.integers(0, 60), st.integers(0, 30)), max_size=14)


@seed(20261122)
@settings(
    max_examples=30,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow],
)
@given(work=_work)
def test_taking_what_changed_back_gives_every_earlier_state_or_the_gap_is_told(work: list) -> None:  # type: ignore[type-arg]
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        path = Path(folder) / "P01.txt"
        path.write_text(_SAID, encoding="utf-8")
        with file.create(Path(folder) / "study.icproj", title="Study", passphrase=None) as project:
            importing.add_files(project, [path])
            states = {changes_since.last_entry(project): _dump(project)}
            cut = 0
            for each in work:
                _do(project, *each)
                if each[0] == "for good" and changes_since.last_entry(project) not in states:
                    cut = changes_since.last_entry(project)
                states[changes_since.last_entry(project)] = _dump(project)
            for entry, state in states.items():
                since = changes_since.changes_since(project, entry, _TABLES)
                assert bool(since.cut) == (entry < cut)
                if since.is_exact:
                    assert _back(project, since) == state
                elif since.cut and not since.lost:
                    assert _back(project, since) == states[cut]


def test_a_change_and_its_opposite_leave_nothing_to_tell(project: Project) -> None:
    fear = codes.add(project, "Fear")
    begun = changes_since.last_entry(project)
    codes.rename(project, fear.id, "Dread")
    hope = codes.add(project, "Hope")
    codes.delete(project, hope.id)
    codes.rename(project, fear.id, "Fear")
    since = changes_since.changes_since(project, begun, ["code"])
    assert (since.rows, len(since.done), since.is_exact) == ((), 4, True)


def test_what_was_taken_back_since_is_told_from_the_steps_that_can_be_done_again(project: Project) -> None:
    codes.add(project, "Fear")
    codes.add(project, "Hope")
    begun = changes_since.last_entry(project)
    project.undo()
    since = changes_since.changes_since(project, begun, ["code"])
    (row,) = since.rows
    assert row.before is not None
    assert (row.before["name"], row.after) == ("Hope", None)
    assert (since.done, since.taken_back, since.is_exact) == ((), (2,), True)


def test_what_was_taken_back_and_then_given_up_is_named_as_lost(project: Project) -> None:
    codes.add(project, "Fear")
    hope = codes.add(project, "Hope")
    codes.rename(project, hope.id, "Trust")
    begun = changes_since.last_entry(project)
    project.undo()
    codes.add(project, "Anger")
    since = changes_since.changes_since(project, begun, ["code"])
    assert [entry.label for entry in since.lost] == ["Rename code"]
    assert not since.is_exact


def test_before_a_step_that_cannot_be_undone_the_log_alone_tells(project: Project) -> None:
    codes.add(project, "Fear")
    begun = changes_since.last_entry(project)
    codes.add(project, "Hope")
    with project.op("Withdraw", undoable=False):
        codes.add(project, "For good")
    codes.add(project, "Trust")
    since = changes_since.changes_since(project, begun, ["code"])
    assert [entry.label for entry in since.cut] == ["Add code", "Withdraw"]
    assert [row.after["name"] for row in since.rows if row.after] == ["Trust"]
    later = changes_since.changes_since(project, since.cut[-1].id, ["code"])
    assert later.is_exact


def test_a_moment_is_found_in_the_log(project: Project) -> None:
    codes.add(project, "Fear")
    codes.add(project, "Hope")
    now = datetime.now(UTC)
    with project.quiet_write() as session:
        session.execute(update(ActivityRow).where(ActivityRow.id == 1).values(at="2026-03-02T10:00:00+00:00"))
    day = datetime(2026, 3, 2, 11, tzinfo=UTC)
    assert changes_since.entry_at(project, day) == 1
    assert changes_since.entry_at(project, day - timedelta(hours=2)) == 0
    assert changes_since.entry_at(project, now + timedelta(minutes=1)) == 2
    assert changes_since.entry_of(project, "code", 2) == 2
    assert changes_since.entry_of(project, "code", 9) == 0


def test_where_each_coder_left_off_is_kept_without_a_step_and_only_after_work(project: Project) -> None:
    project.work_as("Ana")
    assert changes_since.left_at(project) is None
    codes.add(project, "Fear")
    changes_since.note_leaving(project)
    left = changes_since.left_at(project)
    assert left is not None
    assert left[0] == 1
    before = project.path.read_bytes()
    changes_since.note_leaving(project)
    assert project.path.read_bytes() == before
    project.work_as("Ben")
    assert changes_since.left_at(project) is None
    assert project.undo_label == "Add code"
