"""The page numbers worked out by us against those of a real word processor."""

from __future__ import annotations

import datetime
import random
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from interviewcoder.reports import whole_file
from interviewcoder.reports.codebook import Codebook, CodebookEntry, Counts
from interviewcoder.reports.pagination import paginate
from interviewcoder.reports.quotes import Quote
from interviewcoder.reports.to_docx import write
from interviewcoder.sources.text import Span

SENTENCE = (
    "the a we patient story online post read when family nurse hospital because afterwards comment ward shift chart "
    "afraid nobody everything understandable administration, however well-meaning social-media – “quoted” it’s 24 café"
)
WORDS = SENTENCE.split()
LIBREOFFICE_TAKES_S = 120


@pytest.fixture
def as_pdf(tmp_path: Path) -> Path:
    """Where `pages_of` works; skips where LibreOffice or poppler isn't there."""
    for program in ("soffice", "pdftotext"):
        if shutil.which(program) is None:
            pytest.skip(f"needs {program}, to see the document as a reader does")
    return tmp_path


def pages_of(documents: Sequence[Path], folder: Path) -> list[list[str]]:
    """Print documents with LibreOffice and give the text of each page of each."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, documents)]
    subprocess.run(convert, check=True, capture_output=True, timeout=LIBREOFFICE_TAKES_S)
    read = []
    for document in documents:
        show = ["pdftotext", "-layout", str(folder / f"{document.stem}.pdf"), "-"]
        read.append(subprocess.run(show, check=True, capture_output=True, text=True).stdout.split("\f")[:-1])
    return read


def some(chance: random.Random, fewest: int, most: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(fewest, most)))


def a_quote(chance: random.Random, text: str) -> Quote:
    return Quote(1, 1, "Visit", Span(0, len(text)), text, f"P{chance.randint(1, 20):02}", "nurse", "P", "case 1", True)


def random_quote(chance: random.Random) -> Quote:
    text = some(chance, 4, chance.choice((20, 60, 140)))
    return a_quote(chance, text.replace(" ", "\n", 2 if chance.random() < 0.1 else 0))


def random_book(seed: int, size: int) -> Codebook:
    chance = random.Random(seed)
    entries: list[CodebookEntry] = []
    path: list[str] = []
    for number in range(size):
        depth = chance.randint(0, min(len(path), 3))
        path = [*path[:depth], f"K{number:03} {some(chance, 1, 6)}"]
        quotes = tuple(random_quote(chance) for _ in range(chance.choice((0, 1, 2, 2, 3, 6))))
        entries.append(
            CodebookEntry(
                path=" > ".join(path),
                name=path[-1],
                depth=depth,
                colour="#0072b2",
                brief=some(chance, 3, 20),
                definition=chance.choice(("", some(chance, 10, 80))),
                use_when=chance.choice(("", some(chance, 5, 50))),
                dont_use_when=chance.choice(("", some(chance, 5, 50))),
                provenance="inductive",
                provenance_note="",
                counts=Counts(3, 7),
                with_subcodes=Counts(4, 9),
                has_subcodes=depth == 0,
                quotes=quotes,
                offered=bool(quotes) and chance.random() < 0.3,
            )
        )
    return Codebook("Random", datetime.date(2025, 1, 1), ("A",), 3, 3, size, 9, tuple(entries), ())


def with_a_quote_of_two_pages(book: Codebook) -> Codebook:
    long = a_quote(random.Random(3), " ".join(WORDS * 40))
    first, *others = book.entries
    return replace(book, entries=(replace(first, quotes=(*first.quotes, long)), *others))


def test_the_contents_name_the_pages_on_which_libreoffice_prints_the_codes(as_pdf: Path) -> None:
    books = {as_pdf / f"{seed}.docx": random_book(seed, 14) for seed in range(8)}
    books[as_pdf / "long.docx"] = with_a_quote_of_two_pages(random_book(8, 6))
    for path, book in books.items():
        write(book, path, whole_file.put)
    for (path, book), pages in zip(books.items(), pages_of(list(books), as_pdf), strict=True):
        worked_out = paginate(docx.Document(str(path)))
        assert worked_out.count == len(pages), path.name
        first = worked_out.of["_Toc100000001"]
        for number, entry in enumerate(book.entries, start=1):
            heading = re.compile(rf"^ *{re.escape(entry.name[:4])} ", re.MULTILINE)
            printed = next(page for page in range(first, len(pages) + 1) if heading.search(pages[page - 1]))
            assert worked_out.of[f"_Toc{100000000 + number}"] == printed, (path.name, entry.name)


def test_libreoffice_shows_contents_numbers_and_quotes(as_pdf: Path) -> None:
    book = random_book(1, 6)
    write(book, as_pdf / "codebook.docx", whole_file.put)
    ((_, contents, *rest),) = pages_of([as_pdf / "codebook.docx"], as_pdf)
    numbers = paginate(docx.Document(str(as_pdf / "codebook.docx"))).of
    for number, entry in enumerate(book.entries, start=1):
        line = rf"{re.escape(entry.name)}\s*\.+\s*{numbers[f'_Toc{100000000 + number}']}\n"
        assert re.search(line, contents), entry.name
    assert f"Page {len(rest) + 2} of {len(rest) + 2}" in rest[-1]
    words = " ".join(" ".join(rest).split())
    for quote in (quote for entry in book.entries for quote in entry.quotes):
        assert " ".join(quote.text.split()[:6]) in words
