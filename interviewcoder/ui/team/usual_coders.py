"""Who is compared before anybody chooses: those who coded most of the same sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from interviewcoder.project import coders
from interviewcoder.project.file import Project


def usual_pair(
    project: Project, coder_ids: Sequence[int], coded: Mapping[int, frozenset[int]]
) -> tuple[int, int] | None:
    """The two who have most sources in common, of several who coded most; None of fewer than two.

    `coded` says by coder's id which sources they have coded.
    """
    work, nothing = coders.work(project), coders.CoderWork()

    def in_common(pair: tuple[int, int]) -> tuple[int, int]:
        one, other = (coded.get(id_, frozenset()) for id_ in pair)
        return len(one & other), min(work.get(id_, nothing).codings for id_ in pair)

    return max(combinations(coder_ids, 2), key=in_common, default=None)


def usual_group(project: Project, coder_ids: Sequence[int], coded: Mapping[int, frozenset[int]]) -> list[int]:
    """That pair, and all who have coded each source that the two have in common, in the order they are given.

    A supervisor who coded one passage would leave one source to compare.
    """
    pair = usual_pair(project, coder_ids, coded)
    if pair is None:
        return list(coder_ids)
    common = coded.get(pair[0], frozenset()) & coded.get(pair[1], frozenset())
    return [id_ for id_ in coder_ids if id_ in pair or (common and coded.get(id_, frozenset()) >= common)]
