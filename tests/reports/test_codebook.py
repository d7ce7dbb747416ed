from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import event

from interviewcoder.coding import codes, segments
from interviewcoder.project.file import Project
from interviewcoder.reports.codebook import Codebook, CodebookEntry, Counts, codebook
from interviewcoder.reports.codebook_fields import counting_note, fields, opening_facts, sheets
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import mark_interviewer, tie_speaker, transcript_of

if TYPE_CHECKING:
    from tests.reports.conftest import Study

INTERVIEW = ("I: How was it?", "P01: I was afraid of being sued.", "I: And then?", "P01: Then I wrote more.")


def entry(book: Codebook, name: str) -> CodebookEntry:
    return next(found for found in book.entries if found.name == name)


def test_codes_stand_in_tree_order_with_path_and_texts(study: Study) -> None:
    _, code = study.codes("Visibility", "Visibility > Fear of lawsuits")
    codes.describe(
        study.project,
        code,
        brief="Worry",
        definition="All worry",
        use_when="Sued",
        dont_use_when="Hurt",
        provenance="deductive",
        provenance_note="Ross",
    )
    book = codebook(study.project)
    assert [(found.path, found.depth) for found in book.entries] == [
        ("Visibility", 0),
        ("Visibility > Fear of lawsuits", 1),
    ]
    found = book.entries[1]
    assert (found.brief, found.definition, found.use_when, found.dont_use_when) == (
        "Worry",
        "All worry",
        "Sued",
        "Hurt",
    )
    assert (found.provenance, found.provenance_note) == ("deductive", "Ross")


def test_a_parent_counts_its_own_passages_and_apart_those_below_it(study: Study) -> None:
    _, fear, charting = study.codes("Theme", "Theme > Fear", "Theme > Fear > Charting")
    for name in ("P01", "P02"):
        source = study.interview(name, *INTERVIEW)
        study.participant(name, source)
        study.code(source, "afraid", charting)
        study.code(source, "sued", charting)
    study.code(source, "afraid", fear)
    found = codebook(study.project)
    assert entry(found, "Theme").counts == Counts(participants=0, references=0)
    assert entry(found, "Theme").with_subcodes == Counts(participants=2, references=5)
    assert entry(found, "Fear").counts == Counts(participants=1, references=1)
    assert entry(found, "Fear").with_subcodes == Counts(participants=2, references=5)
    assert entry(found, "Charting").counts == entry(found, "Charting").with_subcodes == Counts(2, 4)
    assert [each.has_subcodes for each in found.entries] == [True, True, False]


def test_a_passage_belongs_to_the_case_of_the_speaker_it_starts_with(study: Study) -> None:
    (fear,) = study.codes("Fear")
    group = study.interview("Group", "Ana: I was afraid.", "Bo: I was not.", "Ana: I was.", "Bo: No.")
    people = {name: study.participant(name, group, role="nurse") for name in ("P01", "P02")}
    ana, bo = transcript_of(study.project, group.id).speakers
    tie_speaker(study.project, ana.id, people["P01"])
    tie_speaker(study.project, bo.id, people["P02"])
    study.code(group, "I was not.", fear, exemplar=True)
    study.code(group, "afraid.\nI was not", fear, exemplar=True)
    quotes = codebook(study.project).entries[0].quotes
    assert [(quote.text, quote.identifier) for quote in quotes] == [
        ("afraid.\nI was not", "(P01, nurse)"),
        ("I was not.", "(P02, nurse)"),
    ]


def test_without_a_tied_speaker_it_belongs_to_the_only_case_of_the_source(study: Study) -> None:
    (fear,) = study.codes("Fear")
    source = study.interview("Visit 3", *INTERVIEW)
    study.participant("P07", source, role="nurse")
    study.code(source, "afraid", fear, exemplar=True)
    assert codebook(study.project).entries[0].quotes[0].identifier == "(P07, nurse)"


def test_with_nobody_tied_each_source_counts_as_a_participant(study: Study) -> None:
    (fear,) = study.codes("Fear")
    for name in ("First", "Second"):
        study.code(study.interview(name, *INTERVIEW), "afraid", fear, exemplar=True)
    book = codebook(study.project)
    assert (book.participants, book.untied, book.counted_as) == (0, 2, "Sources")
    assert opening_facts(book)[-1] == "2 sources"
    assert dict(fields(book.entries[0], book.counted_as))["Sources"] == "2"
    assert "articipants:" not in counting_note(book)
    columns = [name for name, _ in sheets(book)[0].columns]
    assert "Sources" in columns and "Participants" not in columns
    assert book.entries[0].counts == Counts(participants=2, references=2)
    assert [quote.identifier for quote in book.entries[0].quotes] == ["(First, P01)", "(Second, P01)"]


def test_sources_without_a_participant_are_told_from_people(study: Study) -> None:
    (fear,) = study.codes("Fear")
    for name in ("First", "Second", "Third"):
        source = study.interview(name, *INTERVIEW)
        study.code(source, "afraid", fear)
    study.participant("P07", source)
    book = codebook(study.project)
    assert opening_facts(book)[-1] == "3 sources (2 without a participant), 1 participant"
    assert dict(fields(book.entries[0], book.counted_as))["People or sources"] == "3"


def test_the_interviewers_words_are_no_participants(study: Study) -> None:
    (fear,) = study.codes("Fear")
    source = study.interview("Visit 3", *INTERVIEW)
    study.participant("P07", source, role="nurse")
    study.code(source, "How was it?", fear, exemplar=True)
    book = codebook(study.project)
    assert book.entries[0].counts == Counts(participants=0, references=1)
    assert book.entries[0].quotes[0].identifier == "(interviewer in Visit 3)"


def test_a_passage_that_opens_with_the_question_belongs_to_who_answers(study: Study) -> None:
    (fear,) = study.codes("Fear")
    source = study.interview("Visit 3", *INTERVIEW)
    study.participant("P07", source, role="nurse")
    study.code(source, "How was it?\nI was afraid", fear, exemplar=True)
    assert codebook(study.project).entries[0].quotes[0].identifier == "(P07, nurse)"


def test_a_speaker_marked_as_interviewer_later_is_believed(study: Study) -> None:
    (fear,) = study.codes("Fear")
    source = study.interview("Visit 3", "S1: How was it?", "S2: Bad.", "S1: Why?", "S2: They sued.")
    study.participant("P07", source)
    study.code(source, "Why?", fear)
    mark_interviewer(study.project, transcript_of(study.project, source.id).speakers[0].id, True)
    assert codebook(study.project).entries[0].counts.participants == 0


def test_quotes_are_the_source_character_for_character(study: Study) -> None:
    (fear,) = study.codes("Fear")
    words = "two  spaces, a no-break\u00a0space, 🙂 and e\u0301, “quoted”\tand a tab"
    source = study.interview("Visit 3", f"P01: {words}", "P01: More.")
    study.code(source, words, fear, exemplar=True)
    assert [quote.text for quote in codebook(study.project).entries[0].quotes] == [words]


def test_where_nothing_is_marked_the_quotes_are_offered(study: Study) -> None:
    fear, anger, _ = study.codes("Fear", "Anger", "None")
    source = study.interview("Visit 3", *INTERVIEW)
    study.code(source, "afraid of being sued", fear)
    study.code(source, "afraid", anger, exemplar=True)
    assert [found.offered for found in codebook(study.project).entries] == [True, False, False]


def test_the_title_page_has_its_counts(study: Study) -> None:
    (fear,) = study.codes("Fear")
    source = study.interview("Visit 3", *INTERVIEW)
    study.participant("P07", source)
    for name in ("Noor Haddad", "Ana Ruiz"):
        study.project.work_as(name)
        study.code(source, "afraid", fear)
    book = codebook(study.project)
    assert (book.title, book.sources, book.participants, book.codes, book.codings) == ("Study", 1, 1, 1, 2)
    assert book.coders == ("Ana Ruiz", "Noor Haddad")
    assert book.date == study.project.log()[-1].at.astimezone().date()


def test_a_loud_voice_and_a_missing_one_are_named(study: Study) -> None:
    (fear,) = study.codes("Fear")
    sources: list[SourceView] = []
    for number in range(1, 7):
        sources.append(study.interview(f"P{number:02}", *INTERVIEW))
        study.participant(f"P{number:02}", sources[-1])
    study.participant("P99, not yet interviewed")
    for source in sources[:5]:
        study.code(source, "afraid", fear, exemplar=True)
    study.code(sources[0], "sued", fear, exemplar=True)
    assert codebook(study.project).warnings == (
        "P01 supplies 2 of the participants' 6 quotes (33%), over a quarter.",
        "Never quoted: P06.",
    )


def test_where_few_were_interviewed_an_even_share_is_no_loud_voice(study: Study) -> None:
    (fear,) = study.codes("Fear")
    for name in ("P01", "P02"):
        source = study.interview(name, *INTERVIEW)
        study.participant(name, source)
        study.code(source, "afraid", fear, exemplar=True)
    study.code(source, "sued", fear, exemplar=True)
    assert codebook(study.project).warnings == ()
    for words in ("wrote", "more"):
        study.code(source, words, fear, exemplar=True)
    third = study.interview("P03", *INTERVIEW)
    study.participant("P03", third)
    assert codebook(study.project).warnings == (
        "P02 supplies 4 of the participants' 5 quotes (80%), over a quarter.",
        "Never quoted: P03.",
    )


def test_the_interviewers_quotes_are_not_supplied_by_the_participant(study: Study) -> None:
    (fear,) = study.codes("Fear")
    for number in range(1, 7):
        source = study.interview(f"P{number:02}", *INTERVIEW)
        study.participant(f"P{number:02}", source)
        study.code(source, "afraid", fear, exemplar=True)
    for question in ("How was it?", "And then?"):
        study.code(source, question, fear, exemplar=True)
    assert codebook(study.project).warnings == ()


def test_an_even_study_gives_no_warning(study: Study) -> None:
    (fear,) = study.codes("Fear")
    for number in range(1, 5):
        source = study.interview(f"P{number:02}", *INTERVIEW)
        study.participant(f"P{number:02}", source)
        study.code(source, "afraid", fear, exemplar=True)
    assert codebook(study.project).warnings == ()


def test_an_empty_project_has_an_empty_codebook(project: Project) -> None:
    book = codebook(project)
    assert (book.entries, book.warnings, book.coders) == ((), (), ())


def test_the_number_of_queries_does_not_grow_with_the_codings(study: Study) -> None:
    (fear,) = study.codes("Fear")
    source = study.interview("Visit 3", *INTERVIEW)
    study.participant("P07", source)
    seen: list[str] = []

    def count(*details: object) -> None:
        seen.append(str(details[2]))

    event.listen(study.project.session.get_bind(), "before_cursor_execute", count)
    spent = []
    for length in (1, 20):
        for end in range(1, length + 1):
            segments.code_passage(study.project, source.id, Span(0, end), fear)
        seen.clear()
        codebook(study.project)
        spent.append(len(seen))
    assert spent[0] == spent[1] < 30
