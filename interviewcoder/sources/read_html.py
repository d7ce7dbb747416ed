"""Read web pages: noScribe's, in which every sentence has its time, and plain ones."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from interviewcoder.sources.read_plain_transcript import read_lines
from interviewcoder.sources.time_marks import LATEST_MS, Mark, timed_turn
from interviewcoder.sources.transcript import SpokenTurn
from interviewcoder.sources.transcript_file import ReadTranscript, TranscriptFile

_ANCHOR = re.compile(r"^ts_(?P<start>\d{1,10})_(?P<end>\d{1,10})_(?P<speaker>.*)$")
_LABEL = re.compile(r"^(?P<label>[^:\n]{1,60}):\s*(?:\[\d{1,2}:\d{2}:\d{2}\]\s*)?")
# noScribe sets one now and then within a turn; its sentences have times of their own.
_CLOCK = re.compile(r"\[\d{1,2}:\d{2}:\d{2}\]")
_LANGUAGE = re.compile(r"\(Language: [^()]*\((?P<code>[a-z]{2,3})\)")
_BLOCKS = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section",
     "article", "header", "footer", "dd", "dt", "dl", "hr", "pre", "body"}
)  # fmt: skip
_CELLS = frozenset({"td", "th"})
_UNSEEN = frozenset({"script", "style", "head", "title", "template"})


@dataclass(slots=True)
class _Piece:
    """Text of one anchor, or of what stands beside anchors (`start_ms` None)."""

    start_ms: int | None = None
    end_ms: int | None = None
    text: str = ""


@dataclass(slots=True)
class _Paragraph:
    pieces: list[_Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def is_timed(self) -> bool:
        return any(piece.start_ms is not None for piece in self.pieces)


class _Page(HTMLParser):
    """Collects what is seen of a page, paragraph by paragraph."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[_Paragraph] = [_Paragraph()]
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _BLOCKS:
            self.paragraphs.append(_Paragraph())
        elif tag in _CELLS:
            self.handle_data("\t")
        elif tag == "a" and (anchor := _ANCHOR.match(dict(attrs).get("name") or "")):
            times = [min(int(anchor[name]), LATEST_MS) for name in ("start", "end")]
            self.paragraphs[-1].pieces.append(_Piece(times[0], max(times)))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _BLOCKS:
            self.paragraphs.append(_Paragraph())
        elif tag == "a":
            self.paragraphs[-1].pieces.append(_Piece())

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        pieces = self.paragraphs[-1].pieces
        if not pieces:
            pieces.append(_Piece())
        pieces[-1].text += data


def read_html(file: TranscriptFile) -> ReadTranscript:
    """Read noScribe's page with its times, or the lines of another; see `read_plain_transcript.read_lines`."""
    page = _Page()
    try:
        page.feed(file.text)
        page.close()
    except AssertionError as error:  # Python's parser, of a declaration that it doesn't know
        raise file.damaged("a web page") from error
    paragraphs = [paragraph for paragraph in page.paragraphs if paragraph.text.strip()]
    first = next((place for place, paragraph in enumerate(paragraphs) if paragraph.is_timed), None)
    if first is None:
        lines = (" ".join(paragraph.text.split()) for paragraph in paragraphs)
        return read_lines("\n".join(lines), "Web page", "HTML")
    head = "\n".join(paragraph.text for paragraph in paragraphs[:first])
    language = _LANGUAGE.search(head)
    turns = [_turn(paragraph) for paragraph in paragraphs[first:]]
    notes = ("heading left out",) if head else ()
    return ReadTranscript(turns, "noScribe (HTML)", language["code"] if language else "", notes)


def _turn(paragraph: _Paragraph) -> SpokenTurn:
    pieces = [piece for piece in paragraph.pieces if piece.text]
    label = _LABEL.match(pieces[0].text.lstrip()) if pieces[0].start_ms is not None else None
    if label:
        pieces[0].text = pieces[0].text.lstrip()[label.end() :]
    text = ""
    marks: list[Mark] = []
    for piece in pieces:
        words = " ".join(_CLOCK.sub(" ", piece.text).split())
        text = text.rstrip() + " " * (bool(text and words) and (text[-1].isspace() or piece.text[:1].isspace()))
        if piece.start_ms is not None and piece.end_ms is not None and words:
            marks += [Mark(len(text), piece.start_ms), Mark(len(text) + len(words), piece.end_ms)]
        text += words + " " * (bool(words) and piece.text[-1:].isspace())
    return timed_turn(label["label"] if label else "", text.strip(), marks)
