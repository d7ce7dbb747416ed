"""What the verb does that finds words."""

from __future__ import annotations

from argparse import Namespace

from interviewcoder.analysis import word_index
from interviewcoder.analysis.find import Finder, Limits
from interviewcoder.analysis.find_query import How, Matcher, Query
from interviewcoder.analysis.keyword_in_context import Hit, hits
from interviewcoder.sources import catalogue
from interviewcoder.verbs import Entry, open_project

_INDEX_PORTION_S = 0.5


def find(options: Namespace) -> list[Entry]:
    """List where words are, with the words around them, by source and place."""
    how: How = "pattern" if options.pattern else "part" if options.part else "words"
    matcher = Matcher(Query(" ".join(options.words), how, match_case=options.match_case))
    with open_project(options) as project:
        names = options.source
        chosen = frozenset(catalogue.by_name(project, name).id for name in names) if names else None
        while word_index.bring_up_to_date(project, budget_s=_INDEX_PORTION_S).left:
            pass
        found = Finder(project, matcher, Limits(chosen))
        return [_entry(hit) for hit in hits(project, ((id_, spans) for id_, spans, _ in found))]


def _entry(hit: Hit) -> Entry:
    return {
        "source": hit.source,
        "participant": hit.case,
        "speaker": hit.speaker,
        "turn": hit.turn,
        "time_ms": hit.time_ms,
        "start": hit.span.start,
        "end": hit.span.end,
        "before": hit.before,
        "hit": hit.words,
        "after": hit.after,
    }
