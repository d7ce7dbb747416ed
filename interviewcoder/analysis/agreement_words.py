"""What has to be said beside a figure of agreement, in words: everything that it depends on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from interviewcoder.analysis.agreement_values import Agreement, Coefficient, Figure, LeftOut, Settings, Unit
from interviewcoder.analysis.method_profile import METHODS, Method, rejects_agreement

NAMES: Mapping[Coefficient, str] = {
    "percent": "Agreement",
    "overlap": "Overlap",
    "cohen_kappa": "Cohen’s κ",
    "fleiss_kappa": "Fleiss’ κ",
    "krippendorff_alpha": "Krippendorff’s α",
    "gwet_ac1": "Gwet’s AC1",
    "brennan_prediger": "Brennan–Prediger",
}
"""What each coefficient is called."""

SHORT_NAMES: Mapping[Coefficient, str] = {
    "percent": "Agreement",
    "overlap": "Overlap",
    "cohen_kappa": "Cohen κ",
    "fleiss_kappa": "Fleiss κ",
    "krippendorff_alpha": "Kripp. α",
    "gwet_ac1": "AC1",
    "brennan_prediger": "Br.–Pred.",
}
"""What it is called where there is little room."""

UNIT_NAMES: Mapping[Unit, str] = {"character": "characters", "turn": "turns", "segment": "segments"}

_SOURCES_NAMED = 12
_UNDEFINED = "undefined"
_NOT_DEFINED_FOR_IT = "–"


def told(name: Coefficient, figure: Figure) -> str:
    """A figure without its interval: “90.0 %”, “0.444”, “undefined”. Nothing short of all is rounded to all."""
    if figure.value is None:
        return _UNDEFINED if figure.undefined.startswith("Undefined") else _NOT_DEFINED_FOR_IT
    if name in ("percent", "overlap"):
        return f"{_short_of(figure.value * 100, 100, 1):.1f} %"
    return _signed(f"{_short_of(figure.value, 1, 3):.3f}")


def told_interval(name: Coefficient, figure: Figure) -> str:
    """The interval of a figure: “0.31 to 0.55”, “31.0–55.2 %”; empty where it has none."""
    if figure.interval is None:
        return ""
    low, high = figure.interval.low, figure.interval.high
    if name in ("percent", "overlap"):
        return f"{_short_of(low * 100, 100, 1):.1f}–{_short_of(high * 100, 100, 1):.1f} %"
    return _signed(f"{_short_of(low, 1, 2):.2f} to {_short_of(high, 1, 2):.2f}")


def told_in_short(found: Agreement) -> str:
    """What the figures depend on, in a line."""
    settings, sources = found.settings, len(found.sources)
    units = {"character": "by character", "turn": "by turn", "segment": "by segment"}
    parts = [
        units[settings.unit],
        "uncoded text left out" if settings.unit == "segment" else "uncoded text counts as agreement",
        "interviewer’s turns counted" if settings.interviewer_turns else "interviewer’s turns left out",
        "parents aggregated" if settings.parents else "parents not aggregated",
        f"{sources:,} source{'' if sources == 1 else 's'}",
        *([f"{len(found.left_out):,} left out"] if found.left_out else []),
        "95 % intervals by bootstrap over sources" if settings.resamples and sources > 1 else "no intervals",
    ]
    return " · ".join(parts)


def _short_of(value: float, whole: int, digits: int) -> float:
    most = whole - 10**-digits
    return min(value, most) if value < whole else value


def _signed(number: str) -> str:
    return number.replace("-", "−")


def told_beside(found: Agreement, method: Method = "") -> list[str]:
    """All that belongs beside the figures of a study with this method, a sentence or two for each thing."""
    return [
        *_method(method),
        _unit(found),
        _uncoded(found.settings),
        _interviewer(found.settings),
        "A coding also counts as one of each code above its own."
        if found.settings.parents
        else "A coding counts for its own code alone, not for the codes above it.",
        _overall(found),
        *_several(found),
        _undefined(found),
        _intervals(found),
        _sources(found),
        *_left_out(found.left_out),
        _differing(found),
    ]


def _method(method: Method) -> Iterator[str]:
    if rejects_agreement(method):
        yield (
            f"The study’s method is {METHODS[method]}, which doesn’t take agreement between coders for a criterion of "
            "quality: the figures are here for another purpose."
        )


def _unit(found: Agreement) -> str:
    unit, threshold = found.settings.unit, found.settings.threshold
    if unit == "character":
        return "Unit: the character. Each character of the texts is one decision a code: given or not."
    if unit == "turn":
        said = (
            "Unit: the speaker’s turn. A coder has given a code to a turn when any of its characters has it "
            "(Campbell et al. 2013)."
        )
        if found.paragraphs:
            sources = "source has" if found.paragraphs == 1 else "sources have"
            said += f" {found.paragraphs:,} {sources} no turns; there, paragraphs are counted as turns."
        return said
    return (
        "Unit: the segment, what a coder coded in one piece. Agreement is the share of segments that match one of the "
        f"other coder with the same code: both share at least {threshold:.0%} of the text they cover together. "
        "Overlap is the text that both coded as a share of what either coded, at any threshold."
    ).replace("%", " %")


def _uncoded(settings: Settings) -> str:
    if settings.unit == "segment":
        return "Text that neither coder coded is left out: only what was coded can match."
    what = "Characters" if settings.unit == "character" else "Turns"
    return f"{what} that nobody coded count as agreement that the code is not there."


def _interviewer(settings: Settings) -> str:
    if settings.interviewer_turns:
        return "The interviewer’s turns are counted like all others."
    return "The interviewer’s turns are left out."


def _overall(found: Agreement) -> str:
    codes = f"{len(found.codes):,} codes" if len(found.codes) != 1 else "one code"
    if found.settings.unit == "segment":
        return f"Overall: the segments of {codes} together."
    return (
        f"Overall: observed and expected disagreement, each summed over {codes}, then divided "
        "(pooled estimator, De Vries et al. 2008). Codes that none of the coders gave in these sources are not counted."
    )


def _several(found: Agreement) -> Iterator[str]:
    if len(found.coders) > 2:
        yield (
            "Cohen’s κ of more than two coders is the mean over their pairs (Light 1971); a pair for which it is "
            "undefined is left out of the mean."
        )


def _undefined(found: Agreement) -> str:
    if found.settings.unit == "segment":
        return (
            "Chance-corrected coefficients are not defined for segments: there is no count of segments that neither "
            "coder saw a reason to make."
        )
    names = [code.name for code in found.codes if code.measured.figures["krippendorff_alpha"].value is None]
    said = "Where all values are the same, chance-corrected coefficients are undefined: that is neither 1 nor 0."
    return f"{said} So it is for {_listed(names)}." if names else f"{said} So it is for no code here."


def _intervals(found: Agreement) -> str:
    settings, sources = found.settings, len(found.sources)
    if not settings.resamples:
        return "No intervals were asked for."
    if sources < 2:
        return "No intervals: they are made by drawing sources anew, and there is one source."
    few = " With so few sources they are rough." if sources < 10 else ""
    return (
        f"Intervals: 95 %, percentiles of {settings.resamples:,} resamples of the {sources:,} sources "
        f"(bootstrap, seed {settings.seed}).{few} A resample in which a figure is undefined is left out."
    )


def _sources(found: Agreement) -> str:
    names = [source.name for source in found.sources]
    which = "chosen" if found.settings.source_ids is not None else "that each of the coders has coded"
    return f"Sources {which}: {len(names):,} ({_listed(names)})."


def _left_out(left_out: tuple[LeftOut, ...]) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for each in left_out:
        reasons.setdefault(each.why, []).append(each.name)
    for why, names in reasons.items():
        yield f"Left out: {_listed(names)}. {why}"


def _differing(found: Agreement) -> str:
    count = found.overall.disagreements
    places = "place" if count == 1 else "places"
    return f"Disagreements: {count:,} {places} to be looked at and decided on."


def _listed(names: list[str]) -> str:
    shown = ", ".join(f"“{name}”" for name in names[:_SOURCES_NAMED])
    return f"{shown} and {len(names) - _SOURCES_NAMED:,} more" if len(names) > _SOURCES_NAMED else shown
