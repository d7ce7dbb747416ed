"""Files that are broken, or made to harm: refused with the reason, or read right; never a crash, never a long wait."""

from __future__ import annotations

import random
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from interviewcoder.errors import ImportFailed
from interviewcoder.sources import transcript_file
from interviewcoder.sources.read_pdf import read_pdf
from interviewcoder.sources.read_transcript import SUFFIXES, read_transcript
from interviewcoder.sources.transcript_file import TranscriptFile

SAMPLES = Path(__file__).parent / "transcripts"
_TEXTUAL = [".txt", ".md", ".vtt", ".srt", ".csv", ".tsv", ".docx", ".odt", ".rtf", ".html", ".pdf"]


def _refused(path: Path) -> str:
    with pytest.raises(ImportFailed) as refused:
        read_transcript(path)
    assert path.name in refused.value.message
    assert refused.value.hint
    return refused.value.message


def _archive(path: Path, **parts: bytes | str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return path


@pytest.mark.parametrize("suffix", _TEXTUAL)
@pytest.mark.parametrize("kind", ["noise", "zeros", "archive", "picture"])
def test_what_is_no_transcript_is_refused_whatever_its_ending(tmp_path: Path, suffix: str, kind: str) -> None:
    path = tmp_path / f"P01{suffix}"
    if kind == "archive":
        _archive(path, hello="world")
    else:
        noise = random.Random(1).randbytes(20_000)
        path.write_bytes(
            {"noise": noise, "zeros": b"\0" * 5_000, "picture": b"\x89PNG\r\n\x1a\n\0\0\0\r" + noise}[kind]
        )
    _refused(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("name", ["turns.srt", "zoom.vtt", "table.csv", "otter.txt", "noscribe.txt", "noscribe.html"])
def test_the_encoding_of_a_file_changes_nothing(tmp_path: Path, name: str, encoding: str) -> None:
    text = (SAMPLES / name).read_text(encoding="utf-8").replace("afraid", "träurig “so”")
    path = tmp_path / name
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    plain = tmp_path / f"plain_{name}"
    plain.write_text(text, encoding="utf-8")
    assert read_transcript(path).turns == read_transcript(plain).turns


def test_a_file_of_gigabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "P01.txt"
    with path.open("wb") as stream:
        stream.truncate(2 * 1024**3)
    began = time.monotonic()
    assert "larger than any transcript" in _refused(path)
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    ("name", "part"), [("P01.docx", "word__document.xml"), ("P01.odt", "content.xml"), ("P01.docx", "_rels__.rels")]
)
def test_a_part_that_unpacks_to_far_more_than_it_seems_is_refused(tmp_path: Path, name: str, part: str) -> None:
    path = _archive(tmp_path / name, **{part: b" " * (transcript_file.LARGEST_FILE + 10)})
    assert path.stat().st_size < 200_000
    assert "unpacks to more than 64 MB" in _refused(path)


@pytest.mark.parametrize(("name", "part"), [("P01.docx", "word__document.xml"), ("P01.odt", "content.xml")])
@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        "<a>" * 5_000 + "</a>" * 5_000,
        "<a><b></a>",
        "",
    ],
)
def test_xml_that_grows_fetches_or_breaks_is_refused(tmp_path: Path, name: str, part: str, xml: str) -> None:
    _refused(_archive(tmp_path / name, **{part: xml}))


def test_names_inside_an_archive_lead_nowhere(tmp_path: Path) -> None:
    relations = '<R><Relationship Type="x/officeDocument" Target="../../../../etc/passwd"/></R>'
    path = _archive(tmp_path / "P01.docx", **{"_rels__.rels": relations, "..__..__evil.txt": "I: evil"})
    _refused(path)
    assert [each.name for each in tmp_path.iterdir()] == ["P01.docx"]


def test_an_odt_with_a_password_says_so(tmp_path: Path) -> None:
    manifest = b"<m><e><encryption-data/></e></m>"
    path = _archive(tmp_path / "P01.odt", **{"content.xml": b"\1\2\3", "META-INF__manifest.xml": manifest})
    assert "password" in _refused(path)


def _pdf(content: bytes) -> bytes:
    stream = zlib.compress(content, 9)
    return (
        b"%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
        b"2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n"
        b"3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >> endobj\n"
        b"4 0 obj << /Filter /FlateDecode /Length "
        + str(len(stream)).encode()
        + b" >> stream\n"
        + stream
        + b"\nendstream endobj\ntrailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF"
    )


def test_a_pdf_whose_page_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 10_000_000) for _ in range(60)) + packer.flush()
    path = tmp_path / "P01.pdf"
    path.write_bytes(_pdf(b"").replace(zlib.compress(b"", 9), packed))
    assert path.stat().st_size < 1_000_000
    began = time.monotonic()
    _refused(path)
    assert time.monotonic() - began < 10


def test_a_pdf_of_endless_text_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interviewcoder.sources.read_pdf._MOST_CHARACTERS", 20_000)
    file = TranscriptFile(Path("P01.pdf"), _pdf(b"BT /F1 9 Tf 9 TL " + b"(I was afraid.) Tj T* " * 5_000 + b"ET"))
    with pytest.raises(ImportFailed, match="far more than a transcript"):
        read_pdf(file)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("pdfminer/aes-256.pdf", "password"),
        ("pdfminer/rc4-128.pdf", "password"),
        ("pypdf_samples/libreoffice-writer-password.pdf", "password"),
        ("pdfminer/issue-1113-evil-xobjects.pdf", "damaged"),
        ("pypdf_samples/imagemagick-CCITTFaxDecode.pdf", "scan"),
        ("pdfminer/pdf-with-jbig2.pdf", "scan"),
    ],
)
def test_pdfs_that_cannot_be_read_say_why(shared_data: Path, name: str, reason: str) -> None:
    assert reason in _refused(shared_data / "docs/pdf" / name)


@pytest.mark.parametrize(
    "markup",
    [
        "{\\rtf1 " + "{\\field{\\*\\fldinst{" * 20_000,
        "{\\rtf1 " + "{" * 100_000,
        "{\\rtf1 }}}}}}} \\u99999999999 \\'zz \\bin99999999",
        "{\\rtf1{\\pict\\bin}}",
        "not rich text",
    ],
)
def test_rtf_that_is_broken_or_endless_ends_soon(tmp_path: Path, markup: str) -> None:
    path = tmp_path / "P01.rtf"
    path.write_text(markup, encoding="utf-8")
    began = time.monotonic()
    _refused(path)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.vtt", "WEBVTT\n\n99999999:00:00.000 --> 99999999:00:01.000\nHello\n"),
        ("a.vtt", "WEBVTT\n\nNOTE nothing else\n"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n\n"),
        ("a.srt", "no cues at all"),
        ("a.csv", "name,age\nAda,36\n"),
        ("a.csv", 'a,b\n"' + "x" * 1_100_000),
        ("a.html", "<script>alert('I: no')</script>"),
        ("a.html", "<p>I: Hello<![foo bar"),
    ],
)
def test_files_without_a_transcript_in_them_are_refused(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    _refused(path)


@pytest.mark.parametrize("text", ["I:" + " " * 200_000 + "x\n", "a" * 2_000_000, "I: x\n" * 50_000, "[" * 300_000])
@pytest.mark.parametrize("suffix", [".txt", ".srt", ".vtt", ".html", ".csv"])
def test_odd_text_takes_no_long_time(tmp_path: Path, text: str, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    cue = "WEBVTT\n\n00:01.000 --> 00:02.000\n" if suffix in (".srt", ".vtt") else ""
    path.write_text(("words\n" if suffix == ".csv" else cue) + text, encoding="utf-8")
    began = time.monotonic()
    try:
        read_transcript(path)
    except ImportFailed as refused:
        assert path.name in refused.message
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("name", ["zoom.vtt", "f4.rtf", "noscribe.html", "table.csv", "otter.txt"])
def test_a_damaged_file_never_crashes(tmp_path: Path, name: str) -> None:
    whole = (SAMPLES / name).read_bytes()
    chance = random.Random(name)
    path = tmp_path / name
    for _ in range(150):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(content))
            content[at : at + chance.randint(0, 9)] = chance.randbytes(chance.randint(0, 6))
        path.write_bytes(content)
        try:
            read = read_transcript(path)
        except ImportFailed:
            continue
        assert all(turn.text and "\n" not in turn.text and "\0" not in turn.text for turn in read.turns)


def test_every_kind_that_is_named_has_a_reader() -> None:
    assert set(_TEXTUAL) < SUFFIXES
