from __future__ import annotations

import datetime
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from interviewcoder.coding import codes
from interviewcoder.project.file import Project
from interviewcoder.reports import docx_styles, whole_file
from interviewcoder.reports.codebook import Codebook, CodebookEntry, Counts
from interviewcoder.reports.codebook_fields import NO_CODES, OFFERED_NOTE
from interviewcoder.reports.export_gate import NO_CONSENT_RECORDED
from interviewcoder.reports.quotes import Quote
from interviewcoder.reports.to_docx import write, write_codebook
from interviewcoder.sources.text import Span

if TYPE_CHECKING:
    from tests.reports.conftest import Study

ODD_TEXTS = (
    "two  spaces and a\u00a0no-break space ",
    "🙂 beyond the first plane, and e\u0301 in two signs",
    "one turn\nand the next\n\nand one more",
    "a\ttab, <tags> & “quotes” \u2028 and \u00ad soft",
    "\n leading and trailing \t",
    "--- ‑ – — …",
)


def a_quote(text: str = "We waited.", **changes: object) -> Quote:
    quote = Quote(1, 1, "Interview 7", Span(0, len(text)), text, "P07", "nurse", "P07", "case 7", True)
    return replace(quote, **changes)  # type: ignore[arg-type]  # a test's own shorthand


def an_entry(path: str, *quotes: Quote, **changes: object) -> CodebookEntry:
    *_, name = path.split(" > ")
    entry = CodebookEntry(
        path=path,
        name=name,
        depth=path.count(" > "),
        colour="#0072b2",
        brief="In brief",
        definition="At length",
        use_when="",
        dont_use_when="",
        provenance="inductive",
        provenance_note="",
        counts=Counts(2, 3),
        with_subcodes=Counts(4, 9),
        has_subcodes=False,
        quotes=quotes,
        offered=False,
    )
    return replace(entry, **changes)  # type: ignore[arg-type]  # as above


def a_book(*entries: CodebookEntry, **changes: object) -> Codebook:
    day = datetime.date(2025, 11, 2)
    book = Codebook("Being watched", day, ("Ana Ruiz", "Noor Haddad"), 3, 4, len(entries), 12, entries, ())
    return replace(book, **changes)  # type: ignore[arg-type]  # as above


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "codebook.docx"


def written(book: Codebook, place: Path) -> Document:
    write(book, place, whole_file.put)
    return docx.Document(str(place))


def in_style(document: Document, style: str) -> list[Paragraph]:
    return [each for each in document.paragraphs if each.style is not None and each.style.name == style]


def texts(document: Document, style: str) -> list[str]:
    return [paragraph.text for paragraph in in_style(document, style)]


def instructions(xml: str) -> list[str]:
    return [" ".join(found.split()) for found in re.findall(r"<w:instrText[^>]*>([^<]*)<", xml)]


def part(place: Path, name: str) -> str:
    with zipfile.ZipFile(place) as package:
        return package.read(name).decode("utf-8")


def test_every_quote_reads_back_as_it_was_said(place: Path) -> None:
    quotes = [a_quote(text) for text in ODD_TEXTS]
    paragraphs = in_style(written(a_book(an_entry("Fear", *quotes)), place), "Quote")
    assert [paragraph.text for paragraph in paragraphs] == [f"“{text}” (P07, nurse)" for text in ODD_TEXTS]


def test_a_quotes_own_words_stand_alone_in_their_style(place: Path) -> None:
    document = written(a_book(an_entry("Fear", *(a_quote(text) for text in ODD_TEXTS))), place)
    runs = [run for paragraph in in_style(document, "Quote") for run in paragraph.runs]
    assert [run.text for run in runs if run.style and run.style.name == docx_styles.QUOTED_WORDS] == list(ODD_TEXTS)


def test_what_word_cannot_hold_is_replaced_and_said(place: Path) -> None:
    receipt = write(a_book(an_entry("Fear", a_quote("a\x0bb\x00c\ud800d\ufffee"))), place, whole_file.put)
    assert texts(docx.Document(str(place)), "Quote") == ["“a\ufffdb\ufffdc\ufffdd\ufffde” (P07, nurse)"]
    assert receipt.warnings == ("Characters that Word can't hold, each replaced by \ufffd in the document: 4.",)


def test_the_title_page_says_what_it_is(place: Path) -> None:
    document = written(a_book(an_entry("Fear")), place)
    assert texts(document, "Title") == ["Being watched"]
    assert texts(document, "Subtitle") == ["Codebook"]
    assert texts(document, "Title Facts") == [
        "2 November 2025",
        "Coded by Ana Ruiz, Noor Haddad",
        "1 code, 12 coded passages",
        "3 sources, 4 participants",
    ]


def test_codes_are_headings_by_depth_with_their_path_below(place: Path) -> None:
    paths = ("Theme", "Theme > Part", "Theme > Part > Code", "Theme > Part > Code > Detail")
    document = written(a_book(*map(an_entry, paths)), place)
    assert texts(document, "Heading 1") == ["Overview", "Theme"]
    assert texts(document, "Heading 2") == ["Part"]
    assert texts(document, "Heading 3") == ["Code", "Detail"]
    assert texts(document, "Code Path") == list(paths[1:])


def test_the_table_of_a_code_leaves_out_what_nobody_filled_in(place: Path) -> None:
    full = an_entry("Fear", use_when="Sued", dont_use_when="Hurt", provenance_note="Ross", has_subcodes=True)
    bare = an_entry("Anger", brief="", definition=" ")
    _, first, second = written(a_book(full, bare), place).tables
    assert [(row.cells[0].text, row.cells[1].text) for row in first.rows] == [
        ("Brief", "In brief"),
        ("Definition", "At length"),
        ("Use when", "Sued"),
        ("Don’t use when", "Hurt"),
        ("Provenance", "Inductive: Ross"),
        ("Participants", "2 (4 with subcodes)"),
        ("References", "3 (9 with subcodes)"),
    ]
    assert [row.cells[0].text for row in second.rows] == ["Provenance", "Participants", "References"]


def test_the_table_of_a_code_has_its_examples_and_its_status(place: Path) -> None:
    entry = an_entry("Fear", typical="Sued", atypical="Named", close_but_no="Blamed", status="final")
    (_, table) = written(a_book(entry), place).tables
    told = {row.cells[0].text: row.cells[1].text for row in table.rows}
    assert (told["Typical"], told["Atypical"], told["Close but no"]) == ("Sued", "Named", "Blamed")
    assert told["Status"] == "Final"


def test_contrary_quotes_stand_apart_behind_the_exemplars(place: Path) -> None:
    entry = an_entry("Fear", a_quote("For it."), contrary=(a_quote("Against it.", negative=True),))
    receipt = write(a_book(entry), place, whole_file.put)
    document = docx.Document(str(place))
    assert texts(document, "Quotes Label") == ["Exemplar quote", "Contrary quote"]
    assert texts(document, "Quote") == ["“For it.” (P07, nurse)", "“Against it.” (P07, nurse)"]
    assert receipt.quotes == 2


def test_notes_and_warnings_stand_before_the_overview(place: Path) -> None:
    document = written(a_book(an_entry("Fear"), notes=("Left out: 2.",), warnings=("Never quoted: P06.",)), place)
    assert texts(document, "Note")[1:] == ["Left out: 2.", "Never quoted: P06."]


def test_the_overview_lists_each_code_under_a_head_that_repeats(place: Path) -> None:
    document = written(a_book(an_entry("Theme", has_subcodes=True), an_entry("Theme > Code", brief="")), place)
    overview = document.tables[0]
    assert [[cell.text for cell in row.cells] for row in overview.rows] == [
        ["Code", "Definition", "Participants", "References"],
        ["Theme", "In brief", "2 (4)", "3 (9)"],
        ["Code", "At length", "2", "3"],
    ]
    assert [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in overview.rows] == [True, False, False]


def test_no_row_of_any_table_breaks_across_pages(place: Path) -> None:
    document = written(a_book(an_entry("Theme"), an_entry("Theme > Code")), place)
    rows = [row for table in document.tables for row in table.rows]
    assert rows and all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in rows)


def test_a_heading_keeps_with_its_table_and_the_table_with_itself(place: Path) -> None:
    document = written(a_book(an_entry("Theme"), an_entry("Theme > Code", a_quote())), place)
    for style in ("Heading 1", "Heading 2", "Heading 3", "Code Path", "Quotes Label", "Offered Note", "Field Label"):
        shape = document.styles[style].paragraph_format
        assert shape.keep_with_next
    *first, last = document.tables[1].rows
    assert all(row.cells[0].paragraphs[0].paragraph_format.keep_with_next is None for row in first)
    assert last.cells[0].paragraphs[0].paragraph_format.keep_with_next is False


def test_offered_quotes_are_called_so_in_italics(place: Path) -> None:
    offered = an_entry("Fear", a_quote(marked=False), offered=True)
    marked = an_entry("Anger", a_quote(), a_quote("We left."))
    receipt = write(a_book(offered, marked, an_entry("None")), place, whole_file.put)
    document = docx.Document(str(place))
    assert texts(document, "Offered Note") == [OFFERED_NOTE]
    assert document.styles["Offered Note"].font.italic
    assert texts(document, "Quotes Label") == ["Exemplar quote", "Exemplar quotes"]
    assert (receipt.path, receipt.codes, receipt.quotes, receipt.offered) == (place, 3, 3, 1)


def test_the_receipt_passes_the_codebooks_warnings_on(place: Path) -> None:
    assert write(a_book(warnings=("Never quoted: P06.",)), place, whole_file.put).warnings == ("Never quoted: P06.",)


def test_the_contents_are_a_field_that_is_filled_in_already(place: Path) -> None:
    document = written(a_book(an_entry("Theme"), an_entry("Theme > Code"), an_entry("Theme > Code > Detail")), place)
    assert [texts(document, f"toc {level}") for level in (1, 2, 3)] == [
        ["Overview\t3", "Theme\t4"],
        ["Code\t4"],
        ["Detail\t4"],
    ]
    xml = part(place, "word/document.xml")
    first, *others = instructions(xml)
    assert first == r"TOC \o &quot;1-3&quot; \h \z \u".replace("&quot;", '"')
    bookmarks = re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]*)"', xml)
    assert others == [rf"PAGEREF {name} \h" for name in bookmarks]
    assert re.findall(r'<w:hyperlink w:anchor="([^"]*)"', xml) == bookmarks
    assert xml.count('"begin"') == xml.count('"separate"') == xml.count('"end"')


def test_word_is_not_asked_to_update_fields_on_opening(place: Path) -> None:
    written(a_book(an_entry("Theme")), place)
    assert "updateFields" not in part(place, "word/settings.xml")
    assert "dirty" not in part(place, "word/document.xml")


def test_each_page_but_the_first_has_title_and_page_number(place: Path) -> None:
    section = written(a_book(an_entry("Theme")), place).sections[0]
    assert section.different_first_page_header_footer
    assert section.header.paragraphs[0].text == "Being watched\tCodebook"
    assert section.footer.paragraphs[0].text == "2 November 2025\tPage 1 of 4"
    assert instructions(part(place, "word/footer1.xml")) == ["PAGE", "NUMPAGES"]


def test_a_very_long_title_is_shortened_in_the_header_only(place: Path) -> None:
    title = "Stories " * 40
    document = written(a_book(an_entry("Theme"), title=title), place)
    assert texts(document, "Title") == [title]
    assert len(document.sections[0].header.paragraphs[0].text) < 100


def test_a_codes_colour_stands_beside_its_heading_and_in_the_overview(place: Path) -> None:
    written(a_book(an_entry("Theme", colour="#aa3377")), place)
    xml = part(place, "word/document.xml")
    assert len(re.findall(r'<w:left [^>]*w:color="aa3377"', xml)) == 2


def test_the_file_names_the_study_and_no_user_of_a_machine(place: Path) -> None:
    facts = written(a_book(an_entry("Theme")), place).core_properties
    assert (facts.title, facts.language) == ("Being watched", "en-CA")
    assert (facts.author, facts.last_modified_by, facts.comments) == ("", "", "")
    assert facts.created == datetime.datetime(2025, 11, 2, tzinfo=datetime.UTC)


def test_the_language_is_canadian_english_throughout(place: Path) -> None:
    written(a_book(an_entry("Theme")), place)
    assert set(re.findall(r'<w:lang w:val="([^"]*)"', part(place, "word/styles.xml"))) == {"en-CA"}


def test_nothing_of_the_template_is_left_in_the_file(place: Path) -> None:
    written(a_book(an_entry("Theme")), place)
    with zipfile.ZipFile(place) as package:
        assert not [name for name in package.namelist() if "thumbnail" in name or "customXml" in name]
    assert "List Bullet" not in part(place, "word/styles.xml")


def test_the_same_codebook_gives_the_same_bytes(tmp_path: Path) -> None:
    book = a_book(an_entry("Theme", a_quote()))
    write(book, tmp_path / "one.docx", whole_file.put)
    write(book, tmp_path / "two.docx", whole_file.put)
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()


def test_a_project_without_codes_says_so(project: Project, place: Path) -> None:
    receipt = write_codebook(project, place)
    document = docx.Document(str(place))
    assert document.paragraphs[-1].text == NO_CODES
    assert (receipt.codes, receipt.quotes, document.tables) == (0, 0, [])


def test_a_study_comes_out_with_its_quotes_and_who_said_them(study: Study, place: Path) -> None:
    theme, fear = study.codes("Visibility", "Visibility > Fear of lawsuits")
    codes.describe(study.project, fear, definition="Worry about\nlegal action")
    said = "I was  afraid\u00a0of being sued 🙂"
    source = study.interview("Visit 3", "I: How was it?", f"P07: {said}.", "I: And?", "P07: Nothing.")
    study.participant("P07", source, role="nurse")
    study.code(source, said, fear, exemplar=True)
    study.code(source, "Nothing.", theme)
    receipt = write_codebook(study.project, place)
    document = docx.Document(str(place))
    assert texts(document, "Quote") == ["“Nothing.” (P07, nurse)", f"“{said}” (P07, nurse)"]
    assert document.tables[2].rows[0].cells[1].text == "Worry about\nlegal action"
    assert (receipt.codes, receipt.quotes, receipt.offered) == (2, 2, 1)
    assert receipt.warnings == (NO_CONSENT_RECORDED,)
