"""The verb of the command line about the agreement of coders; `cli` parses and prints."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from interviewcoder import sharing_terms
from interviewcoder.errors import NotAllowed, NotFound

if TYPE_CHECKING:
    from interviewcoder.analysis.agreement_values import Agreement, Coefficient, Figure, Measured, Settings
    from interviewcoder.project.file import Project
    from interviewcoder.verbs import Entry

_PERCENTS = {"percent": "percent", "overlap": "overlap_percent"}
_DIGITS = 9


def add_agreement(verb: argparse.ArgumentParser) -> None:
    """Say what `agreement` can be told."""
    verb.add_argument("project", nargs="?", type=Path, metavar="PROJECT", help="a project file (.icproj)")
    verb.add_argument("--coders", nargs="+", default=[], metavar="NAME", help="whose codings (default: of all coders)")
    verb.add_argument("--unit", choices=("character", "turn", "segment"), default="character", help="(default: %(default)s)")  # fmt: skip  # noqa: E501
    verb.add_argument(
        "--threshold",
        type=_percent,
        default=50.0,
        metavar="PERCENT",
        help="with --unit segment: what two passages must share of all that they cover, to match (default: 50)",
    )
    verb.add_argument("--without-interviewer", action="store_true", help="leave the interviewer's turns out")
    verb.add_argument("--parents", action="store_true", help="a coding also counts for the codes above its own")
    verb.add_argument("--source", action="append", default=[], metavar="S", help="only this source; may be repeated (default: those that each of them has coded)")  # fmt: skip  # noqa: E501
    verb.add_argument("--code", action="append", default=[], metavar="C", help="only this code; may be repeated")
    verb.add_argument("--resamples", type=_whole, default=1000, metavar="N", help="of the sources, for intervals; 0: none")  # fmt: skip  # noqa: E501
    verb.add_argument("--seed", type=_whole, default=1, metavar="N", help="with which they are drawn (default: 1)")
    verb.add_argument("--disagreements", action="store_true", help="list the places where they differ as well")
    verb.add_argument("--out", type=Path, metavar="FILE", help="write a report: .docx, .html or .csv")
    given = verb.add_argument_group("of ratings that are given, in the place of a project")
    given.add_argument("--ratings", type=Path, metavar="FILE", help="a table (CSV): a row for each unit, a column for each coder")  # fmt: skip  # noqa: E501
    given.add_argument("--level", choices=("nominal", "ordinal", "interval", "ratio"), default="nominal")
    sharing_terms.add_terms(verb)


def agreement(options: Namespace) -> Entry | str:
    """Say how far coders agree: over all, by code, source and pair, with what belongs beside the figures."""
    if options.ratings is not None:
        if options.project is not None:
            raise NotAllowed("A project and a table of ratings can't be measured at once.", "Name one of them.")
        return _of_ratings(options)
    if options.project is None:
        raise NotAllowed("No project is named.", "Name it before --coders, or a table with --ratings.")
    from interviewcoder.analysis import agreement as measuring
    from interviewcoder.analysis.agreement_words import told_beside
    from interviewcoder.analysis.method_profile import method_of
    from interviewcoder.reports import agreement_report
    from interviewcoder.verbs import open_project

    with open_project(options) as project:
        coder_ids, settings = _coders(project, options.coders), _settings(project, options)
        if options.out is not None:
            terms = sharing_terms.terms_from(options)
            receipt = agreement_report.write_agreement(
                project, options.out, coder_ids, settings, terms, places=options.disagreements
            )
            return {"file": str(receipt.path), "warnings": list(receipt.warnings)}
        found = measuring.measure(project, coder_ids, settings)
        entry = _entry(found, told_beside(found, method_of(project)))
        if options.disagreements:
            entry["disagreements"] = _places(project, found)
        return entry if options.json else _lines(found, entry)


def _coders(project: Project, names: list[str]) -> list[int]:
    from interviewcoder.analysis import agreement as measuring
    from interviewcoder.project import coders

    if names:
        return [coders.by_name(project, name).id for name in names]
    coded = measuring.coded_by(project)
    return [coder.id for coder in coders.listing(project) if coder.id in coded and coder.role != coders.CONSENSUS]


def _settings(project: Project, options: Namespace) -> Settings:
    from interviewcoder.analysis.agreement_values import Settings
    from interviewcoder.coding import codes
    from interviewcoder.sources import catalogue

    return Settings(
        unit=options.unit,
        interviewer_turns=not options.without_interviewer,
        parents=options.parents,
        threshold=options.threshold / 100,
        source_ids=frozenset(catalogue.by_name(project, name).id for name in options.source) or None,
        code_ids=frozenset(codes.by_name(project, name).id for name in options.code) or None,
        resamples=options.resamples,
        seed=options.seed,
    )


# As JSON


def _entry(found: Agreement, notes: list[str]) -> Entry:
    names = dict(found.coders)
    settings = found.settings
    return {
        "unit": settings.unit,
        "coders": [name for _, name in found.coders],
        "settings": {
            "interviewer_turns": settings.interviewer_turns,
            "parents": settings.parents,
            "threshold_percent": round(settings.threshold * 100, _DIGITS) if settings.unit == "segment" else None,
            "uncoded": "not coded by all" if settings.unit != "segment" else "left out",
            "sources": "chosen" if settings.source_ids is not None else "coded by each",
            "resamples": settings.resamples,
            "seed": settings.seed,
        },
        "overall": _measured(found.overall),
        "codes": [
            {"code": code.name, "path": code.path, **_measured(code.measured)} for code in found.codes
        ],
        "sources": [{"source": source.name, **_measured(source.measured)} for source in found.sources],
        "pairs": [
            {"coders": [names[each] for each in pair.coder_ids], **_measured(pair.measured)} for pair in found.pairs
        ],
        "left_out": [{"source": each.name, "why": each.why} for each in found.left_out],
        "notes": notes,
    }  # fmt: skip


def _measured(measured: Measured) -> Entry:
    return {
        **_figures(measured.figures),
        "units": measured.units,
        "coded_units": measured.coded,
        "disagreements": measured.disagreements,
    }


def _figures(figures: Mapping[Coefficient, Figure]) -> Entry:
    """Each value under its name; the intervals, and why a value has none or isn't there, beside them."""
    values: Entry = {}
    intervals: Entry = {}
    undefined: Entry = {}
    without: Entry = {}
    for name, figure in figures.items():
        key, scale = _PERCENTS.get(name, name), 100 if name in _PERCENTS else 1
        values[key] = None if figure.value is None else round(figure.value * scale, _DIGITS)
        if figure.value is None:
            undefined[key] = figure.undefined
        elif figure.interval is None:
            without[key] = figure.no_interval
        else:
            ends = (figure.interval.low, figure.interval.high)
            intervals[key] = [round(end * scale, _DIGITS) for end in ends]
    return {**values, "intervals": intervals, "undefined": undefined, "no_interval": without}


def _places(project: Project, found: Agreement) -> list[Entry]:
    from interviewcoder.analysis import agreement as measuring

    sources = {source.source_id: source.name for source in found.sources}
    codes = {code.code_id: code.path for code in found.codes}
    names = dict(found.coders)
    return [
        {
            "source": sources[place.source_id],
            "code": codes[place.code_id],
            "start": place.span.start,
            "end": place.span.end,
            "kind": place.kind,
            "passages": {
                names[coder]: [[span.start, span.end] for span in spans]
                for coder, spans in zip(place.coder_ids, place.spans, strict=True)
            },
        }
        for place in measuring.disagreements(project, [id_ for id_, _ in found.coders], found.settings)
    ]


# As lines that a person reads


def _lines(found: Agreement, entry: Entry) -> str:
    names = dict(found.coders)
    rows = [("Overall", found.overall)]
    rows += [(f"Code: {code.path}", code.measured) for code in found.codes]
    rows += [(f"Source: {source.name}", source.measured) for source in found.sources]
    if len(found.pairs) > 1:
        rows += [(f"Pair: {' and '.join(names[each] for each in pair.coder_ids)}", pair.measured) for pair in found.pairs]  # fmt: skip  # noqa: E501
    lines = [f"Agreement of {', '.join(names.values())}", "", *_table(rows), "", *entry["notes"]]
    for place in entry.get("disagreements", ()):
        whose = "; ".join(f"{who}: {_spans(spans)}" for who, spans in place["passages"].items())
        lines.append(f"  {place['source']} {place['start']}–{place['end']}  {place['code']}  ({whose})")
    return "\n".join(lines)


def _table(rows: list[tuple[str, Measured]]) -> list[str]:
    from interviewcoder.analysis.agreement_words import NAMES, told, told_interval

    shown = [name for name in NAMES if name in rows[0][1].figures]
    cells = [["", *(NAMES[name] for name in shown), "Places that differ"]]
    for title, measured in rows:
        figures = [(name, measured.figures[name]) for name in shown]
        beside = [(told(name, figure), told_interval(name, figure)) for name, figure in figures]
        cells.append([title, *(f"{value} ({ends})" if ends else value for value, ends in beside), f"{measured.disagreements:,}"])  # fmt: skip  # noqa: E501
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]


def _spans(spans: list[list[int]]) -> str:
    return ", ".join(f"{start}–{end}" for start, end in spans) or "not coded"


# Of given ratings


def _of_ratings(options: Namespace) -> Entry:
    import csv

    from interviewcoder.analysis.agreement_ratings import of_ratings

    path: Path = options.ratings
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head, *rows = [row for row in csv.reader(file) if any(cell.strip() for cell in row)] or [[]]
    except (OSError, UnicodeDecodeError) as error:
        raise NotFound(f"The table “{path}” can't be read.", "Give a CSV file in UTF-8.") from error
    head = [name.strip() for name in head]
    wanted = options.coders or head
    if missing := [name for name in wanted if name not in head]:
        raise NotFound(f"The table has no column “{missing[0]}”.", f"Its columns are {', '.join(head)}.")
    columns = [head.index(name) for name in wanted]
    given = [[(row[at].strip() if at < len(row) else "") or None for at in columns] for row in rows]
    if len(columns) < 2:
        raise NotAllowed("Agreement takes two coders.", "Name the columns of at least two with --coders.")
    found = of_ratings(given, level=options.level, resamples=options.resamples, seed=options.seed)
    return {
        "unit": "row",
        "coders": wanted,
        "level": options.level,
        "overall": {**_figures(found), "units": len(given)},
    }


def _percent(text: str) -> float:
    try:
        value = float(text.rstrip("% "))
    except ValueError:
        value = 0.0
    if not 0 < value <= 100:
        raise argparse.ArgumentTypeError(f"“{text}” isn't more than 0 and at most 100 percent")
    return value


def _whole(text: str) -> int:
    if not text.strip().isdecimal():
        raise argparse.ArgumentTypeError(f"“{text}” isn't a whole number")
    return int(text)
