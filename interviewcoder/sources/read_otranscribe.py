"""Read oTranscribe's .otr: JSON around a text with clickable times."""

from __future__ import annotations

import json
from html.parser import HTMLParser

from interviewcoder.errors import ImportFailed
from interviewcoder.sources.json_values import mapping, milliseconds
from interviewcoder.sources.read_plain_transcript import read_lines
from interviewcoder.sources.transcript_file import ReadTranscript, TranscriptFile

_PARAGRAPHS = frozenset({"p", "div", "br", "li"})


class _Lines(HTMLParser):
    """The text line by line, its times in brackets."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._in_time = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag in _PARAGRAPHS:
            self.text += "\n"
        elif tag == "span" and "timestamp" in (known.get("class") or ""):
            self._in_time = True
            time_ms = milliseconds(known.get("data-timestamp"))
            if time_ms is not None and time_ms >= 0:
                seconds, ms = divmod(time_ms, 1000)
                self.text += f"[{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}] "

    def handle_endtag(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self.text += "\n"
        self._in_time = self._in_time and tag != "span"

    def handle_data(self, data: str) -> None:
        if not self._in_time:
            self.text += data.replace("\n", " ")


def read_otranscribe(file: TranscriptFile) -> ReadTranscript:
    """Read the paragraphs, with labels and times as in a text file.

    Raises:
        ImportFailed: it is no file of oTranscribe, or holds no text.
    """
    try:
        written = mapping(json.loads(file.text)).get("text")
    except (ValueError, RecursionError) as error:
        raise file.damaged("a file of oTranscribe") from error
    if not isinstance(written, str):
        raise file.damaged("a file of oTranscribe")
    lines = _Lines()
    lines.feed(written)
    lines.close()
    if not lines.text.strip():
        raise ImportFailed(f"“{file.name}” holds no text.", "Nothing was added. Check that it is the right file.")
    return read_lines(lines.text, "oTranscribe", "OTR")
