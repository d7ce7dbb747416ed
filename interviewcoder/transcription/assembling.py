"""From the blocks that were heard to the whole recording: words in order, in turns, with what is doubtful."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from interviewcoder.sources.hearing import Hearing
from interviewcoder.sources.recognised import Doubt, Recognised, RecognisedWord
from interviewcoder.transcription.blocks import Block, in_order, joined
from interviewcoder.transcription.decode import SAMPLE_RATE
from interviewcoder.transcription.diarise import assign_speakers, by_channel
from interviewcoder.transcription.heard import HeardBlock, Prints
from interviewcoder.transcription.overlap import mark_overlaps
from interviewcoder.transcription.plan import Plan

# To doubt a stretch less is enough than to write it in another language.
_LIKELY = 0.6


def assemble(plan: Plan, heard: Sequence[HeardBlock], hearing: Hearing, model: str) -> Recognised:
    """Return the recording as it was recognised; `heard` are its blocks in order."""
    words: list[RecognisedWord] = []
    for block, found in zip(plan.blocks, heard, strict=True):
        words = joined(words, found.words, _ms(block.start))
    marked = mark_overlaps(in_order(words), [stretch for block in heard for stretch in block.overlaps])
    if hearing.by_channel:
        known = {id(word): way for block in heard for word, way in zip(block.words, block.balances, strict=True)}
        turns = by_channel(marked, [known[id(word)] for word in words])
    else:
        prints = Prints.together([block.prints for block in heard])
        turns = assign_speakers(marked, prints, speakers=hearing.speakers)
    language = _main_language(heard, hearing)
    return Recognised(
        turns,
        language,
        _ms(plan.length),
        model,
        tuple(_ms(block.start) for block in plan.blocks[1:]),
        tuple(sorted(_doubts(plan, heard, "" if hearing.translate else language), key=lambda doubt: doubt.start_ms)),
    )


def _main_language(heard: Sequence[HeardBlock], hearing: Hearing) -> str:
    if hearing.translate:
        return "en"
    spoken: Counter[str] = Counter()
    for stretch in (stretch for block in heard for stretch in block.languages):
        spoken[stretch.spoken] += stretch.end_ms - stretch.start_ms
    if spoken:
        return spoken.most_common(1)[0][0]
    return "" if hearing.language == "auto" else hearing.language


def _doubts(plan: Plan, heard: Sequence[HeardBlock], language: str) -> list[Doubt]:
    """Collect what is doubtful; without a language none is another one, as in a translation."""
    found = [Doubt(_ms(start), _ms(end), "gap") for start, end in plan.gaps]
    for block, content in zip(plan.blocks, heard, strict=True):
        found += [doubt for doubt in content.doubts if _is_in(block, doubt.start_ms)]
        for stretch in content.languages:
            other = stretch.heard if stretch.probability >= _LIKELY else stretch.spoken
            if language and other not in ("", language) and _is_in(block, stretch.start_ms):
                found.append(Doubt(stretch.start_ms, stretch.end_ms, "language", other))
    return found


def _is_in(block: Block, at_ms: int) -> bool:
    """Whether a moment is the block's own, not one that the next block heard too."""
    return at_ms < _ms(block.end)


def _ms(samples: int) -> int:
    return samples * 1000 // SAMPLE_RATE
