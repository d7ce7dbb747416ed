"""Reports as tables: workbooks (XLSX) and comma-separated values (CSV)."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable, Sequence
from typing import BinaryIO

from interviewcoder.reports.blocks import Sheet
from interviewcoder.reports.xml_text import printable

# A cell that begins so is a formula to a spreadsheet; with an apostrophe before it, it is words again. Some languages'
# editions take the wide signs too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
# What a cell of a workbook holds; Excel refuses a file with more in one.
_LONGEST_CELL = 32_767
_SHEET_NAME = 31
_EARLIEST = datetime.datetime(1980, 1, 1)
_STEP = 200


def write_csv(
    sheet: Sheet, file: BinaryIO, *, mark: bool = True, on_row: Callable[[int], object] = lambda rows: None
) -> None:
    """Write one sheet as CSV in UTF-8, its columns' names first, a row at a time.

    With the byte-order mark (`mark`) Excel reads it as UTF-8. What would be a
    formula gets an apostrophe before it. `on_row` hears how many rows are
    written, now and then, and may raise to stop.
    """
    text = io.TextIOWrapper(file, encoding="utf-8-sig" if mark else "utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([harmless(name) for name, _ in sheet.columns])
    for number, row in enumerate(sheet.rows, 1):
        writer.writerow([harmless(each) for each in row])
        if number % _STEP == 0:
            on_row(number)
    text.flush()
    text.detach()


def write_xlsx(
    sheets: Sequence[Sheet], file: BinaryIO, *, title: str, on_row: Callable[[int], object] = lambda rows: None
) -> int:
    """Write sheets as a workbook; returns how many cells held more than a workbook can, and were cut.

    Texts are stored as strings, which no spreadsheet works out. The same
    sheets give the same bytes. `on_row` is as in `write_csv`.
    """
    import xlsxwriter

    # In memory: otherwise it would put participants' words into temporary files.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    cut = done = 0
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, options)
    book.set_properties({"title": printable(title)[:255], "created": _EARLIEST})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#eef1f4"})
    words = book.add_format({"text_wrap": True, "valign": "top"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name[:_SHEET_NAME])
        page.freeze_panes(1, 1)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        for column, (name, letters) in enumerate(sheet.columns):
            page.set_column(column, column, letters)
            page.write_string(0, column, name, head)
        rows = 0
        for rows, row in enumerate(sheet.rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    page.write_number(rows, column, value, words)
                    continue
                cut += len(value) > _LONGEST_CELL
                page.write_string(rows, column, printable(value)[:_LONGEST_CELL], words)
            done += 1
            if done % _STEP == 0:
                on_row(done)
        page.autofilter(0, 0, rows, len(sheet.columns) - 1)
    book.close()
    # In one go, so that a full disk is told by the system's own error and not by the library's.
    file.write(made.getbuffer())
    return cut


def harmless(value: str | int) -> str | int:
    """A cell's value that no spreadsheet takes for a formula, and every encoding can hold."""
    if isinstance(value, int):
        return value
    told = printable(value)
    return f"'{told}" if told.startswith(_FORMULA) else told
