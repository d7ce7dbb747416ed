"""The team report and the review summary in files: what they tell, and what stays out of them."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from interviewcoder.coding import codes, versions
from interviewcoder.errors import ExportFailed, NotFound
from interviewcoder.privacy import pseudonyms, sharing
from interviewcoder.project import coders, file
from interviewcoder.project.file import Project
from interviewcoder.project.schema import MergeRow
from interviewcoder.reports.review_summary import write_review_summary
from interviewcoder.reports.team_report import write_team_report
from interviewcoder.review import (
    adjudication,
    comments,
    proposals,
    review_copy,
    review_summary,
    signoff,
    team_report,
    verdicts,
)
from interviewcoder.review.comments import About
from tests.reports.conftest import Study


@pytest.fixture(scope="module")
def reviewed(empty_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a study that Ana and Ben coded, differently, and Dr Sup reviewed in all the ways there are."""
    folder = tmp_path_factory.mktemp("reviewed")
    shutil.copy(empty_project, folder / "study.icproj")
    with file.open_project(folder / "study.icproj") as project:
        study = Study(project, folder)
        first = study.interview("P07", "P07: I was afraid of Dr Novak, honestly.", "P07: Later it helped.")
        study.interview("P08", "P08: We were all afraid, every day.")
        fear, help_ = study.codes("Fear", "Help")
        found = []
        for name, words in (("Ana", "afraid of Dr Novak"), ("Ben", "afraid of Dr Novak, honestly.")):
            project.work_as(name)
            found.append(study.code(first, words, fear).id)
        found.append(study.code(first, "it helped", help_).id)
        pseudonym = pseudonyms.add(project, "name")
        places = pseudonyms.everywhere(project, "Dr Novak")
        pseudonyms.decide(project, [(place.source_id, place.span) for place in places], pseudonym.id)
        version = versions.save(project, "First cycle")
        coders.set_role(project, project.work_as("Sup").id, "supervisor")
        _review(project, found, fear, version.id)
        project.work_as("Ana")
        who = [coders.by_name(project, name).id for name in ("Ana", "Ben")]
        dispute = adjudication.queue(project, who).open[0]
        adjudication.decide(project, dispute, "second", reason="The whole clause is about fear.")
        _, merge = proposals.listing(project)
        proposals.reject(project, merge.id, note="They are two things.")
    return folder / "study.icproj"


def _review(project: Project, found: list[int], fear: int, version_id: int) -> None:
    verdicts.give(project, found[0], "agree")
    verdicts.give(project, found[1], "query", note="Does Dr Novak belong to it?")
    thread = comments.add(project, About.coding(found[0]), text="Begin with “I was”.")
    comments.resolve(project, thread.id)
    comments.add(project, About.the_project(), text="Look for cases that speak against it.")
    proposals.merge(project, codes.by_name(project, "Help").id, into=fear, reason="Both are feelings")
    proposals.rename(project, fear, "Dread", reason="Nearer to their words")
    signoff.approve(project, version_id, note="Go on.")


@pytest.fixture
def project(reviewed: Path, tmp_path: Path) -> Iterator[Project]:
    """That study, open."""
    shutil.copy(reviewed, tmp_path / "study.icproj")
    with file.open_project(tmp_path / "study.icproj") as opened:
        yield opened


def said_in(path: Path) -> str:
    """All words of a Word document, its tables included."""
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_a_summary_tells_what_was_checked_found_decided_and_approved(project: Project, tmp_path: Path) -> None:
    receipt = write_review_summary(project, tmp_path / "review.docx")
    said = said_in(tmp_path / "review.docx")
    assert "2 of 3 codings (67 %): 1 agreed with, 1 queried." in said
    assert "2 threads: 1 open, 1 settled." in said
    assert "Look for cases that speak against it." in said and "Settled by Sup on" in said
    assert "2 proposals: 1 open, 1 rejected." in said and "They are two things." in said
    assert "As Ben coded it" in said and "The whole clause is about fear." in said
    assert "It is approved as it is now by Sup." in said and "Go on." in said
    sha256 = versions.by_name(project, "First cycle").sha256
    assert sha256[:16] in said and f"The codebook as it is now: {sha256}" in said
    assert "Signed" in said
    assert (receipt.threads, receipt.proposals, receipt.decisions) == (2, 2, 1)


def test_names_are_replaced_in_quotes_and_in_what_reviewers_wrote(project: Project, tmp_path: Path) -> None:
    write_review_summary(project, tmp_path / "review.html")
    said = (tmp_path / "review.html").read_text(encoding="utf-8")
    (pseudonym,) = pseudonyms.listing(project)
    assert "Novak" not in said
    assert f"afraid of {pseudonym.text}, honestly." in said
    assert f"Does {pseudonym.text} belong to it?" in said
    (line,) = [line for line in sharing.ledger(project) if line.what == "review summary"]
    assert (line.manifest.counts["threads"], line.manifest.counts["decisions"]) == (2, 1)


def test_an_approval_of_an_earlier_codebook_is_said_to_hold_no_longer(project: Project, tmp_path: Path) -> None:
    codes.add(project, "Anger")
    write_review_summary(project, tmp_path / "review.docx")
    said = said_in(tmp_path / "review.docx")
    assert "has changed since: the approval doesn’t hold for it as it is now. Codes: 1 added." in said
    assert "of an earlier codebook" in said


def test_review_copies_and_merges_are_told(project: Project, tmp_path: Path) -> None:
    mark = {"uuid": "copy", "recipient": "Prof. Lind", "coder_uuid": "c", "made_at": "2026-09-01T10:00:00+00:00"}
    mark |= {"expires_on": "2026-10-01", "sources": '["a", "b"]', "codebook_sha256": "0" * 64}
    review_copy.note_handed_out(project, {**mark, "blind": True})
    counts = {"taken": {"comment": 3, "verdict": 2, "coding": 1}, "left": 4, "conflicts": 1, "unplaced": 2}
    with project.op("Merge review copy") as session:
        session.add(
            MergeRow(
                at="2026-09-20T10:00:00+00:00",
                coder_uuid=project.coder.uuid,
                file_name="back.icproj",
                project_uuid="p",
                review_copy_uuid="copy",
                head="0" * 64,
                counts=json.dumps(counts),
            )
        )
    write_review_summary(project, tmp_path / "review.docx")
    *_, copies, merges, _ = docx.Document(str(tmp_path / "review.docx")).tables
    assert [cell.text for cell in copies.rows[1].cells] == [
        "Prof. Lind",
        "1 Sep 2026",
        "1 Oct 2026",
        "2",
        "left out (blind)",
    ]
    when, name, whose, taken, *numbers = (cell.text for cell in merges.rows[1].cells)
    assert (when, name, whose) == ("20 Sep 2026", "back.icproj", "review copy of Prof. Lind")
    assert taken == "3 comments, 2 verdicts on codings, 1 coding" and numbers == ["4", "1", "2"]


def test_agreement_before_and_after_the_decisions_stands_beside_them(project: Project) -> None:
    (compared,) = review_summary.read(project, project).compared
    assert compared.coders == ("Ana", "Ben")
    assert (compared.decided, compared.open) == (1, 1)
    before, after = compared.alpha
    assert before is not None and after is not None and before < after


def test_a_summary_of_one_reviewer_has_nothing_of_the_others(project: Project, tmp_path: Path) -> None:
    ana, sup = (coders.by_name(project, name).id for name in ("Ana", "Sup"))
    of_ana, of_sup = (review_summary.read(project, project, reviewer_id=id_) for id_ in (ana, sup))
    assert (of_ana.threads, len(of_ana.decided), [each.state for each in of_ana.proposals]) == ((), 1, ["rejected"])
    assert (len(of_sup.threads), of_sup.decided, len(of_sup.proposals)) == (2, (), 2)
    assert [each.coder.name for each in of_sup.reviewers] == ["Sup"]
    assert of_ana.verdicts.reviewed == 0
    with pytest.raises(NotFound):
        write_review_summary(project, tmp_path / "review.docx", reviewer_id=99)


def test_a_team_report_has_coders_sources_and_the_codebook(project: Project, tmp_path: Path) -> None:
    receipt = write_team_report(project, tmp_path / "team.docx")
    said = said_in(tmp_path / "team.docx")
    assert "Coded by nobody yet: P08." in said
    assert "Ana and Ben" in said and "one source shows no course" in said
    assert "First cycle" in said and "what was agreed on" in said
    assert receipt.sources == 2
    decided = {
        each.coder.name: each.decisions for each in team_report.read(project).coders if each.coder.role or each.codings
    }
    assert decided == {"Ana": 1, "Ben": 0, "Sup": 0, "Consensus": 0}
    write_team_report(project, tmp_path / "team.html")
    assert "Codings by week" in (tmp_path / "team.html").read_text(encoding="utf-8")


def test_the_table_has_a_row_for_each_coder_and_source(project: Project, tmp_path: Path) -> None:
    write_team_report(project, tmp_path / "team.csv")
    with (tmp_path / "team.csv").open(encoding="utf-8-sig", newline="") as written:
        rows = list(csv.DictReader(written))
    assert [(row["Coder"], row["Source"], row["Codings"]) for row in rows] == [
        ("Ana", "P07", "1"),
        ("Ben", "P07", "2"),
        ("Consensus", "P07", "1"),
    ]
    assert rows[0]["Characters coded"] == str(len("afraid of Dr Novak"))


@pytest.mark.parametrize("write", [write_team_report, write_review_summary])
def test_other_endings_are_refused(project: Project, tmp_path: Path, write: object) -> None:
    assert callable(write)
    with pytest.raises(ExportFailed, match="isn't written as"):
        write(project, tmp_path / "report.pdf")


def test_nothing_is_told_of_an_empty_study(empty_project: Path, tmp_path: Path) -> None:
    shutil.copy(empty_project, tmp_path / "empty.icproj")
    with file.open_project(tmp_path / "empty.icproj") as empty:
        write_team_report(empty, tmp_path / "team.docx")
        write_review_summary(empty, tmp_path / "review.docx")
        assert review_summary.reviewers(empty) == [] and review_summary.nothing_happened(empty)
    assert "Nobody has coded yet." in said_in(tmp_path / "team.docx")
    assert "Nobody has reviewed anything yet." in said_in(tmp_path / "review.docx")
