"""What the page says in words: how much was found, and what to try where nothing was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from interviewcoder.analysis import word_index
from interviewcoder.analysis.find import Limits
from interviewcoder.analysis.find_query import Matcher, Query

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.ui.find_page.search import Search


@dataclass(frozen=True, slots=True)
class Advice:
    """What to say where nothing was found. The button looks for `query`, or shows the notes where it is None."""

    message: str
    hint: str
    button: str = ""
    query: Query | None = None


def nothing_asked() -> tuple[str, str]:
    """What the page says before anything is looked for."""
    return (
        _tr("Find words in every source at once"),
        _tr("A star stands for any ending: nurs* · In quotation marks: “the whole team” · F3 goes on to the next hit."),
    )


def no_notes() -> tuple[str, str]:
    """What the page says where no note has it."""
    return _tr("No memo, code or name has these words."), ""


def status(search: Search) -> str:
    """How much is found."""
    if search.finder is None:
        return ""
    total, sources = search.results.total, len(search.results.source_ids)
    if search.is_busy and search.left:
        foretold = sum(search.foretold.values()) if search.foretold else 0
        if foretold > total:
            return _tr("{count} of {all} hits…").format(count=_number(total), all=_number(foretold))
        return _tr("{count} hits so far; {left} sources to go…").format(count=_number(total), left=_number(search.left))
    if not total:
        return ""
    hits = _tr("1 hit") if total == 1 else _tr("{count} hits").format(count=_number(total))
    where = _tr("in 1 source") if sources == 1 else _tr("in {count} sources").format(count=_number(sources))
    words = f"{hits} {where}"
    if search.is_counting:
        return words + " · " + _tr("counting…")
    return words + " · " + _tr("stopped early") if search.stopped else words


def advice(project: Project, matcher: Matcher, notes: int, limits: Limits) -> Advice:
    """What to try where no source has the words."""
    query = matcher.query
    message = _tr("No source has “{words}”.").format(words=query.text.strip())
    if limits != Limits():
        message = _tr("“{words}” isn’t found where you look.").format(words=query.text.strip())
    if notes:
        return Advice(message, _tr("But it is in memos, codes or names."), _tr("Show the notes"))
    like = [other for word in matcher.folded_words for other in word_index.words_like(project, word.strip("*"))]
    if like:
        other = replace(query, text=like[0])
        hint = _tr("Written much like it: {words}").format(words=", ".join(like))
        return Advice(message, hint, _tr("Look for “{word}”").format(word=like[0]), other)
    if query.match_case or query.match_accents:
        loose = replace(query, match_case=False, match_accents=False)
        return Advice(message, "", _tr("Look whatever the capitals and accents"), loose)
    if query.how == "words" and len(matcher.folded_words) > 1 and query.together == "turn":
        wide = replace(query, together="source")
        return Advice(message, _tr("No turn has all of these words."), _tr("Look for sources with all of them"), wide)
    if query.how == "words":
        part = replace(query, how="part", text=query.text.replace('"', "").replace("*", "").strip())
        return Advice(message, _tr("It may be a part of longer words."), _tr("Look within words, too"), part)
    return Advice(message, _tr("Try fewer letters, or another spelling."))


def _number(number: int) -> str:
    return QLocale().toString(number)


def _tr(text: str) -> str:
    return QCoreApplication.translate("FindPage", text)
