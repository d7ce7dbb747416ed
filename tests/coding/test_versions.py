"""Named versions of the codebook: what they hold never changes, and any of them can be had back."""

from __future__ import annotations

import json
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from sqlalchemy import update

from interviewcoder.coding import codes, memos, merging, segments, version_restore, versions
from interviewcoder.coding.code_order import move_all
from interviewcoder.coding.code_snapshot import SnapshotCode, canonical, parsed, snapshot
from interviewcoder.coding.memos import About
from interviewcoder.errors import InterviewCoderError, NameTaken, NotAProject, NotFound
from interviewcoder.project import file
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CodebookVersionRow, CodeRow
from interviewcoder.sources import importing
from interviewcoder.sources.text import Span

_SAID = "I: What happened?\nP: I was afraid of the lawyers and of the press, and nobody asked me about it.\n"


@contextmanager
def _study() -> Iterator[Project]:
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        path = Path(folder) / "P01.txt"
        path.write_text(_SAID, encoding="utf-8")
        with file.create(Path(folder) / "study.icproj", title="Study", passphrase=None) as project:
            importing.add_files(project, [path])
            fear = codes.find_or_add(project, "Emotions > Fear > Of lawyers")
            codes.find_or_add(project, "Emotions > Hope")
            codes.add(project, "Trust")
            segments.code_passage(project, 1, Span(20, 35), fear.id)
            yield project


def _sha(project: Project) -> str:
    return versions.now_sha256(project)


def _names(project: Project) -> list[str]:
    return [f"{'  ' * placed.depth}{placed.code.name}" for placed in versions.codes_of(project, None)]


def _do(project: Project, what: str, first: int, second: int, text: str) -> None:
    """Do something to the codebook; what can't be done leaves it as it is."""
    ids = [code.id for code in codes.tree(project)]
    if not ids:
        codes.add(project, "First")
        return
    one, other = ids[first % len(ids)], ids[second % len(ids)]
    steps: dict[str, Callable[[], object]] = {
        "add": lambda: codes.add(project, text, parent_id=one if second % 2 else None),
        "rename": lambda: codes.rename(project, one, text),
        "define": lambda: codes.describe(project, one, definition=text, typical=text[::-1], status="final"),
        "recolour": lambda: codes.recolour(project, one, f"#{second:06x}"),
        "move": lambda: move_all(project, [one], parent_id=other, position=first % 3),
        "to the top": lambda: move_all(project, [one], parent_id=None, position=second % 3),
        "delete": lambda: codes.delete(project, one),
        "merge": lambda: merging.merge(project, [one], other),
        "code": lambda: segments.code_passage(project, 1, Span(20 + second % 9, 40 + first % 9), one),
    }
    try:
        steps[what]()
    except InterviewCoderError:
        return


_words = st.sampled_from(
    ["Fear", "fear", "Hope", "Trust", "Not in version v1", "😨 Straße", "what is meant\nΩ", "x" * 300]
)
_kinds = st.sampled_from(["add", "rename", "define", "recolour", "move", "to the top", "delete", "merge", "code"])
_work = st.lists(st.tuples(_kinds, st.integers(0, 30), st.integers(0, 30), _words), max_size=10)
_thoroughly = settings(
    max_examples=25,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow],
)


@seed(20261122)
@_thoroughly
@given(before=_work, after=_work)
def test_whatever_is_done_a_version_comes_back_exactly_by_undo_and_by_restoring(before: list, after: list) -> None:  # type: ignore[type-arg]
    with _study() as project:
        for work in before:
            _do(project, *work)
        saved = versions.save(project, "v1")
        kept = versions.content(project, saved.id)
        step = project.history.undo_label
        for work in after:
            _do(project, *work)
        changed, codings = _sha(project), {coding.uuid for coding in segments.listing(project)}
        plan = version_restore.plan(project, saved.id)
        assert version_restore.restore(project, saved.id, "try") == plan

        assert {coding.uuid for coding in segments.listing(project)} == codings
        assert versions.content(project, saved.id) == kept
        in_version = {code.uuid for code in parsed(kept)}
        assert canonical(_of_version(snapshot(project.session), in_version)) == kept
        if not plan.set_aside:
            assert [each.name for each in _of_others(snapshot(project.session), in_version)] in ([], [plan.theme])
        # Once more it has nothing to do.
        assert version_restore.plan(project, saved.id).is_empty

        if project.undo_label == "Restore codebook version":
            project.undo()
        assert _sha(project) == changed
        while project.undo_label != "Save codebook version":
            project.undo()
        assert step == "Save codebook version"
        assert canonical(snapshot(project.session)) == kept


def _of_version(there: list[SnapshotCode], uuids: set[str]) -> list[SnapshotCode]:
    return [code for code in there if code.uuid in uuids]


def _of_others(there: list[SnapshotCode], uuids: set[str]) -> list[SnapshotCode]:
    return [code for code in there if code.uuid not in uuids]


def test_a_version_holds_every_field_of_every_code(project: Project) -> None:
    parent = codes.add(project, "Emotions")
    code = codes.add(project, "Fear", parent_id=parent.id, definition="Being afraid", provenance="deductive")
    version = versions.save(project, "v1", "for the pilot")
    (stored,) = [
        each for each in json.loads(versions.content(project, version.id))["codes"] if each["uuid"] == code.uuid
    ]
    columns = {column.name for column in CodeRow.__table__.c} - {"id", "parent_id", "coder_id"}
    assert stored.keys() == columns | {"parent", "coder"}
    assert stored["parent"] == parent.uuid
    assert (stored["coder"], stored["definition"]) == (project.coder.uuid, "Being afraid")


def test_the_same_codebook_has_the_same_hash_whatever_lies_between(project: Project) -> None:
    codes.add(project, "Fear")
    hope = codes.add(project, "Hope")
    codes.add(project, "Trust")
    first = versions.save(project, "v1")
    codes.rename(project, hope.id, "Despair")
    other = versions.save(project, "v2")
    codes.rename(project, hope.id, "Hope")
    again = versions.save(project, "v3")
    assert first.sha256 == again.sha256 == versions.now_sha256(project) != other.sha256
    assert len(first.sha256) == 64


def test_versions_are_listed_newest_first_with_note_coder_and_number_of_codes(project: Project) -> None:
    versions.save(project, " Empty ")
    project.work_as("Ana")
    codes.add(project, "Fear")
    versions.save(project, "Pilot", "after two interviews\r\n")
    newest, oldest = versions.listing(project)
    assert (newest.name, newest.note, newest.coder, newest.codes) == ("Pilot", "after two interviews", "Ana", 1)
    assert (oldest.name, oldest.codes) == ("Empty", 0)
    assert versions.by_name(project, "PILOT") == newest


def test_a_version_needs_a_name_of_its_own(project: Project) -> None:
    first = versions.save(project, "Pilot")
    with pytest.raises(NameTaken):
        versions.save(project, "pilot")
    with pytest.raises(NameTaken):
        versions.save(project, "  ")
    versions.describe(project, first.id, name="Pilot study", note="two interviews")
    assert versions.version(project, first.id).note == "two interviews"
    versions.delete(project, first.id)
    with pytest.raises(NotFound):
        versions.version(project, first.id)
    project.undo()
    assert versions.by_name(project, "Pilot study").sha256 == first.sha256


@pytest.mark.parametrize("content", [b"no zlib", zlib.compress(b'{"codes": [], "format": 1} ')])
def test_a_damaged_version_is_told_and_never_restored(project: Project, content: bytes) -> None:
    codes.add(project, "Fear")
    version = versions.save(project, "Pilot")
    with project.quiet_write() as session:
        session.execute(update(CodebookVersionRow).values(content=content))
    with pytest.raises(NotAProject, match="damaged"):
        versions.content(project, version.id)
    with pytest.raises(NotAProject):
        version_restore.restore(project, version.id)
    assert [each.codes for each in versions.listing(project)] == [None]
    assert _names(project) == ["Fear"]


def test_a_version_outlives_a_restart(project: Project) -> None:
    codes.find_or_add(project, "Emotions > Fear")
    version = versions.save(project, "Pilot")
    before = versions.codes_of(project, version.id)
    project.close()
    with file.open_project(project.path) as again:
        assert versions.codes_of(again, version.id) == before
        assert [placed.path for placed in before] == ["Emotions", "Emotions > Fear"]


def test_restoring_puts_newer_codes_that_are_used_below_a_theme_and_says_so_before() -> None:
    with _study() as project:
        version = versions.save(project, "Pilot")
        used = codes.find_or_add(project, "Anger > At the press")
        codes.add(project, "Unused")
        segments.code_passage(project, 1, Span(20, 30), used.id)
        codes.delete(project, codes.by_name(project, "Of lawyers").id)
        plan = version_restore.plan(project, version.id)
        assert (plan.made_again, plan.removed) == (("Of lawyers",), ("Unused",))
        assert plan.set_aside == ("Anger", "At the press")
        version_restore.restore(project, version.id, "The pilot was right.")
        assert _names(project) == [
            "Emotions",
            "  Fear",
            "    Of lawyers",
            "  Hope",
            "Trust",
            "Not in version Pilot",
            "  Anger",
            "    At the press",
        ]
        assert [coding.code_name for coding in segments.listing(project)] == ["At the press"]
        project.undo()
        assert _names(project)[-3:] == ["Anger", "  At the press", "Unused"]


def test_restoring_what_is_there_already_is_no_step(project: Project) -> None:
    codes.add(project, "Fear")
    version = versions.save(project, "Pilot")
    assert version_restore.restore(project, version.id).is_empty
    assert project.undo_label == "Save codebook version"


def test_restoring_loses_no_memo_that_was_written_on_a_code_since(project: Project) -> None:
    fear = codes.add(project, "Fear")
    codes.describe(project, fear.id, memo="First thought.")
    pilot = versions.save(project, "Pilot")
    codes.describe(project, fear.id, memo="A better thought.")
    hope = codes.add(project, "Hope")
    codes.describe(project, hope.id, memo="Perhaps it is trust.")
    later = versions.save(project, "Later")
    assert version_restore.plan(project, pilot.id).set_aside == ("Hope",), "its memo is all that there is of it"
    for version in (pilot, later, pilot):
        version_restore.restore(project, version.id)
    assert codes.node(project, hope.id).memo == "Perhaps it is trust."
    assert codes.node(project, fear.id).memo == "First thought."
    kept = [(memo.title, memo.text) for memo in memos.about(project, About.code(fear.id)) if memo.key.stands_alone]
    assert sorted(kept) == [
        ("Memo (before “Later” was brought back)", "First thought."),
        ("Memo (before “Pilot” was brought back)", "A better thought."),
    ]
