"""XML that somebody else wrote, read without what could harm: entities, huge trees, files elsewhere."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.parsers import expat

from interviewcoder.errors import ImportFailed
from interviewcoder.sources.transcript_file import TranscriptFile

# The longest corpus files have some 100,000 annotations of four elements each.
_MOST_ELEMENTS = 1_000_000
_DEEPEST = 100


class _Harmful(Exception):
    pass


class _Guard:
    """Looks a file through before anything is built of it."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.EntityDeclHandler = self._on_entity
        self.parser.StartElementHandler = self._on_start
        self.parser.EndElementHandler = self._on_end
        self._depth = self._elements = 0

    def _on_entity(self, *_: object) -> None:
        raise _Harmful("it defines entities of its own, which no transcript needs")

    def _on_start(self, *_: object) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > _DEEPEST or self._elements > _MOST_ELEMENTS:
            raise _Harmful("it is nested or split up beyond any transcript")

    def _on_end(self, *_: object) -> None:
        self._depth -= 1


def read_xml(file: TranscriptFile, kind: str) -> ElementTree.Element:
    """Return the root of a file; `kind` names what it should be in the error (“an ELAN file”).

    A document type is passed over and nothing that it names is opened.

    Raises:
        ImportFailed: it is no sound XML, or of a kind that could harm.
    """
    try:
        _Guard().parser.Parse(file.content, True)
        return ElementTree.fromstring(file.content)
    except _Harmful as harm:
        raise ImportFailed(f"“{file.name}” is refused: {harm}.", "Nothing was added.") from harm
    except (expat.ExpatError, ElementTree.ParseError, LookupError, ValueError) as error:
        raise file.damaged(kind) from error


def local_name(element: ElementTree.Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""
