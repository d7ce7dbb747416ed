"""What can be asked for beside codes: participants, who speaks, whose codings, marks. As a menu, and in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from interviewcoder.analysis.attribute_filter import AttributeFilter, as_number
from interviewcoder.analysis.expressions import Filters, Speaks

# More values than these are numbers or names: they are asked for by a range, or by participant.
_MOST_VALUES = 40


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to choose from. `values` are those of each attribute, in order."""

    attributes: Mapping[int, str]
    values: Mapping[int, Sequence[str]]
    coders: Mapping[int, str]
    sources: Mapping[int, str]
    shown_source: int | None = None


@dataclass(frozen=True, slots=True)
class FilterWords:
    """One condition in words, and the filters without it."""

    words: str
    without: Filters


Take = Callable[[Filters], object]
AskRange = Callable[[str], tuple[float | None, float | None] | None]


def fill(menu: QMenu, filters: Filters, known: Known, take: Take, ask_range: AskRange) -> None:
    """Fill a menu with what can be asked for; what is asked for already is ticked."""
    menu.clear()
    for attribute_id, name in known.attributes.items():
        _fill_attribute(menu.addMenu(_plain(name)), attribute_id, name, filters, known, take, ask_range)
    if known.attributes:
        menu.addSeparator()
    speakers = menu.addMenu(_tr("Who speaks"))
    choices: tuple[tuple[Speaks, str], ...] = (
        ("anyone", _tr("Anyone")),
        ("participants", _tr("Participants only")),
        ("interviewer", _tr("Interviewer only")),
    )
    for value, words in choices:
        _tick(speakers, words, filters.speaks == value, partial(take, replace(filters, speaks=value)))
    if len(known.coders) > 1:
        coders = menu.addMenu(_tr("Coded by"))
        for coder_id, name in known.coders.items():
            toggled = replace(filters, coder_ids=filters.coder_ids ^ {coder_id})
            _tick(coders, _plain(name), coder_id in filters.coder_ids, partial(take, toggled))
    if known.shown_source is not None:
        only = frozenset({known.shown_source})
        toggled = replace(filters, source_ids=frozenset() if filters.source_ids == only else only)
        words = _tr("Only in “{name}”").format(name=_plain(known.sources.get(known.shown_source, "")))
        _tick(menu, words, filters.source_ids == only, lambda: take(toggled))
    menu.addSeparator()
    _fill_marks(menu, filters, take)


def _fill_attribute(
    menu: QMenu, attribute_id: int, name: str, filters: Filters, known: Known, take: Take, ask_range: AskRange
) -> None:
    now = next((each for each in filters.attributes if each.attribute_id == attribute_id), None)
    values = known.values.get(attribute_id, ())
    if not values:
        menu.addAction(_tr("Nobody has a value yet")).setEnabled(False)
    for value in values[:_MOST_VALUES]:
        chosen = now.values if now else ()
        other = tuple(v for v in chosen if v != value) if value in chosen else (*chosen, value)
        changed = _with(filters, AttributeFilter(attribute_id, other))
        _tick(menu, _plain(value), value in chosen, partial(take, changed))
    if len(values) > _MOST_VALUES:
        menu.addAction(_tr("and {count} more").format(count=len(values) - _MOST_VALUES)).setEnabled(False)
    if any(as_number(value) is not None for value in values):
        menu.addSeparator()

        def ask() -> None:
            bounds = ask_range(name)
            if bounds is not None:
                take(_with(filters, AttributeFilter(attribute_id, (), *bounds)))

        menu.addAction(_tr("Range of numbers…")).triggered.connect(lambda: ask())


def _fill_marks(menu: QMenu, filters: Filters, take: Take) -> None:
    exemplar = replace(filters, exemplar=None if filters.exemplar else True)
    negative = replace(filters, negative=None if filters.negative else True)
    with_memo = replace(filters, with_memo=None if filters.with_memo else True)
    _tick(menu, _tr("Exemplars"), bool(filters.exemplar), partial(take, exemplar))
    _tick(menu, _tr("Negative cases"), bool(filters.negative), partial(take, negative))
    _tick(menu, _tr("With a memo"), bool(filters.with_memo), partial(take, with_memo))
    for level, words in (("semantic", _tr("Semantic level")), ("latent", _tr("Latent level"))):
        changed = replace(filters, levels=filters.levels ^ {level})
        _tick(menu, words, level in filters.levels, partial(take, changed))


def in_words(filters: Filters, known: Known) -> list[FilterWords]:
    """Each condition that is set, in words, with the filters that are left without it."""
    found = []
    for each in filters.attributes:
        name = known.attributes.get(each.attribute_id, _tr("deleted attribute"))
        rest = tuple(other for other in filters.attributes if other is not each)
        found.append(FilterWords(f"{name}: {_range_words(each)}", replace(filters, attributes=rest)))
    if filters.speaks != "anyone":
        participants = filters.speaks == "participants"
        words = _tr("participants speak") if participants else _tr("the interviewer speaks")
        found.append(FilterWords(words, replace(filters, speaks="anyone")))
    if filters.coder_ids:
        names = _or(known.coders.get(each, "?") for each in sorted(filters.coder_ids))
        found.append(FilterWords(_tr("coded by {names}").format(names=names), replace(filters, coder_ids=frozenset())))
    if filters.source_ids:
        names = _or(known.sources.get(each, "?") for each in sorted(filters.source_ids))
        found.append(FilterWords(_tr("in {names}").format(names=names), replace(filters, source_ids=frozenset())))
    if filters.exemplar:
        found.append(FilterWords(_tr("exemplars"), replace(filters, exemplar=None)))
    if filters.negative:
        found.append(FilterWords(_tr("negative cases"), replace(filters, negative=None)))
    if filters.with_memo:
        found.append(FilterWords(_tr("with a memo"), replace(filters, with_memo=None)))
    if filters.levels:
        words = _tr("level: {names}").format(names=_or(sorted(filters.levels)))
        found.append(FilterWords(words, replace(filters, levels=frozenset())))
    return found


def range_of(text: str) -> tuple[float | None, float | None] | None:
    """Read “5-10”, “5-”, “-10” or “7” as bounds; None where it is none of them."""
    least, dash, most = text.strip().replace("–", "-").partition("-")
    bounds = [None if not part.strip() else as_number(part) for part in (least, most if dash else least)]
    if any(bound is None and part.strip() for bound, part in zip(bounds, (least, most), strict=True)):
        return None
    return None if bounds == [None, None] else (bounds[0], bounds[1])


def _with(filters: Filters, condition: AttributeFilter) -> Filters:
    rest = tuple(each for each in filters.attributes if each.attribute_id != condition.attribute_id)
    empty = not condition.values and condition.least is None and condition.most is None
    return replace(filters, attributes=rest if empty else (*rest, condition))


def _range_words(condition: AttributeFilter) -> str:
    if condition.values:
        return _or(condition.values)
    if condition.least is None:
        return _tr("up to {most}").format(most=f"{condition.most:g}")
    if condition.most is None:
        return _tr("{least} and more").format(least=f"{condition.least:g}")
    return f"{condition.least:g}–{condition.most:g}"


def _tick(menu: QMenu, words: str, on: bool, do: Callable[[], object]) -> None:
    action = menu.addAction(words)
    action.setCheckable(True)
    action.setChecked(on)
    action.triggered.connect(lambda: do())


def _or(names: Iterable[str]) -> str:
    return _tr(" or ").join(names)


def _plain(words: str) -> str:
    """Words as a menu shows them: an ampersand underlines the next letter."""
    return words.replace("&", "&&")


def _tr(text: str) -> str:
    return QCoreApplication.translate("FilterMenu", text)
