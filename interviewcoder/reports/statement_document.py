"""The data handling statement as a Word document, a web page or JSON."""

from __future__ import annotations

import json
import re
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from interviewcoder.errors import ExportFailed
from interviewcoder.privacy.sharing import AS_USUAL, Terms
from interviewcoder.privacy.statement import Line, Statement
from interviewcoder.project.file import Project
from interviewcoder.reports import export_gate, whole_file
from interviewcoder.reports import statement_words as words
from interviewcoder.reports.whole_file import FileKind
from interviewcoder.reports.xml_text import escaped, printable

if TYPE_CHECKING:
    from docx.document import Document

DOCX = FileKind("Word document", ".docx", "statement.docx", b"PK\x03\x04")
HTML = FileKind("web page", ".html", "statement.html")
JSON = FileKind("JSON file", ".json", "statement.json")
KINDS = (DOCX, HTML, JSON)
WHAT = "data handling statement"
_HASH = re.compile(r"\b[0-9a-f]{12,64}\b")

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
:root { color-scheme: light; --ink: #1f2933; --quiet: #55606b; --line: #cfd6dc; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: var(--ink); font: 1rem/1.5 system-ui, "Segoe UI", Arial, sans-serif; }
main { max-width: 52rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.3rem; margin: 2.4rem 0 .6rem; }
h3 { font-size: 1.05rem; margin: 0; line-height: 1.35; }
p { margin: .35rem 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; width: 12rem; }
td.hash { overflow-wrap: anywhere; white-space: pre-line; }
.verdict { font-size: 1.1rem; border: 1px solid var(--ink); padding: .7rem 1rem; margin: 1.2rem 0; }
article { border-top: 1px solid var(--line); padding: .9rem 0 1rem 2.6rem; position: relative; break-inside: avoid; }
article header { display: flex; gap: 1rem; justify-content: space-between; align-items: baseline; }
.n { position: absolute; left: 0; font-weight: 600; font-size: 1.05rem; color: var(--quiet); }
.chip { flex: none; font-size: .8rem; font-weight: 600; padding: .15rem .6rem; border-radius: .8rem; }
.chip { white-space: nowrap; }
.proved { background: #1c5a3c; color: #fff; }
.declared { background: #d6e2f0; color: #1d3c61; }
.not-verifiable { border: 1px dashed #6b7680; color: #3d4852; }
.failed { border: 2px solid #a3211b; color: #a3211b; }
.limits, .check, .how { color: var(--quiet); font-size: .92rem; }
.sign td { height: 3.4rem; width: 50%; }
@media print { main { max-width: none; padding: 0; } body { font-size: 10pt; } }
"""


def write(project: Project | None, statement: Statement, path: Path, terms: Terms = AS_USUAL) -> None:
    """Write a statement as the file's name says, and a line about it in the sharing ledger of an open project.

    Raises:
        ExportFailed: the name has another ending, or no such file may be written there.
        ResidualIdentifiers: a declaration in it identifies somebody, and nobody answers for it.
        StorageFailed: the disk is full, or the place can't be written.
    """
    kind = kind_of(path)
    content = as_bytes(statement, kind)
    if project is None:
        whole_file.put(content, path, kind)
        return
    whole_file.refuse_places_of(project.path, path, kind)
    with export_gate.leaving(project, WHAT, terms, quotes=False, sources=()) as gate:
        gate.knows(statement.sha256, *([statement.log.head] if statement.log is not None else []), *_hashes(statement))
        gate.holds(lines=len(statement.lines))
        gate.put(content, path, kind)


def _hashes(statement: Statement) -> list[str]:
    """The hashes in the answers: no number inside them is anybody's."""
    return [found for line in statement.lines for found in _HASH.findall(line.result)]


def kind_of(path: Path) -> FileKind:
    """The kind that a file's name says.

    Raises:
        ExportFailed: it is none of a statement's.
    """
    for kind in KINDS:
        if kind.suffix == path.suffix.casefold():
            return kind
    raise ExportFailed(
        f"A statement isn’t written as “{path.suffix or path.name}”.",
        "Give the file a name in .docx, .html or .json.",
    )


def as_bytes(statement: Statement, kind: FileKind) -> bytes:
    """A statement as a file of a kind holds it."""
    if kind is JSON:
        return (json.dumps(statement.entries(), ensure_ascii=False, indent=2) + "\n").encode()
    if kind is HTML:
        return as_html(statement).encode()
    from interviewcoder.reports import docx_file

    return docx_file.package(as_document(statement))


def as_html(statement: Statement) -> str:
    """The statement as one page that needs nothing else and loads nothing."""
    rows = "".join(
        f'<tr><th scope="row">{escaped(name)}</th><td class="hash">{escaped(value)}</td></tr>\n'
        for name, value in words.facts(statement)
    )
    legend = "".join(
        f'<tr><th scope="row"><span class="chip {_class(status)}">{words.STATUS_WORDS[status]}</span></th>'
        f"<td>{statement.counts[status]}</td><td>{escaped(words.MEANINGS[status])}</td></tr>\n"
        for status in words.ORDER
    )
    parts = []
    for group, lines in groupby(statement.lines, lambda line: line.question.group):
        parts.append(f"<h2>{escaped(group)}</h2>\n" + "".join(map(_article, lines)))
    beyond = "".join(f"<li>{escaped(each)}</li>\n" for each in words.BEYOND)
    return (
        '<!DOCTYPE html>\n<html lang="en-CA">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escaped(words.TITLE)}: {escaped(statement.title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{words.TITLE}</h1>\n<table>\n{rows}</table>\n"
        f'<p class="verdict">{escaped(words.verdict(statement))}</p>\n<p>{escaped(words.INTRODUCTION)}</p>\n'
        f"<h2>How to read it</h2>\n<table>\n{legend}</table>\n{''.join(parts)}"
        f"<h2>What this statement can’t tell</h2>\n<ul>\n{beyond}</ul>\n<h2>Signatures</h2>\n"
        '<table class="sign"><tr><td>Researcher: name, date, signature</td>'
        "<td>For the board: name, date, signature</td></tr></table>\n</main>\n</body>\n</html>\n"
    )


def _article(line: Line) -> str:
    more = [
        ("", line.declared_words),
        ("limits", f"Limits: {line.limits}" if line.limits else ""),
        ("check", line.checked_by),
        ("how", f"To find out for yourself: {line.question.check}"),
    ]
    told = "".join(f'<p class="{kind}">{escaped(text)}</p>\n' for kind, text in more if text)
    chip = f'<span class="chip {_class(line.status)}">{words.STATUS_WORDS[line.status]}</span>'
    return (
        f'<article id="q{line.n}"><span class="n">{line.n}</span><header><h3>{escaped(line.question.text)}</h3>{chip}'
        f"</header>\n<p>{escaped(line.result)}</p>\n{told}</article>\n"
    )


def _class(status: str) -> str:
    return status.replace(" ", "-")


def as_document(statement: Statement) -> Document:
    """The statement as a Word document."""
    from interviewcoder.reports.statement_docx import compose

    return compose(statement, printable(statement.title))
