"""The codebook, Table 2 and all codings, written in every format and read back by other readers."""

from __future__ import annotations

import re
import resource
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest

from interviewcoder.coding import codes, segments, versions
from interviewcoder.errors import Cancelled, ExportFailed, StorageFailed
from interviewcoder.reports import report_export
from interviewcoder.reports.report_export import FORMATS, ReportOptions, ReportReceipt, write_report
from interviewcoder.sources.text import Edit
from tests.reports.reading_back import cells_of_csv, cells_of_xlsx, quotes_in

if TYPE_CHECKING:
    from tests.reports.conftest import Study

# A full disk lets so much through; workbooks are put together before they are written.
ROOM_BYTES = 1024

ODD = (
    "two  spaces, a no-break\u00a0space and three   more",
    "🙂 beyond the first plane, e\u0301 in two signs, 你好",
    "=1+1 and @home and +44 and -x",
    "*stars* _lines_ `ticks` [a](b) | <b>tags</b> & &amp; \\ ~tilde~ # sharp",
    "1. no list, _x0041_ no letter, http://no.link/",
    "a\ttab, \u2028 and \u00ad soft",
)
KINDS = ("codebook", "table2", "codings")


@pytest.fixture
def told(study: Study) -> Study:
    """A study of odd passages, each an exemplar of its own code; one, which goes over two turns, is contrary."""
    source = study.interview("P01", "I: And?", *(f"P01: {words}" for words in ODD), "P01: I was", "P01: afraid.")
    study.participant("P01", source, role="nurse")
    names = [f"Theme {number} > Code" for number in range(len(ODD))]
    study.codes(*(path for name in names for path in (name.split(" > ")[0], name)))
    for name, words in zip(names, ODD, strict=True):
        study.code(source, words, codes.by_name(study.project, name).id, exemplar=True)
    over = study.code(source, "I was\nafraid", codes.by_name(study.project, names[0]).id, exemplar=True)
    segments.mark_negative(study.project, over.id)
    codes.describe(
        study.project,
        codes.by_name(study.project, names[0]).id,
        brief="In | brief",
        definition="=HYPERLINK(1)",
        use_when="Line\nand line",
        dont_use_when="Never",
        typical="Typically",
        atypical="Rarely",
        close_but_no="Nearly",
        status="final",
        provenance_note="Ross",
    )
    return study


def write(study: Study, place: Path, **options: object) -> ReportReceipt:
    chosen = ReportOptions(format=place.suffix[1:], **options)  # type: ignore[arg-type]  # a test's own shorthand
    return write_report(study.project, place, chosen)


@pytest.mark.parametrize("kind", KINDS)
def test_every_quote_reads_back_character_for_character(told: Study, tmp_path: Path, kind: str) -> None:
    for format_ in FORMATS:
        place = tmp_path / f"out.{format_}"
        receipt = write(told, place, kind=kind)
        assert receipt.quotes == len(ODD) + 1
        assert sorted(quotes_in(place)) == sorted([*ODD, "I was\nafraid"]), format_


def test_the_same_study_gives_the_same_bytes(told: Study, tmp_path: Path) -> None:
    for format_ in FORMATS:
        for name in ("one", "two"):
            write(told, tmp_path / f"{name}.{format_}", kind="table2")
        assert (tmp_path / f"one.{format_}").read_bytes() == (tmp_path / f"two.{format_}").read_bytes()


def test_a_study_without_codes_is_written_all_the_same(study: Study, tmp_path: Path) -> None:
    for kind in KINDS:
        for format_ in FORMATS:
            receipt = write(study, tmp_path / f"{kind}.{format_}", kind=kind)
            assert (receipt.codes, receipt.quotes) == (0, 0) and quotes_in(receipt.path) == []


def test_a_workbook_has_macqueens_columns(told: Study, tmp_path: Path) -> None:
    write(told, tmp_path / "out.xlsx")
    head, _, first, *_ = cells_of_xlsx(tmp_path / "out.xlsx")
    known = dict(zip(head, first, strict=False))
    assert known["Code"] == "Code" and known["Theme path"] == "Theme 0 > Code"
    assert (known["Brief definition"], known["Full definition"]) == ("In | brief", "=HYPERLINK(1)")
    assert (known["When to use"], known["When not to use"]) == ("Line\nand line", "Never")
    examples = known["Typical example"], known["Atypical example"], known["Close but no"]
    assert examples == ("Typically", "Rarely", "Nearly")
    assert (known["Provenance"], known["Provenance note"], known["Status"]) == ("inductive", "Ross", "final")
    assert known["Version"].endswith(f", not saved ({versions.now_sha256(told.project)[:12]})")
    assert (known["Participants"], known["References"]) == ("1", "2")
    assert (known["Exemplar quote 1"], known["Who says exemplar quote 1"]) == (f"“{ODD[0]}”", "(P01, nurse)")
    assert known["Contrary quote 1"] == "“I was\nafraid”"


def test_csv_has_no_formula_and_a_mark_where_it_is_wanted(told: Study, tmp_path: Path) -> None:
    place = tmp_path / "out.csv"
    write(told, place)
    assert place.read_bytes().startswith(b"\xef\xbb\xbfCode,Theme path,")
    cells = [cell for row in cells_of_csv(place) for cell in row]
    assert "'=HYPERLINK(1)" in cells and not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    write(told, place, mark=False)
    assert place.read_bytes().startswith(b"Code,")


def test_a_web_page_loads_nothing(told: Study, tmp_path: Path) -> None:
    write(told, tmp_path / "out.html")
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; media-src data:;""" in page
    assert not re.findall(
        r"""(?:src|srcset|action|data)=["'](?!data:)|@import|url\(|<script|<link|<iframe|<img""", page
    )
    links = re.findall(r'href="([^"]*)"', page)
    places = re.findall(r'id="([^"]*)"', page)
    assert links and {link.removeprefix("#") for link in links} == set(places)
    assert "prefers-color-scheme: dark" in page and '<html lang="en-CA">' in page
    assert page.count("<h1") == 1 and '<th scope="col"' in page and '<th scope="row"' in page


def test_documents_name_the_version_and_what_to_look_at(told: Study, tmp_path: Path) -> None:
    told.participant("P02", told.interview("P02", "P02: Nothing."))
    saved = versions.save(told.project, "First round")
    write(told, tmp_path / "out.md")
    written = (tmp_path / "out.md").read_text(encoding="utf-8")
    assert f"Version “First round” (hash {saved.sha256[:12]}), saved " in written
    assert "*Never quoted: P02.*" in written
    codes.add(told.project, "Later")
    write(told, tmp_path / "out.docx")
    facts = [each.text for each in docx.Document(str(tmp_path / "out.docx")).paragraphs]
    assert any(re.fullmatch(r"As of \d+ \w+ \d{4}, not saved as a version \(hash \w{12}\)", fact) for fact in facts)
    assert "Never quoted: P02." in facts


def test_a_saved_version_has_its_codes_and_todays_passages(told: Study, tmp_path: Path) -> None:
    saved = versions.save(told.project, "First round")
    code = codes.by_name(told.project, "Theme 0 > Code")
    codes.rename(told.project, code.id, "Renamed since")
    source_id = segments.listing(told.project)[0].source_id
    later = codes.add(told.project, "Later")
    segments.code_passage(told.project, source_id, segments.find_passage(told.project, source_id, "tilde"), later.id)
    receipt = write(told, tmp_path / "out.md", version_id=saved.id)
    written = (tmp_path / "out.md").read_text(encoding="utf-8")
    assert "Renamed since" not in written and "Later" not in written
    assert receipt.quotes == len(ODD) + 1
    assert "Passages under codes that this version doesn't have, left out: 1." in receipt.warnings


def test_codings_whose_words_are_gone_are_counted_and_not_quoted(study: Study, tmp_path: Path) -> None:
    from interviewcoder.sources.correcting import correct_text
    from interviewcoder.sources.transcript import transcript_of

    (fear,) = study.codes("Fear")
    source = study.interview("P01", "P01: I was afraid of it.", "P01: Then I wrote.")
    study.code(source, "afraid", fear, exemplar=True)
    study.code(source, "wrote", fear)
    correct_text(study.project, source.id, [Edit(6, "afraid ", "")])
    assert sorted(each.span.length for each in segments.listing(study.project)) == [0, 5]
    receipt = write(study, tmp_path / "out.csv")
    assert quotes_in(tmp_path / "out.csv") == ["wrote"]
    assert receipt.warnings == ("Codings whose words were all deleted, neither counted nor quoted: 1.",)
    text = transcript_of(study.project, source.id).text
    correct_text(study.project, source.id, [Edit(0, text, "")])
    receipt = write(study, tmp_path / "out.csv")
    assert receipt.warnings == ("Codings whose words were all deleted, neither counted nor quoted: 2.",)


def test_what_stops_the_writing_leaves_the_older_file(told: Study, tmp_path: Path) -> None:
    place = tmp_path / "out.odt"
    write(told, place)
    before = place.read_bytes()

    def stop(stage: str, share: float) -> None:
        raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        write_report(told.project, place, ReportOptions(format="odt"), stop)
    assert place.read_bytes() == before and list(tmp_path.glob(".*part")) == []


def test_a_file_of_another_kind_is_not_replaced(told: Study, tmp_path: Path) -> None:
    for format_ in ("docx", "odt", "html", "xlsx"):
        place = tmp_path / f"out.{format_}"
        place.write_bytes(b"something else")
        with pytest.raises(ExportFailed, match="is no "):
            write(told, place)
        assert place.read_bytes() == b"something else"


def test_an_open_document_begins_as_its_kind_must(told: Study, tmp_path: Path) -> None:
    write(told, tmp_path / "out.odt")
    with zipfile.ZipFile(tmp_path / "out.odt") as package:
        first = package.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        listed = re.findall(r'full-path="([^"/][^"]*)"', package.read("META-INF/manifest.xml").decode())
        assert sorted(listed) == sorted(
            name for name in package.namelist() if name not in ("mimetype", "META-INF/manifest.xml")
        )


def test_options_are_kept_without_anything_of_the_study() -> None:
    chosen = ReportOptions(kind="table2", format="odt", version_id=3, themes=frozenset({"a"}), quotes=4, clips=True)
    again = report_export.recalled(report_export.remembered(chosen))
    assert again == ReportOptions(kind="table2", format="odt", quotes=4)
    assert report_export.recalled({"format": "exe", "kind": "?", "quotes": "-1"}) == ReportOptions()


@pytest.mark.parametrize("format_", FORMATS)
def test_on_a_full_disk_the_older_report_stays_and_nothing_else(told: Study, tmp_path: Path, format_: str) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    path = folder / f"codebook.{format_}"
    path.write_bytes(FORMATS[format_].opening + b"older")
    before = path.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM_BYTES, limits[1]))
    try:
        with pytest.raises(StorageFailed, match="could not be written"):
            write_report(told.project, path, ReportOptions(format=format_))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == {path.name: before}
