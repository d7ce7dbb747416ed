from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import event

from interviewcoder.coding import segments
from interviewcoder.reports.codings import all_codings, sheets
from interviewcoder.sources.text import Span

if TYPE_CHECKING:
    from tests.reports.conftest import Study


def test_a_row_says_all_that_is_known_of_a_coding(study: Study) -> None:
    _, fear = study.codes("Theme", "Theme > Fear")
    source = study.recorded("Visit 1")
    study.participant("P07", source, role="nurse")
    coded = study.code(source, "afraid of lawsuits", fear, exemplar=True)
    segments.mark_negative(study.project, coded.id)
    segments.set_level(study.project, coded.id, "latent")
    segments.set_memo(study.project, coded.id, "Compare with P02")
    (sheet,) = sheets(all_codings(study.project))
    row = dict(zip((name for name, _ in sheet.columns), *sheet.rows, strict=True))
    assert row == {
        "Code": "Fear",
        "Theme path": "Theme > Fear",
        "Source": "Visit 1",
        "Participant": "P07",
        "Role": "nurse",
        "Speaker": "S2",
        "Time": "0:00:05",
        "Start": coded.span.start,
        "End": coded.span.end,
        "Passage": "“afraid of lawsuits”",
        "Coder": coded.coder,
        "Exemplar": "yes",
        "Negative case": "yes",
        "Level": "latent",
        "Memo": "Compare with P02",
        "Made by": "",
    }


def test_codings_stand_by_code_or_by_source(study: Study) -> None:
    fear, pride = study.codes("Fear", "Pride")
    for name in ("P01", "P02"):
        source = study.interview(name, f"{name}: I was proud and afraid.")
        study.code(source, "proud", pride)
        study.code(source, "afraid", fear)

    def told(order: str) -> list[tuple[str, str]]:
        report = all_codings(study.project, "code" if order == "code" else "source")
        return [(each.code, each.quote.source) for each in report.codings]

    assert told("code") == [("Fear", "P01"), ("Fear", "P02"), ("Pride", "P01"), ("Pride", "P02")]
    assert told("source") == [("Pride", "P01"), ("Fear", "P01"), ("Pride", "P02"), ("Fear", "P02")]


def test_the_number_of_queries_does_not_grow_with_the_codings(study: Study) -> None:
    (fear,) = study.codes("Fear")
    source = study.interview("P01", "P01: I was afraid of being sued, honestly.")
    seen: list[str] = []
    event.listen(study.project.session.get_bind(), "before_cursor_execute", lambda *told: seen.append(str(told[2])))
    spent = []
    for length in (1, 20):
        for end in range(1, length + 1):
            segments.code_passage(study.project, source.id, Span(0, end), fear)
        seen.clear()
        all_codings(study.project)
        spent.append(len(seen))
    assert spent[0] == spent[1] < 25
