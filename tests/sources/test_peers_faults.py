"""Three faults known from another program which must not happen here, each named by what a person does."""

from __future__ import annotations

import re

from interviewcoder.coding import segments
from interviewcoder.project.file import Project
from interviewcoder.sources import correcting, replacing
from interviewcoder.sources.text import Edit, Span
from tests.sources.test_correcting import add_interview, code, text_of


def test_one_letter_at_the_start_keeps_the_coding_that_ends_at_the_end(project: Project) -> None:
    source_id = add_interview(project)
    last = code(project, source_id, "then?")
    correcting.correct_text(project, source_id, [Edit(0, "", "x")])
    assert segments.quote(project, last) == "then?"
    assert segments.view(project, last).span.end == len(text_of(project, source_id))


def test_nurse_replaced_by_physician_leaves_the_later_codings_whole(project: Project) -> None:
    said = "The nurse saw it. A nurse told me, and another nurse wrote: never again, said the team."
    source_id = add_interview(project, [("P07", said)])
    coded = [code(project, source_id, words) for words in ("nurse told me", "nurse wrote", "never again", "the team.")]
    found = [Span(one.start(), one.end()) for one in re.finditer("nurse", said)]
    assert replacing.codings_on(project, source_id, found) == 2
    receipt = replacing.replace_all(project, source_id, found, "physician")
    assert text_of(project, source_id) == said.replace("nurse", "physician")
    quotes = [segments.quote(project, id_) for id_ in coded]
    assert quotes == ["physician told me", "physician wrote", "never again", "the team."]
    assert (receipt.unchanged, receipt.changed, receipt.to_look_at) == (2, tuple(coded[:2]), ())
    project.undo()
    assert text_of(project, source_id) == said


def test_two_emoji_before_a_selection_dont_move_it(project: Project) -> None:
    source_id = add_interview(project)
    before = code(project, source_id, "afraid of lawsuits")
    correcting.correct_text(project, source_id, [Edit(0, "", "😀👩\u200d⚕️ ")])
    after = code(project, source_id, "honestly")
    assert [segments.quote(project, id_) for id_ in (before, after)] == ["afraid of lawsuits", "honestly"]


def test_a_word_in_two_sources_is_replaced_in_one_step_with_a_receipt_for_each(project: Project) -> None:
    first = add_interview(project, [("P07", "Doctor Mayer came.")], name="P07")
    second = add_interview(project, [("P08", "I like Doctor Mayer.")], name="P08")
    coded = [code(project, source_id, "Doctor Mayer") for source_id in (first, second)]
    made = replacing.replace_everywhere(project, {first: [Span(7, 12)], second: [Span(14, 19)]}, "Meyer")
    assert [segments.quote(project, id_) for id_ in coded] == ["Doctor Meyer"] * 2
    assert {source_id: receipt.changed for source_id, receipt in made.items()} == {
        first: (coded[0],),
        second: (coded[1],),
    }
    project.undo()
    assert [text_of(project, source_id) for source_id in (first, second)] == [
        "Doctor Mayer came.",
        "I like Doctor Mayer.",
    ]
