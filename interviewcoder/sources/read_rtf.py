"""Read rich text (RTF), as f4, Word and TextEdit write it."""

from __future__ import annotations

import re

from interviewcoder.sources.read_plain_transcript import read_lines
from interviewcoder.sources.transcript_file import ReadTranscript, TranscriptFile

# Pictures are most of a large file, and none of its text.
_PICTURE = re.compile(r"\{(?:\\\*)?\\(?:shp)?pict\b[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
_LARGEST_TEXT = 32 * 1024 * 1024


def read_rtf(file: TranscriptFile) -> ReadTranscript:
    """Read the text; see `read_plain_transcript.read_lines`.

    Raises:
        ImportFailed: it is no RTF, or damaged.
    """
    from striprtf.striprtf import rtf_to_text

    markup = file.text.lstrip()
    if not markup.startswith("{\\rtf"):
        raise file.damaged("a rich text", "Open it where it was made and save it again as .rtf or .docx.")
    markup = _PICTURE.sub("", markup)
    if len(markup) > _LARGEST_TEXT:
        raise file.damaged(f"a rich text: it holds more than {_LARGEST_TEXT // 1024**2} MB beside its pictures")
    # The library writes the address of a link into the text, by a pattern that a hostile file can keep busy
    # for hours; a blank, which means nothing there, keeps it from matching.
    markup = markup.replace("\\fldinst{", "\\fldinst {")
    try:
        text = rtf_to_text(markup, errors="replace")
    except (ValueError, LookupError, IndexError, OverflowError) as error:
        raise file.damaged("a rich text") from error
    # RTF has the characters beyond the first 65,536 in two halves, and the library leaves them so.
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    lines = [_cells(line) if "\\cell" in markup else line for line in text.split("\n")]
    read = read_lines("\n".join(lines), "Rich text", "RTF")
    return read.with_notes("footnotes left out" if "\\footnote" in markup else "")


def _cells(line: str) -> str:
    # A stroke stands behind each cell of a table; one that was said has words behind it.
    if not line.rstrip().endswith("|"):
        return line
    label, *others = [cell.strip() for cell in line.split("|") if cell.strip()] or [""]
    return f"{label.removesuffix(':')}: {' '.join(others)}" if others else label
