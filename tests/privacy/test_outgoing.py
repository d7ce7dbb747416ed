"""The outgoing copy: what leaves the project is de-identified, and quotes nobody who didn't agree."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Text, select

from interviewcoder.cases import cases
from interviewcoder.coding import codes, memos, segments, versions
from interviewcoder.coding.memos import About
from interviewcoder.privacy import consent, pseudonyms
from interviewcoder.privacy.outgoing import WITHHELD, original_of, outgoing, span_in, worded
from interviewcoder.privacy.outgoing_rows import JSON_TEXTS, LEFT_OUT, TEXTS
from interviewcoder.privacy.replaced_words import ReplacedWords
from interviewcoder.project.file import Project
from interviewcoder.project.rows import Row
from interviewcoder.project.schema import CodebookVersionRow, MemoRow, SegmentRow, SourceRow, StaleSourceRow, TallyRow
from interviewcoder.review import comments, proposals, signoff, verdicts
from interviewcoder.sources.catalogue import SourceView
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import tie_speaker, transcript_of
from interviewcoder.sources.words import Words
from tests.reports.conftest import Study

NAME = "Quillfeather"


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Study:
    """An empty project with short words for filling it."""
    return Study(project, tmp_path)


def replace_everywhere(project: Project, words: str, kind: str = "name") -> str:
    """Decide on each place of these words; returns the pseudonym's text."""
    pseudonym = pseudonyms.add(project, kind)
    places = pseudonyms.everywhere(project, words)
    pseudonyms.decide(project, [(place.source_id, place.span) for place in places], pseudonym.id)
    return pseudonym.text


def text_of(project: Project, source: SourceView) -> str:
    return transcript_of(project, source.id).text


def refuse_quotes(study: Study, *case_ids: int) -> None:
    for case_id in case_ids:
        consent.record(study.project, case_id, "quotes", False)


def test_a_project_in_which_nothing_is_replaced_is_read_itself(study: Study) -> None:
    study.participant("P01", study.interview("P01", "P01: Nobody is named."))
    with outgoing(study.project) as reading:
        assert reading is study.project
        assert original_of(reading) is study.project
        assert span_in(reading, 1, Span(3, 5)) == Span(3, 5)


def test_texts_have_their_pseudonyms_and_codings_stay_on_their_words(study: Study) -> None:
    source = study.interview("P01", "I: Who helped?", f"P01: Anna {NAME} helped, and then {NAME} left us.")
    (help_, leaving) = study.codes("Help", "Leaving")
    named = study.code(source, f"Anna {NAME} helped", help_)
    later = study.code(source, "left us", leaving)
    thread = comments.add(study.project, comments.About.passage(source.id, later.span), text=f"Did {NAME}?")
    before = text_of(study.project, source)
    instead = replace_everywhere(study.project, NAME)
    with outgoing(study.project) as reading:
        text = text_of(reading, source)
        assert text == before.replace(NAME, instead)
        assert [segments.quote(reading, each.id) for each in (named, later)] == [f"Anna {instead} helped", "left us"]
        turns = transcript_of(reading, source.id).turns
        assert turns[-1].span.end == len(text)
        assert span_in(reading, source.id, later.span).text_in(text) == "left us"
        told = comments.thread(reading, thread.id)
        assert (told.quote, told.first.text) == ("left us", f"Did {instead}?")
    assert text_of(study.project, source) == before


def test_a_coding_that_cuts_into_a_name_holds_the_whole_pseudonym(study: Study) -> None:
    source = study.interview("P01", f"P01: We met {NAME} Smith there.")
    start = text_of(study.project, source).index("feather Smith")
    (code,) = study.codes("Meeting")
    segment = segments.code_passage(study.project, source.id, Span(start, start + 7), code)
    instead = replace_everywhere(study.project, NAME)
    with outgoing(study.project) as reading:
        assert segments.quote(reading, segment.id) == instead


def test_words_keep_their_times_and_those_of_a_name_are_one(study: Study) -> None:
    source = study.recorded()
    text = text_of(study.project, source)
    first = text.index("afraid of lawsuits,")
    pseudonym = pseudonyms.add(study.project, "name")
    pseudonyms.decide(study.project, [(source.id, Span(first, first + len("afraid of lawsuits")))], pseudonym.id)
    before = transcript_of(study.project, source.id).words
    with outgoing(study.project) as reading:
        changed = transcript_of(reading, source.id)
        after = changed.words
        told = [(each.span.text_in(changed.text), each.start_ms, each.end_ms) for each in after]
        kept = [(each.span.text_in(text), each.start_ms, each.end_ms) for each in before]
        place = next(number for number, (said, _, _) in enumerate(kept) if said.startswith("afraid"))
        one = (told[place][0], kept[place][1], kept[place + 2][2])
        assert told == [*kept[:place], one, *kept[place + 3 :]]
        assert one[0].startswith(pseudonym.text)
        assert Words.unpack(after.pack()) == after


def test_no_text_of_the_copy_holds_a_name_wherever_it_was_written(study: Study) -> None:
    source = study.interview(f"Interview {NAME}", f"{NAME}: My name is {NAME}.")
    study.participant(f"{NAME}", source, role=f"friend of {NAME}")
    (code,) = study.codes(f"Fear of {NAME}")
    coding = study.code(source, "My name", code)
    memos.add(study.project, About("code", code), title=f"On {NAME}", text=f"{NAME}’s words")
    version = versions.save(study.project, f"After {NAME}", f"note on {NAME}")
    study.project.work_as("Dr. Lee")
    verdicts.give(study.project, coding.id, verdicts.QUERY)
    comments.add(study.project, comments.About.coding(coding.id), text=NAME)
    proposals.rename(study.project, code, f"Dread of {NAME}")
    signoff.approve(study.project, version.id)
    plant(study.project)
    replace_everywhere(study.project, NAME)
    with outgoing(study.project) as reading:
        found = {
            f"{table.name}.{column.name}"
            for table in Row.metadata.sorted_tables
            for column in table.columns
            for (value,) in reading.raw_connection.execute(f'SELECT "{column.name}" FROM "{table.name}"')
            if NAME.casefold() in str(value).casefold()
        }
        assert found == set()
        (code_row,) = codes.tree(reading)
        assert code_row.name.startswith("[")
    assert NAME in text_of(study.project, source)


def plant(project: Project) -> None:
    """Write the name into every text column of every row there is, where it isn't yet."""
    connection = project.raw_connection
    # Pseudonyms and sources' texts have ways of their own.
    skipped = {("source", "text"), ("pseudonym", "text"), ("case_value", "id")}
    for table in Row.metadata.sorted_tables:
        for column in table.columns:
            if not isinstance(column.type, Text) or (table.name, column.name) in skipped or table.name == "activity":
                continue
            key = table.primary_key.columns.keys()[0]
            told = f"""'"' || "{key}" || ' {NAME}"'""" if column.name in JSON_TEXTS.get(table.name, ()) else ""
            value = told or f"""'{NAME} ' || "{key}" """
            connection.execute(f'UPDATE "{table.name}" SET "{column.name}" = {value}')
    project.session.expire_all()


def test_every_text_column_is_replaced_or_stays_out() -> None:
    known = {("source", "text"), ("pseudonym", "text")}
    known |= {(table, name) for texts in (TEXTS, JSON_TEXTS) for table, names in texts.items() for name in names}
    # Emptied, not replaced: it may say whom a pseudonym stands for.
    known.add(("pseudonym", "note"))
    columns = {
        (table.name, column.name)
        for table in Row.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Text) and table.name not in LEFT_OUT
    }
    assert columns == known


def test_two_names_that_became_one_are_told_apart(study: Study) -> None:
    first = study.interview(f"{NAME}", f"P01: I am {NAME}.")
    second = study.interview("Marlowe", "P02: I am Marlowe.")
    pseudonym = pseudonyms.add(study.project, "name")
    for words in (NAME, "Marlowe"):
        places = pseudonyms.everywhere(study.project, words)
        pseudonyms.decide(study.project, [(place.source_id, place.span) for place in places], pseudonym.id)
    with outgoing(study.project) as reading:
        names = dict(row._tuple() for row in reading.session.execute(select(SourceRow.id, SourceRow.name)))
        assert names == {first.id: pseudonym.text, second.id: f"{pseudonym.text} (2)"}


def test_a_version_of_the_codebook_is_read_back_without_the_name(study: Study) -> None:
    study.interview("P01", f"P01: I am {NAME}.")
    code = codes.add(study.project, f"Fear of {NAME}")
    saved = versions.save(study.project, "First")
    instead = replace_everywhere(study.project, NAME)
    with outgoing(study.project) as reading:
        (placed,) = versions.codes_of(reading, saved.id)
        assert (placed.code.uuid, placed.code.name) == (code.uuid, f"Fear of {instead}")
        assert versions.now_sha256(reading) == versions.version(reading, saved.id).sha256 != saved.sha256


def test_a_version_without_a_name_keeps_its_hash(study: Study) -> None:
    study.interview("P01", f"P01: I am {NAME}.")
    codes.add(study.project, "Fear")
    saved = versions.save(study.project, "First")
    replace_everywhere(study.project, NAME)
    with outgoing(study.project) as reading:
        assert reading.session.scalars(select(CodebookVersionRow.sha256)).one() == saved.sha256


def test_private_memos_the_history_and_recordings_stay_out(study: Study) -> None:
    source = study.interview("P01", f"P01: I am {NAME}.")
    mine = memos.add(study.project, About("source", source.id), title="Mine", text="alone")
    memos.set_private(study.project, mine.key)
    memos.add(study.project, About("source", source.id), title="Ours", text="all")
    replace_everywhere(study.project, NAME)
    with outgoing(study.project) as reading:
        assert list(reading.session.scalars(select(MemoRow.title))) == ["Ours"]
        for table in LEFT_OUT - {StaleSourceRow.__tablename__}:
            assert reading.raw_connection.execute(f'SELECT count(*) FROM "{table}"').fetchone() == (0,)
        assert [entry.label for entry in reading.log()] == [entry.label for entry in study.project.log()]
    with outgoing(study.project, private=True) as reading:
        assert sorted(reading.session.scalars(select(MemoRow.title))) == ["Mine", "Ours"]


def test_counts_of_the_copy_are_those_of_the_project(study: Study) -> None:
    source = study.interview("P01", f"P01: I am {NAME}, and I was afraid.")
    (fear,) = study.codes("Fear")
    study.code(source, "afraid", fear)
    replace_everywhere(study.project, NAME)
    with outgoing(study.project) as reading:
        tally = reading.session.execute(select(TallyRow.code_id, TallyRow.source_id, TallyRow.codings)).tuples()
        assert list(tally) == [(fear, source.id, 1)]


def test_the_copy_can_t_be_changed_and_leaves_the_project_open(study: Study) -> None:
    study.interview("P01", f"P01: I am {NAME}.")
    replace_everywhere(study.project, NAME)
    with outgoing(study.project) as reading:
        assert reading.path == study.project.path
        with pytest.raises(RuntimeError), reading.op("Change"):
            pass
        with pytest.raises(RuntimeError), reading.quiet_write():
            pass
    codes.add(study.project, "Still open")
    assert [node.name for node in codes.tree(study.project)] == ["Still open"]


def test_a_researcher_who_shares_a_name_is_not_called_by_a_participant_s_pseudonym(study: Study) -> None:
    study.project.work_as(f"Dr {NAME}")
    source = study.interview("P01", f"P01: I am {NAME}.")
    (code,) = study.codes("Names")
    study.code(source, "I am", code)
    replace_everywhere(study.project, NAME)
    with outgoing(study.project) as reading:
        assert [each.coder for each in segments.listing(reading)] == [f"Coder {study.project.coder.id}"]


def test_words_without_consent_to_quoting_are_withheld_and_all_others_stay(study: Study) -> None:
    source = study.interview("Both", "I: And you?", "P1: I never agreed to this.", "P2: I did agree.")
    ann, bea = cases.add(study.project, "P01"), cases.add(study.project, "P02")
    voices = {speaker.label: speaker.id for speaker in transcript_of(study.project, source.id).speakers}
    tie_speaker(study.project, voices["P1"], ann.id)
    tie_speaker(study.project, voices["P2"], bea.id)
    consent.record(study.project, bea.id, "quotes", True)
    (code,) = study.codes("Agreement")
    hers = study.code(source, "never agreed", code)
    theirs = study.code(source, "I did agree", code)
    with outgoing(study.project) as reading:
        assert WITHHELD in text_of(reading, source)
        assert "never agreed" not in text_of(reading, source)
        assert segments.quote(reading, hers.id) == WITHHELD
        assert segments.quote(reading, theirs.id) == "I did agree"
        assert len(list(reading.session.scalars(select(SegmentRow.id)))) == 2
    with outgoing(study.project, quotes=False) as reading:
        assert reading is study.project


def test_before_any_consent_is_recorded_nothing_is_withheld(study: Study) -> None:
    study.participant("P01", study.interview("P01", "P01: Nobody asked me."))
    with outgoing(study.project) as reading:
        assert reading is study.project


def test_an_example_that_quotes_withheld_words_is_withheld_too(study: Study) -> None:
    source = study.interview("P01", "P01: They took my house from me, and I cried.")
    case = study.participant("P01", source)
    (loss,) = study.codes("Loss")
    study.code(source, "They took my house from me", loss)
    codes.describe(study.project, loss, typical="As in “They took my house from me”.")
    refuse_quotes(study, case)
    with outgoing(study.project) as reading:
        (node,) = codes.tree(reading)
        assert node.typical == f"As in “{WITHHELD}”."


def test_five_withheld_words_in_a_row_are_withheld_wherever_a_researcher_wrote_them(study: Study) -> None:
    source = study.interview("P01", "I: What was it?", "P01: They took my house from me, and I couldn't stop crying.")
    case = study.participant("P01", source)
    (loss,) = study.codes("Loss")
    study.code(source, "They took my house from me, and I couldn't stop crying", loss)
    codes.describe(study.project, loss, definition="“and I COULDN’T stop crying”, said P01 when they took my leave")
    memos.add(study.project, title="Note", text="She said: they took my house – from me. What was it?")
    versions.save(study.project, "First")
    refuse_quotes(study, case)
    with outgoing(study.project) as reading:
        (node,), (memo,) = codes.tree(reading), memos.listing(reading)
        assert node.definition == f"“{WITHHELD}”, said P01 when they took my leave"
        assert memo.text == f"She said: {WITHHELD}. What was it?"
        (version,) = versions.listing(reading)
        assert "stop crying" not in str(versions.codes_of(reading, version.id))


def test_the_original_wording_withholds_quotes_all_the_same(study: Study) -> None:
    source = study.interview("P01", f"P01: I am {NAME}.")
    case = study.participant("P01", source)
    replace_everywhere(study.project, NAME)
    with outgoing(study.project, "original") as reading:
        assert text_of(reading, source) == f"I am {NAME}."
    refuse_quotes(study, case)
    with outgoing(study.project, "original") as reading:
        assert text_of(reading, source) == WITHHELD


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Rose’s rose, and ROSE", "[P]’s rose, and ROSE"),
        ("primrose Rosemary", "primrose Rosemary"),
        ("st  mary's and St Mary’s Hospital", "[S] and [S] Hospital"),
        ("Zoë met Zoë", "[Z] met [Z]"),
        ("nothing", "nothing"),
    ],
)
def test_known_words_are_replaced_as_whole_words(text: str, told: str) -> None:
    words = ReplacedWords({"Rose": "[P]", "St Mary's": "[S]", "Zoë": "[Z]"})
    assert words.in_text(text) == told


def test_the_longest_form_goes_first_and_json_stays_json() -> None:
    words = ReplacedWords({"Ann": "[A]", "Ann Lee": "[L]", "Quote": '["]'})
    assert words.in_text("Ann Lee and Ann") == "[L] and [A]"
    assert json.loads(words.in_json('{"terms": ["Ann", "Quote", 3]}')) == {"terms": ["[A]", '["]', 3]}
    assert words.in_json("no JSON of Ann") == "no JSON of [A]"


def test_a_question_is_said_without_the_name(study: Study) -> None:
    study.interview("P01", f"P01: I am {NAME}.")
    instead = replace_everywhere(study.project, NAME)
    with outgoing(study.project) as reading:
        assert worded(reading, f"search: {NAME}") == f"search: {instead}"
    assert worded(study.project, NAME) == NAME
