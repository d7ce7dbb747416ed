"""The agreement of coders before and after what was decided, in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from interviewcoder.analysis.agreement_values import Agreement, Coefficient, Figure


def figures_words(before: Agreement, after: Agreement) -> str:
    """The chance-corrected coefficient and the percentage: “κ 0.44 → 0.71 · 90 % → 97 %”."""
    two = len(before.coders) == 2
    name: Coefficient = "cohen_kappa" if two else "krippendorff_alpha"
    sign = "κ" if two else "α"
    figures = [(each.overall.figures[name], each.overall.figures["percent"]) for each in (before, after)]
    (kappa, percent), (kappa_after, percent_after) = figures
    same = before == after
    told = f"{sign} {_value(kappa)}" if same else f"{sign} {_value(kappa)} → {_value(kappa_after)}"
    share = _share(percent) if same else f"{_share(percent)} → {_share(percent_after)}"
    return f"{told} · {share}"


def figures_note(before: Agreement) -> str:
    """What the figures are reckoned on."""
    if len(before.coders) == 2:
        name = _tr("Cohen’s κ and percent agreement")
    else:
        name = _tr("Krippendorff’s α and percent agreement")
    note = _tr(
        "{name}, per character of the {sources} compared, over all codes that were used. "
        "Before: as the coders coded. After: as if each had coded as was decided. "
        "“Agreement” tells more."
    )
    count = len(before.sources)
    sources = _tr("source") if count == 1 else _tr("{count} sources").format(count=f"{count:n}")
    return note.format(name=name, sources=sources)


def _value(figure: Figure) -> str:
    return _tr("undefined") if figure.value is None else f"{figure.value:.2f}"


def _share(figure: Figure) -> str:
    if figure.value is None:
        return _tr("undefined")
    # 99.96 % isn't all.
    share = min(figure.value * 100, 99.9) if figure.value < 1 else 100.0
    return f"{share:.0f} %" if share in (0.0, 100.0) else f"{share:.1f} %"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Disagreements", text)
