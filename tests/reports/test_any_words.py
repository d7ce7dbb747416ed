"""Whatever people say and however it is written down, every format gives it back as it was."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some
from markdown_it import MarkdownIt

from interviewcoder.reports import docx_body, sheet_file, to_html, to_markdown, to_odt
from interviewcoder.reports.blocks import Layout, Sheet
from interviewcoder.reports.codebook_layout import quote_paragraph
from interviewcoder.reports.quotes import Quote
from interviewcoder.sources.text import Span
from tests.reports.reading_back import quotes_in

# All that a source can hold, but for what no XML can; markup and blanks more often than chance would have them.
LETTERS = some.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
WORDS = some.text(some.one_of(some.sampled_from(" \n\t  *_`[]()<>|~&#\\-+=1.:;!“”'\"_x0041"), LETTERS), min_size=1)
THOROUGH = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def a_quote(text: str) -> Quote:
    return Quote(1, 1, "Interview 7", Span(0, len(text)), text, "P07", "nurse", "P07", "case 7", True)


def laid_out(text: str) -> Layout:
    return Layout("Study", "Codebook", datetime.date(2026, 3, 14), [quote_paragraph(a_quote(text), {})], 1)


@pytest.mark.parametrize(
    ("write", "suffix"), [(to_odt.write, "odt"), (to_html.write, "html"), (docx_body.write, "docx")]
)
@THOROUGH
@given(text=WORDS)
@example(text=" leading, trailing ")
@example(text="\n\n\t \n")
@example(text="a \n b\t c  d")
def test_documents_hold_any_words(
    tmp_path: Path, write: Callable[[Layout, BinaryIO], None], suffix: str, text: str
) -> None:
    place = tmp_path / f"any.{suffix}"
    with place.open("wb") as file:
        write(laid_out(text), file)
    assert quotes_in(place) == [text]


@THOROUGH
@given(text=WORDS)
@example(text="=1+1")
@example(text="_x000D_ and _x005F_")
def test_tables_hold_any_words(tmp_path: Path, text: str) -> None:
    for suffix in ("csv", "xlsx"):
        place = tmp_path / f"any.{suffix}"
        sheet = Sheet("Codebook", (("Passage", 40),), [(f"“{text}”",)])
        with place.open("wb") as file:
            if suffix == "csv":
                sheet_file.write_csv(sheet, file)
            else:
                sheet_file.write_xlsx([sheet], file, title="Study")
        assert quotes_in(place) == [text]


@THOROUGH
@given(text=WORDS)
@example(text="a\n\nb")
@example(text="1) one\n- two\n# three\n=== \n***")
@example(text="&amp; <b> [a](b) `c` ~~d~~ \\* a\\")
def test_markdown_holds_any_words(text: str) -> None:
    file = io.BytesIO()
    to_markdown.write(laid_out(text), file)
    tokens = MarkdownIt("commonmark").enable("table").parse(file.getvalue().decode("utf-8"))
    assert [token.type for token in tokens] == [
        "blockquote_open",
        "paragraph_open",
        "inline",
        "paragraph_close",
        "blockquote_close",
    ]
    parts = ["\n" if child.type == "hardbreak" else child.content for child in tokens[2].children or ()]
    assert "".join(parts) == f"“{text}” (P07, nurse)"
