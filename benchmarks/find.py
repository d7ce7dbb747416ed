"""A word found in a study of 10, 100 and 1,000 interviews of 10,000 words each.

    python -m benchmarks.find FOLDER [SOURCES ...]

Limit: the first screen of hits, each with its speaker and the words around it,
0.1 s after it was asked for, for a rare word as for the most frequent one, also
right after a transcript was corrected. Beside it: how long the index takes,
what it adds to the file, and what it costs a coding (it must cost nothing).
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.large_study_made import RARE_WORD, large_study
from benchmarks.study import PASSPHRASE
from interviewcoder.analysis import word_index
from interviewcoder.analysis.find import Finder
from interviewcoder.analysis.find_query import Matcher, Query
from interviewcoder.analysis.keyword_in_context import Contexts

if TYPE_CHECKING:
    from interviewcoder.project.file import Project

LIMIT_S = 0.1
_SCREEN = 40
_TIMES = 5


def first_screen(project: Project, query: Query) -> int:
    """Find as many hits as a screen has room for."""
    contexts, found = Contexts(project), 0
    for source_id, spans, _ in Finder(project, Matcher(query)):
        for span in spans:
            contexts.hit(source_id, span)
            found += 1
            if found == _SCREEN:
                return found
    return found


def everything(project: Project, query: Query) -> int:
    """Find all hits."""
    return sum(len(spans) for _, spans, _ in Finder(project, Matcher(query)))


def seconds(do: Callable[[], object], times: int = _TIMES) -> float:
    """Give the median of several runs."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        do()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def tell(what: str, taken_s: float, limit_s: float = 0.0) -> None:
    """Print a figure, beside its limit where it has one."""
    beside = f", {taken_s / limit_s:.2f} of the limit" if limit_s else ""
    print(f"  {what}: {taken_s * 1000:.1f} ms{beside}", flush=True)


def measure(project: Project, sources: int) -> None:
    """Measure one study."""
    often, phrase = most_frequent(project)
    print(f"{sources:,} interviews, {sources * 10_000:,} words")
    tell("the most frequent word, nothing indexed", seconds(lambda: first_screen(project, Query(often))), LIMIT_S)
    before = project.path.stat().st_size
    coded = seconds(lambda: code_one(project))
    begun, portions = time.perf_counter(), []
    while True:
        at = time.perf_counter()
        left = word_index.bring_up_to_date(project, budget_s=0.015).left
        portions.append(time.perf_counter() - at)
        if not left:
            break
    print(
        f"  index: {time.perf_counter() - begun:.1f} s in {len(portions)} portions, the longest {max(portions):.3f} s"
    )
    print(
        f"  index: {(project.path.stat().st_size - before) / 1e6:.1f} MB of {project.path.stat().st_size / 1e6:.1f} MB"
    )
    tell("a coding before there is an index", coded)
    tell("a coding with the index", seconds(lambda: code_one(project)), max(coded, 0.001))
    for what, query in (
        ("the most frequent word", Query(often)),
        ("a rare word", Query(RARE_WORD)),
        ("a word that isn't there", Query("xylophones")),
        ("the beginning of a word", Query(f"{RARE_WORD[:6]}*")),
        ("a phrase", Query(f'"{phrase}"')),
        ("two words in one turn", Query(f"{often} {RARE_WORD}")),
    ):
        tell(f"{what}, first screen", seconds(lambda q=query: first_screen(project, q)), LIMIT_S)  # type: ignore[misc]  # no lambda has types
    correct_one(project)
    tell("right after a correction: a rare word", seconds(lambda: first_screen(project, Query(RARE_WORD))), LIMIT_S)
    tell("right after a correction: the most frequent", seconds(lambda: first_screen(project, Query(often))), LIMIT_S)
    tell("how often it is in each source", seconds(lambda: Finder(project, Matcher(Query(often))).counts_at_once()))
    print(f"  all its hits: {everything(project, Query(often)):,}")
    tell("all its hits", seconds(lambda: everything(project, Query(often)), 1))
    tell("all hits of a part of a word", seconds(lambda: everything(project, Query(RARE_WORD[2:7], "part")), 1))
    project.undo()
    tell("one text indexed anew", seconds(lambda: word_index.bring_up_to_date(project, budget_s=1), 1))


def most_frequent(project: Project) -> tuple[str, str]:
    """Give the most frequent word of the first text, and two words that stand beside each other in it."""
    from interviewcoder.sources import catalogue, transcript

    words = transcript.transcript_of(project, catalogue.listing(project)[0].id).text.split()
    plain = Counter(word for word in words if word.isalpha())
    first = next(place for place in range(len(words) - 1) if words[place].isalpha() and words[place + 1].isalpha())
    return plain.most_common(1)[0][0], " ".join(words[first : first + 2])


def code_one(project: Project) -> None:
    """Code a passage and take that back."""
    from interviewcoder.coding import codes, segments
    from interviewcoder.sources import catalogue
    from interviewcoder.sources.text import Span

    source_id = catalogue.listing(project)[0].id
    segments.code_passage(project, source_id, Span(0, 40), codes.tree(project)[0].id)
    project.undo()


def correct_one(project: Project) -> None:
    """Write a word at the beginning of a transcript."""
    from interviewcoder.sources import catalogue, correcting
    from interviewcoder.sources.text import Edit

    correcting.correct_text(project, catalogue.listing(project)[-1].id, [Edit(0, "", "Corrected ")])


def main() -> None:
    """Measure what the command line names."""
    from interviewcoder.project import file

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("sources", type=int, nargs="*", default=[10, 100, 1000])
    options = parser.parse_args()
    for sources in options.sources:
        study = large_study(options.folder, sources)
        copy = options.folder / f"find-{sources}.icproj"
        copy.write_bytes(study.path.read_bytes())
        with file.open_project(copy, passphrase=PASSPHRASE) as project:
            measure(project, sources)
        copy.unlink()


if __name__ == "__main__":
    main()
