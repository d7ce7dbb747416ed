"""The page about the project file says of every column that can hold words that it can."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import LargeBinary, Text

from interviewcoder.project.schema import ProjectRow

_PAGE = Path(__file__).resolve().parents[2] / "docs/file-format.md"
# Numbers, ids and keys, whatever their type.
_WITHOUT_WORDS = {"sound.packed", "words.packed", "step.media_uuids", "activity.ids", "preference.value"}
# Numbers that tie rows to each other.
_TIES = {"case_source", "memo_link"}


def test_every_column_that_can_hold_words_is_in_the_table_of_them() -> None:
    page = _PAGE.read_text(encoding="utf-8")
    section = page.partition("## Where words of participants stand")[2].partition("\n## ")[0]
    tables = ProjectRow.metadata.sorted_tables
    columns = [
        (table.name, column.name)
        for table in tables
        for column in table.columns
        if isinstance(column.type, Text | LargeBinary)
    ]
    assert len(columns) > 40
    missing = [
        f"{table}.{column}"
        for table, column in columns
        if f"{table}.{column}" not in _WITHOUT_WORDS
        and not any(
            f"`{table}." in line and (f".{column}`" in line) for line in section.splitlines() if line.startswith("|")
        )
    ]
    assert not missing
    assert all(f"`{table.name}" in section for table in tables if table.name not in _TIES)
