"""How many of the identifiers planted in a fictional interview are suggested, and how often nothing is there.

    python -m benchmarks.deidentification [FOLDER OF TRANSCRIPTS]

Counts what is suggested and missed, by class and by detector, with and
without the name list and the recogniser of names, in the text as it is and in
small letters. With a folder it also counts suggestions in others' transcripts,
which hold few names or none: most of these are false alarms.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from interviewcoder.privacy.detection import findings
from interviewcoder.privacy.known_names import KnownName
from interviewcoder.privacy.name_recogniser import own_recogniser
from interviewcoder.privacy.possible_identifier import Found
from interviewcoder.privacy.residual import scan_file
from tests.privacy.planted.planted_text import NAME_LIST, Planted, planted_interview

LONG_INTERVIEW_WORDS = 14_000
LIMIT_S = 0.5
PAGES, WORDS_A_PAGE = 300, 200
SCAN_LIMIT_S = 0.3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the planted identifiers.

    `whole` are suggested with all their words, `in_part` with some, `missed`
    not at all; `right_kind` counts those whose kind is right too. `false_alarms`
    are suggestions where nothing is planted, `found` all suggestions.
    """

    whole: tuple[Planted, ...]
    in_part: tuple[Planted, ...]
    missed: tuple[Planted, ...]
    right_kind: int
    false_alarms: tuple[Found, ...]
    found: tuple[Found, ...]


def outcome(text: str, planted: Sequence[Planted], names: Sequence[KnownName], *, recogniser: bool) -> Outcome:
    """Run the detectors over a text and compare with what is planted in it."""
    found = findings(text, names, model=own_recogniser() if recogniser else None)
    covered = {place for each in found for place in range(each.span.start, each.span.end)}
    by_share: dict[str, list[Planted]] = {"whole": [], "in part": [], "missed": []}
    for each in planted:
        letters = [place for span in each.spans for place in range(span.start, span.end) if text[place].isalnum()]
        share = sum(place in covered for place in letters) / len(letters)
        by_share["whole" if share == 1 else "in part" if share else "missed"].append(each)
    spans = [span for each in planted for span in each.spans]
    right = sum(
        any(found_one.kind == each.kind and found_one.span.overlaps(each.spans[0]) for found_one in found)
        for each in planted
    )
    false = [each for each in found if not any(each.span.overlaps(span) for span in spans)]
    return Outcome(
        tuple(by_share["whole"]),
        tuple(by_share["in part"]),
        tuple(by_share["missed"]),
        right,
        tuple(false),
        tuple(found),
    )


def report_planted(name: str) -> None:
    """Print the figures of a planted interview."""
    text, planted = planted_interview(name)
    for small in (False, True):
        said = text.lower() if small else text
        print(f"{name}: {len(planted)} planted in {len(text.split())} words" + (", in small letters" if small else ""))
        for names in ((), NAME_LIST):
            for recogniser in (False, True):
                result = outcome(said, planted, names, recogniser=recogniser)
                setting = f"{'name list' if names else 'no name list'}, {'' if recogniser else 'no '}recogniser"
                by = Counter(each.found_by for each in result.found)
                precision = 1 - len(result.false_alarms) / len(result.found)
                print(
                    f"  {setting}: {len(result.whole)} whole, {len(result.in_part)} in part, "
                    f"{len(result.missed)} missed, {result.right_kind} of the right kind; "
                    f"{len(result.false_alarms)} false, precision {precision:.2f}; "
                    + ", ".join(f"{who} {count}" for who, count in by.most_common())
                )
                print("    missed: " + "; ".join(f"{p.kind} “{p.spans[0].text_in(text)}”" for p in result.missed))
    full = outcome(text, planted, NAME_LIST, recogniser=True)
    print("by class (suggested whole or in part, of):")
    missed = Counter(each.kind for each in full.missed)
    for kind, count in sorted(Counter(each.kind for each in planted).items()):
        print(f"  {kind}: {count - missed[kind]} of {count}")


def report_others(folder: Path) -> None:
    """Print how often something is suggested in others' transcripts."""
    for name in sorted({path.parent for path in folder.rglob("*") if path.suffix in (".txt", ".md")}):
        texts = [path.read_text(errors="replace") for path in sorted(name.glob("*")) if path.suffix in (".txt", ".md")]
        words = sum(len(text.split()) for text in texts)
        counts = [
            sum(len(findings(text, model=own_recogniser() if recogniser else None)) for text in texts)
            for recogniser in (False, True)
        ]
        rates = ", ".join(f"{1000 * count / words:.1f}" for count in counts)
        print(f"{name.name}: {len(texts)} texts, {words:,} words; per 1,000 words without and with recogniser: {rates}")


def report_time() -> None:
    """Print how long a 90-minute interview takes."""
    text, _ = planted_interview()
    text *= LONG_INTERVIEW_WORDS // len(text.split()) + 1
    for recogniser in (False, True):
        model = own_recogniser() if recogniser else None
        findings(text, NAME_LIST, model=model)
        begun = time.process_time()
        findings(text, NAME_LIST, model=model)
        taken = time.process_time() - begun
        print(f"{len(text.split()):,} words, {'with' if recogniser else 'without'} recogniser: {taken:.2f} s, "
              f"{taken / LIMIT_S:.2f} of the limit")  # fmt: skip


def report_scan() -> None:
    """Print how long the scan of a long export takes."""
    text, _ = planted_interview()
    paragraphs = "".join(f"<p>{turn}</p>" for turn in text.splitlines())
    content = "<html>" + paragraphs * (PAGES * WORDS_A_PAGE // len(text.split()))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "codebook.html"
        path.write_text(content, encoding="utf-8")
        scan_file(NAME_LIST, path)
        begun = time.process_time()
        scan_file(NAME_LIST, path)
        taken = time.process_time() - begun
    print(f"scan of {PAGES} pages: {taken:.2f} s, {taken / SCAN_LIMIT_S:.2f} of the limit")


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", help="transcripts of others")
    arguments = parser.parse_args()
    report_planted("interview")
    report_planted("held_out")
    if arguments.folder:
        report_others(arguments.folder)
    report_time()
    report_scan()


if __name__ == "__main__":
    main()
