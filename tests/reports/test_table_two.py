from __future__ import annotations

from typing import TYPE_CHECKING

from interviewcoder.coding import codes, segments
from interviewcoder.reports.blocks import Paragraph, Table
from interviewcoder.reports.codebook import Extent, codebook
from interviewcoder.reports.table_two import TableTwo, layout, sheets, table_two

if TYPE_CHECKING:
    from tests.reports.conftest import Study


def rows_of(table: TableTwo) -> list[list[str]]:
    """The printed table's cells as text."""
    blocks = [block for block in layout(table).blocks if isinstance(block, Table)]
    return [
        ["\n".join("".join(run.text for run in each.runs) for each in cell.paragraphs) for cell in row]
        for row in blocks[0].rows
    ]


def heads_of(table: TableTwo) -> tuple[str, ...]:
    return next(block for block in layout(table).blocks if isinstance(block, Table)).head


def fill(study: Study) -> None:
    ids = study.codes("Visibility", "Visibility > Courts", "Visibility > Courts > Fear", "Visibility > Pride", "Team")
    source = study.interview("P07", "I: And?", "P07: I was afraid of being sued.", "P07: I was proud. We talk.")
    study.participant("P07", source, role="nurse")
    study.code(source, "I was afraid of being sued", ids[2], exemplar=True)
    study.code(source, "I was proud", ids[3], exemplar=True)
    study.code(source, "We talk", ids[4])
    against = study.code(source, "being sued", ids[3])
    segments.mark_negative(study.project, against.id)


def test_codes_stand_under_themes_and_subthemes_with_a_quote_for_and_against(study: Study) -> None:
    fill(study)
    table = table_two(codebook(study.project))
    assert heads_of(table) == (
        "Theme",
        "Subtheme",
        "Code",
        "Participants n (references n)",
        "Exemplar quote",
        "Contrary quote",
    )
    assert rows_of(table) == [
        ["Visibility", "Courts", "Fear", "1 (1)", "“I was afraid of being sued” (P07, nurse)", ""],
        ["", "", "Pride", "1 (2)", "“I was proud” (P07, nurse)", "“being sued” (P07, nurse)"],
        ["Team", "", "", "1 (1)", "“We talk” (P07, nurse)", ""],
    ]


def test_numbers_are_left_out_where_the_method_does_without(study: Study) -> None:
    fill(study)
    table = table_two(codebook(study.project), counted=False)
    assert not [name for name in heads_of(table) if " n" in name]
    assert [name for name, _ in sheets(table)[0].columns if name in ("Participants", "References")] == []
    notes = [each for each in layout(table).blocks if isinstance(each, Paragraph) and each.style == "Table Note"]
    assert "participants with at least" not in notes[0].runs[0].text


def test_columns_that_would_be_empty_are_not_there(study: Study) -> None:
    (fear,) = study.codes("Fear")
    study.code(study.interview("P07", "P07: I was afraid."), "afraid", fear)
    assert heads_of(table_two(codebook(study.project))) == (
        "Theme",
        "Code",
        "Sources n (references n)",
        "Exemplar quote",
    )


def test_a_workbooks_rows_each_say_their_theme(study: Study) -> None:
    fill(study)
    table = table_two(codebook(study.project))
    assert [row[:5] for row in sheets(table)[0].rows] == [
        ("Visibility", "Courts", "Fear", 1, 1),
        ("Visibility", "", "Pride", 1, 2),
        ("Team", "", "", 1, 1),
    ]


def test_themes_can_be_left_out(study: Study) -> None:
    fill(study)
    team = codes.by_name(study.project, "Team")
    table = table_two(codebook(study.project, Extent(themes=frozenset({team.uuid}))))
    assert [row[0] for row in rows_of(table)] == ["Team"]
    assert table.notes[0].startswith("Not all themes are shown")


def test_a_long_exemplar_is_shown_whole_and_noted(study: Study) -> None:
    fill(study)
    table = table_two(codebook(study.project, Extent(longest=20)), longest=20)
    assert rows_of(table)[0][4] == "“I was afraid of being sued” (P07, nurse)"
    assert "Quotes longer than 20 characters, shown whole: 1." in table.notes


def test_codes_without_a_passage_are_counted(study: Study) -> None:
    fill(study)
    codes.add(study.project, "Not yet")
    table = table_two(codebook(study.project))
    assert "Codes without a passage, left out: 1." in table.notes
    assert "Not yet" not in {row[0] for row in rows_of(table)}


def test_a_subthemes_own_passages_stand_in_its_row(study: Study) -> None:
    _, courts, fear = study.codes("Visibility", "Visibility > Courts", "Visibility > Courts > Fear")
    source = study.interview("P07", "P07: I was afraid of judges.")
    study.code(source, "judges", courts)
    study.code(source, "afraid", fear)
    assert [row[:3] for row in rows_of(table_two(codebook(study.project)))] == [
        ["Visibility", "Courts", ""],
        ["", "", "Fear"],
    ]
