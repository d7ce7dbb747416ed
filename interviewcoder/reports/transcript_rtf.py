"""A transcript as RTF, the way f4 keeps it: a time mark at a turn's end, everything beyond ASCII escaped.

RTF 1.9.1 (Microsoft, 2008); only what f4, LibreOffice and Word all read.
"""

from __future__ import annotations

from interviewcoder.reports.transcript_sheet import Sheet, SheetOptions, SheetTurn
from interviewcoder.reports.xml_text import printable

_HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0\uc1{\fonttbl{\f0\fswiss\fcharset0 Arial;}}"
    "\n"
    r"{\colortbl;\red95\green107\blue118;}\paperw12240\paperh15840\margl1440\margr1440\margt1440\margb1440"
)
# Twentieths of a point: the hanging indent of turns, where the header's columns end.
_INDENT = 850
_FACTS, _WIDTH = 2200, 9360
_NUMBERED_LINES = r"\sectd\linemod1\linex360\linestarts1\linecont"


def as_rtf(sheet: Sheet, options: SheetOptions) -> str:
    """The header, then turns as paragraphs; the text is ASCII."""
    lines = [_HEAD, _NUMBERED_LINES if options.numbers == "lines" else r"\sectd"]
    # In a table: its lines are the only ones that neither Word nor LibreOffice counts.
    lines += [
        rf"\trowd\trgaph0\cellx{_FACTS}\cellx{_WIDTH}\pard\intbl\sb20\sa20\fs18 "
        rf"{{\cf1 {_escaped(name)}\cell}}{_escaped(fact)}\cell\row"
        for name, fact in sheet.facts
    ]
    after = 120 if options.spacing == "spaced" else 0
    lines += [_turn(turn, options, after, 280 if sheet.facts and turn.number == 1 else 0) for turn in sheet.turns]
    return "\n".join([*lines, "}", ""])


def _turn(turn: SheetTurn, options: SheetOptions, after: int, before: int) -> str:
    number = rf"{{\cf1 {turn.number}\tab }}" if options.numbers == "turns" else ""
    indent = _INDENT + (500 if number else 0)
    stops = rf"\tx500\tx{indent}" if number else rf"\tx{indent}"
    label = rf"{{\b {_escaped(turn.label)}:}}\tab " if turn.label else ""
    mark = f" {turn.time_mark}" if turn.time_mark else ""
    shape = rf"\pard\fi-{indent}\li{indent}{stops}\sb{before}\sa{after}\sl300\slmult1\fs22 "
    return rf"{shape}{number}{label}{_escaped(turn.text)}{mark}\par"


def _escaped(text: str) -> str:
    escaped = []
    for sign in printable(text):
        if sign in "\\{}":
            escaped.append(f"\\{sign}")
        elif sign == "\n":
            escaped.append(r"\line ")
        elif sign == "\t":
            escaped.append(r"\tab ")
        elif sign < "\u0080":
            escaped.append(sign)
        else:
            escaped += _units(sign)
    return "".join(escaped)


def _units(sign: str) -> list[str]:
    """Write a character as its UTF-16 units, signed; readers without Unicode show a question mark."""
    units = sign.encode("utf-16-le")
    numbers = (int.from_bytes(units[place : place + 2], "little", signed=True) for place in range(0, len(units), 2))
    return [rf"\u{number}?" for number in numbers]
