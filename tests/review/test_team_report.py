"""The team report: who coded what and when, how much of it, what drifts, and how the codebook changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update

from interviewcoder.analysis.method_profile import choose_method
from interviewcoder.coding import blind, codes, memos, merging, segments, versions
from interviewcoder.project import coders, file, seeing
from interviewcoder.project.file import Project
from interviewcoder.project.schema import CodeRow, SegmentRow
from interviewcoder.review import codebook_history, team_report
from interviewcoder.sources import catalogue, importing
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import mark_interviewer, transcript_of

LINES = ("I: What happened then?", "P: I was afraid of lawsuits, honestly.", "I: And later?", "P: Later we talked.")


@pytest.fixture(scope="module")
def interviews(empty_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a study of three interviews of four turns each; nobody has coded."""
    folder = tmp_path_factory.mktemp("interviews")
    shutil.copy(empty_project, folder / "study.icproj")
    paths = [folder / f"{name}.txt" for name in ("P01", "P02", "P03")]
    for path in paths:
        path.write_text("\n".join(LINES), encoding="utf-8")
    with file.open_project(folder / "study.icproj") as made:
        for source in importing.add_files(made, paths):
            asking = next(each for each in transcript_of(made, source.id).speakers if each.label == "I")
            mark_interviewer(made, asking.id, True)
    return folder / "study.icproj"


@pytest.fixture
def study(interviews: Path, tmp_path: Path) -> Iterator[Project]:
    """The study, to be coded."""
    shutil.copy(interviews, tmp_path / "study.icproj")
    with file.open_project(tmp_path / "study.icproj") as opened:
        yield opened


def code(project: Project, who: str, source: str, words: str, name: str, on: str) -> int:
    """Code words as somebody, on a day; returns the coding's id."""
    project.work_as(who)
    source_id = catalogue.by_name(project, source).id
    text = transcript_of(project, source_id).text
    span = Span(text.index(words), text.index(words) + len(words))
    made = segments.code_passage(project, source_id, span, codes.find_or_add(project, name).id)
    with project.quiet_write() as session:
        moment = f"{on}T12:00:00+00:00"
        session.execute(update(SegmentRow).where(SegmentRow.id == made.id).values(created_at=moment))
        session.execute(update(CodeRow).where(CodeRow.name == name).values(created_at=moment))
    project.session.expire_all()
    return made.id


def of(report: team_report.TeamReport, name: str) -> team_report.CoderReport:
    return next(each for each in report.coders if each.coder.name == name)


def test_text_with_two_codes_is_covered_once(study: Project) -> None:
    code(study, "Ana", "P01", "I was afraid of lawsuits", "Fear", "2026-09-07")
    code(study, "Ana", "P01", "afraid of lawsuits, honestly", "Law", "2026-09-08")
    report = team_report.read(study)
    (source,) = of(report, "Ana").sources
    assert source.codings == 2
    assert source.covered == len("I was afraid of lawsuits, honestly")
    whole = len(transcript_of(study, source.source_id).text)
    assert source.share == pytest.approx(source.covered / whole)
    assert source.mean_words == pytest.approx((5 + 4) / 2)
    assert source.per_1000_words == pytest.approx(2000 / report.sources[0].size.words)


def test_without_the_interviewer_neither_their_text_nor_codings_of_it_count(study: Project) -> None:
    code(study, "Ana", "P01", "What happened then", "Question", "2026-09-07")
    code(study, "Ana", "P01", "honestly", "Fear", "2026-09-07")
    everything, theirs = team_report.read(study), team_report.read(study, participants_only=True)
    assert of(everything, "Ana").sources[0].covered == len("What happened then") + len("honestly")
    assert of(theirs, "Ana").sources[0].covered == len("honestly")
    assert of(theirs, "Ana").codings == 2
    turns = transcript_of(study, 1).turns
    asked = sum(turn.span.length for turn in turns[::2])
    assert everything.sources[0].size.characters - theirs.sources[0].size.characters == asked
    assert theirs.sources[0].size.words == sum(len(line.split()) - 1 for line in LINES[1::2])


def test_sources_that_nobody_or_one_coder_coded_are_named(study: Project) -> None:
    for who in ("Ana", "Ben"):
        code(study, who, "P01", "afraid", "Fear", "2026-09-07")
    code(study, "Ana", "P02", "afraid", "Fear", "2026-09-08")
    report = team_report.read(study)
    assert [each.size.name for each in report.uncoded] == ["P03"]
    assert [each.size.name for each in report.coded_once] == ["P02"]
    assert report.sources[0].coded_by == 2


def test_codings_are_counted_by_week_between_the_first_and_the_last_of_anybody(study: Project) -> None:
    for source, on in (("P01", "2026-09-09"), ("P02", "2026-09-10"), ("P03", "2026-09-23")):
        code(study, "Ana", source, "afraid", "Fear", on)
    code(study, "Ben", "P01", "afraid", "Fear", "2026-09-30")
    report = team_report.read(study)
    assert report.weeks == (date(2026, 9, 7), date(2026, 9, 14), date(2026, 9, 21), date(2026, 9, 28))
    ana, ben = of(report, "Ana"), of(report, "Ben")
    assert (ana.weeks, ben.weeks) == ((2, 0, 1, 0), (0, 0, 0, 1))
    assert (ana.first, ana.last) == (date(2026, 9, 9), date(2026, 9, 23))


def test_new_codes_are_told_source_by_source_in_the_order_of_coding(study: Project) -> None:
    code(study, "Ana", "P02", "afraid", "Fear", "2026-09-01")
    code(study, "Ana", "P02", "honestly", "Frank", "2026-09-02")
    code(study, "Ana", "P01", "Later we talked", "Talk", "2026-09-03")
    code(study, "Ana", "P01", "afraid", "Fear", "2026-09-01")
    with study.quiet_write() as session:
        session.execute(update(SegmentRow).where(SegmentRow.source_id == 1).values(created_at="2026-09-03T13:00:00+00:00"))  # fmt: skip  # noqa: E501
    study.session.expire_all()
    ana = of(team_report.read(study), "Ana")
    assert [each.source_id for each in ana.sources] == [2, 1]
    assert [each.first_used for each in ana.sources] == [2, 1]
    # What was made before the first coding of P01 was made for P02.
    assert sum(each.new_codes for each in ana.sources) == ana.codes_made == 3


def test_agreement_runs_in_the_order_in_which_both_had_begun(study: Project) -> None:
    for source, on, theirs in (("P03", "2026-09-01", "afraid"), ("P01", "2026-09-08", "honestly")):
        code(study, "Ana", source, "afraid", "Fear", on)
        code(study, "Ben", source, theirs, "Fear", on)
    code(study, "Ana", "P02", "afraid", "Fear", "2026-09-01")
    code(study, "Ben", "P02", "afraid of", "Fear", "2026-09-20")
    (run,) = team_report.read(study).runs
    assert [point.source for point in run.points] == ["P03", "P01", "P02"]
    alphas = [point.alpha for point in run.points]
    assert alphas[0] == 1 and alphas[1] is not None and alphas[1] < 0
    assert alphas[2] is not None and 0 < alphas[2] < 1
    assert run.points[2].day == date(2026, 9, 20)
    assert run.halves is None


def test_a_method_that_doesnt_go_by_agreement_has_no_runs(study: Project) -> None:
    for who in ("Ana", "Ben"):
        code(study, who, "P01", "afraid", "Fear", "2026-09-07")
    assert team_report.read(study).runs
    choose_method(study, "reflexive")
    report = team_report.read(study)
    assert report.runs == () and "doesn’t go by agreement" in report.no_runs


def test_what_may_not_be_seen_isnt_counted_and_is_said_to_be_hidden(study: Project) -> None:
    for who in ("Ana", "Ben"):
        code(study, who, "P01", "afraid", "Fear", "2026-09-07")
        code(study, who, "P02", "afraid", "Fear", "2026-09-07")
    blind.begin(study, [1], [coders.by_name(study, name).id for name in ("Ana", "Ben")])
    seeing.watch(study)
    study.work_as("Ana")
    report = team_report.read(study)
    ben = coders.by_name(study, "Ben").id
    assert of(report, "Ben").codings == 1
    assert ben in report.sources[0].hidden and ben not in report.sources[0].by_coder
    assert report.hidden == ("P01",)
    assert report.coded_once == () and [each.size.name for each in report.uncoded] == ["P03"]
    assert [point.source for run in report.runs for point in run.points] == ["P02"]


def test_private_memos_and_the_consensus_arent_counted_as_anybodys(study: Project) -> None:
    code(study, "Ana", "P01", "afraid", "Fear", "2026-09-07")
    memos.add_journal_entry(study, title="Mine", text="x")
    memos.add(study, title="Ours", text="y")
    code(study, "Agreed", "P01", "afraid", "Fear", "2026-09-08")
    coders.set_role(study, coders.by_name(study, "Agreed").id, coders.CONSENSUS)
    report = team_report.read(study)
    assert of(report, "Ana").memos == 1
    assert report.sources[0].coded_by == 1
    assert [each.coder.name for each in report.people] == ["Ana"]


def test_versions_tell_what_changed_between_them(project: Project) -> None:
    fear, law = codes.add(project, "Fear").id, codes.add(project, "Law").id
    versions.save(project, "First")
    codes.rename(project, fear, "Worry")
    codes.delete(project, law)
    codes.add(project, "Talk")
    versions.save(project, "Second")
    first, second, now = codebook_history.read(project).versions
    assert first.version is not None and first.comparison is None and first.codes == 2
    assert second.counts == {"added": 1, "removed": 1, "renamed": 1, "moved": 0, "redefined": 0}
    assert second.comparison is not None
    assert codebook_history.named_changes(second.comparison) == {
        "added": ["Talk"],
        "removed": ["Law"],
        "renamed": ["Fear → Worry"],
    }
    assert now.version is None and not any(now.counts.values())


def test_steps_on_codes_are_counted_by_week_without_what_was_undone(project: Project) -> None:
    fear, worry = codes.add(project, "Fear").id, codes.add(project, "Worry").id
    codes.rename(project, fear, "Dread")
    project.undo()
    merging.merge(project, [fear], into=worry, reason="One thing")
    history = codebook_history.read(project)
    (week,) = history.weeks
    assert dict(week.counts) == {"added": 2, "merged": 1}
    (joined,) = history.joined
    assert (joined.kind, joined.into, joined.reason) == ("merged", "Worry", "One thing")
