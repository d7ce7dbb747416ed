"""A laid-out report as one HTML file that needs nothing else: no script, no font, no picture, no address to load.

Its Content-Security-Policy says so to the browser, which then loads nothing
even if something were there. Sounds of quotes are in it as data: addresses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from interviewcoder.reports.blocks import Cell, Contents, Layout, Paragraph, Run, Table
from interviewcoder.reports.codebook_fields import COUNT_HEADS
from interviewcoder.reports.xml_text import escaped
from interviewcoder.resources_path import resources

_POLICY = "default-src 'none'; media-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_TAGS = {
    "Title": "h1",
    "Table Title": "h1",
    "TOC Heading": "h2",
    "Heading 1": "h2",
    "Heading 2": "h3",
    "Heading 3": "h4",
}
_FIGURES = {"Quote", "Coded Passage"}


def write(layout: Layout, file: BinaryIO, on_step: Callable[[int], object] = lambda steps: None) -> None:
    """Write a report as HTML; `on_step` hears how many blocks and rows are done, and may raise to stop.

    The same report gives the same bytes.
    """
    file.write(_head(layout).encode())
    for steps, piece in enumerate(_pieces(layout), 1):
        file.write(piece.encode("utf-8"))
        on_step(steps)
    file.write(b"</main>\n</body>\n</html>\n")


def _head(layout: Layout) -> str:
    style = (resources() / "reports" / "report.css").read_text(encoding="utf-8")
    title = f"{layout.subject}: {layout.title}" if layout.title else layout.subject
    return (
        '<!DOCTYPE html>\n<html lang="en-CA">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escaped(title)}</title>\n<style>\n{style}</style>\n</head>\n"
        f'<body class="{"wide" if layout.landscape else "page"}">\n<main>\n'
    )


def _pieces(layout: Layout) -> Iterator[str]:
    for block in layout.blocks:
        if isinstance(block, Table):
            yield from _table(block)
        elif isinstance(block, Contents):
            lines = "".join(
                f'<li class="level{level}"><a href="#{anchor}">{escaped(name)}</a></li>\n'
                for name, level, anchor in block.lines
            )
            yield f'<nav aria-label="Contents">\n<ul>\n{lines}</ul>\n</nav>\n'
        elif block.style in _FIGURES:
            yield _figure(block)
        else:
            yield _paragraph(block)


def _paragraph(paragraph: Paragraph) -> str:
    tag = _TAGS.get(paragraph.style, "p")
    anchor = f' id="{paragraph.anchor}"' if paragraph.anchor else ""
    colour = f' style="--colour: {paragraph.colour}"' if paragraph.colour else ""
    return f'<{tag} class="{_class_of(paragraph.style)}"{anchor}{colour}>{_runs(paragraph)}</{tag}>\n'


def _figure(paragraph: Paragraph) -> str:
    *words, who = paragraph.runs
    said = "".join(map(_run, (*words[:-1], Run(words[-1].text.rstrip()))))
    sound = ""
    if paragraph.clip:
        name = escaped(paragraph.clip_name)
        sound = f'<audio controls preload="none" aria-label="{name}" src="{paragraph.clip}"></audio>'
    return (
        f'<figure class="{_class_of(paragraph.style)}"><blockquote>{said}</blockquote>'
        f"<figcaption>{escaped(who.text)}{sound}</figcaption></figure>\n"
    )


def _table(table: Table) -> Iterator[str]:
    yield f'<div class="scroll"><table class="{table.look}">\n<caption>{escaped(table.name)}</caption>\n'
    if table.head:
        cells = "".join(
            f'<th scope="col"{" class=number" * (name in COUNT_HEADS)}>{escaped(name)}</th>' for name in table.head
        )
        yield f"<thead>\n<tr>{cells}</tr>\n</thead>\n"
    yield "<tbody>\n"
    # Names of themes are said where they begin, so that the first filled cells of a journal's table head no row.
    headed = table.look != "journal"
    for row in table.rows:
        cells = "".join(_cell(cell, head=headed and place == 0) for place, cell in enumerate(row))
        yield f"<tr>{cells}</tr>\n"
    yield "</tbody>\n</table></div>\n"


def _cell(cell: Cell, *, head: bool) -> str:
    first, *more = cell.paragraphs
    style = f"--depth: {cell.depth}" * bool(cell.depth) + f"; --colour: {cell.colour}" * bool(cell.colour)
    shown = f' style="{style.removeprefix("; ")}"' if style else ""
    number = ' class="number"' if first.style == "Table Count" else ' class="code"' if cell.colour else ""
    content = "".join(f'<p class="{_class_of(each.style)}">{_runs(each)}</p>' for each in cell.paragraphs)
    if not more and first.style != "Table Quote":
        content = _runs(first)
    return f'<th scope="row"{number}{shown}>{content}</th>' if head else f"<td{number}{shown}>{content}</td>"


def _runs(paragraph: Paragraph) -> str:
    return "".join(map(_run, paragraph.runs))


def _run(run: Run) -> str:
    said = escaped(run.text)
    if run.role == "words":
        return f'<span class="words">{said}</span>'
    if run.role == "who":
        return f'<span class="who">{said}</span>'
    return f"<b>{said}</b>" if run.role == "strong" else said


def _class_of(style: str) -> str:
    return style.casefold().replace(" ", "-")
