"""The sample study's project shows what privacy work looks like, and a board's questions find answers in it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from interviewcoder import demo, demo_privacy
from interviewcoder.privacy import consent, pseudonyms, retention
from interviewcoder.privacy.known_names import known_names
from interviewcoder.privacy.outgoing import outgoing
from interviewcoder.privacy.residual import scan_text
from interviewcoder.privacy.statement import declarations
from interviewcoder.project import backup, file
from interviewcoder.project.file import Project
from interviewcoder.reports.codebook import codebook
from interviewcoder.sources import catalogue
from interviewcoder.sources.text import Span
from interviewcoder.sources.transcript import transcript_of

DESCRIBED = tomllib.loads((demo.study_folder() / "privacy.toml").read_text(encoding="utf-8"))
READ = ("P01", "P03", "P04")
REPLACED = {
    "P01": ["Orrin Falls", "Bernadette", "Odette"],
    "P03": ["Mirren Creek", "Lorraine", "Dr. Pelham"],
    "P04": ["Halden Bay General"],
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with demo.make_sample_project(tmp_path_factory.mktemp("sample")) as project:
        yield project


def test_all_four_may_be_quoted_and_one_does_not_want_to_be_asked_again(sample: Project) -> None:
    views = consent.listing(sample)
    assert [view.case for view in views] == ["P01", "P02", "P03", "P04"]
    assert all(view.answers.keys() == set(consent.KINDS) for view in views)
    refused = [(view.case, kind) for view in views for kind, answer in view.answers.items() if not answer.given]
    assert refused == [("P03", "recontact")]
    for view in views:
        asked = {answer.given_on for answer in view.answers.values()}
        assert len(asked) == 1 and max(asked) < view.withdraw_by


def test_they_were_asked_on_the_day_of_their_interview(sample: Project) -> None:
    described = tomllib.loads((demo.study_folder() / "cases.toml").read_text(encoding="utf-8"))["case"]
    interviewed = {case["name"]: case["attributes"]["interviewed"] for case in described}
    assert {view.case: view.answers["audio"].given_on for view in consent.listing(sample)} == interviewed


def test_every_class_of_data_has_a_day_and_none_is_due_before_it(sample: Project) -> None:
    rules = retention.listing(sample)
    assert [rule.data for rule in rules if rule.until] == list(retention.CLASSES)
    first = min(date.fromisoformat(rule.until) for rule in rules)
    assert retention.due(sample, date(2027, 1, 1)) == []
    assert {each.rule.until for each in retention.due(sample, first, within_days=0)} == {first.isoformat()}


def test_each_name_has_its_pseudonym_at_its_place(sample: Project) -> None:
    names = catalogue.names(sample)
    found: dict[str, list[str]] = {}
    for decision in pseudonyms.decisions(sample):
        text = transcript_of(sample, decision.source_id).text
        if decision.pseudonym_id is not None:
            found.setdefault(names[decision.source_id], []).append(decision.span.text_in(text))
    assert found == REPLACED
    assert all(pseudonym.uses for pseudonym in pseudonyms.listing(sample))
    read = pseudonyms.deidentified(sample, catalogue.by_name(sample, "P03").id).text
    assert "all of them up at [Hospital C], so you figure" in read and "That's what [Colleague B] says." in read


def test_what_has_a_transcript_was_read_through_by_the_other_coder(sample: Project) -> None:
    names = catalogue.names(sample)
    readings = pseudonyms.readings(sample)
    assert sorted(names[id_] for id_ in readings) == list(READ)
    assert all(
        reading.holds and not reading.decided_since and reading.coder == "J. Okafor" for reading in readings.values()
    )
    assert {decision.coder for decision in pseudonyms.decisions(sample)} == {"A. Rivera"}


def test_what_leaves_the_study_names_nobody(sample: Project) -> None:
    known = [name for name in known_names(sample) if name.identifies]
    with outgoing(sample) as reading:
        for source in catalogue.listing(reading):
            if source.has_text:
                assert scan_text(known, transcript_of(reading, source.id).text) == []
        quotes = [quote.text for entry in codebook(reading).entries for quote in entry.shown]
    assert any("[Colleague B]" in quote for quote in quotes)
    assert scan_text(known, "\n".join(quotes)) == []


def test_some_answers_are_the_researchers_and_say_that_they_are_samples(sample: Project) -> None:
    declared = declarations(sample)
    assert sorted(declared) == [8, 10, 17]
    assert all("fictional" in each.answer and each.coder == "A. Rivera" for each in declared.values())


def test_names_heard_in_the_recording_are_replaced_there_too(sample: Project) -> None:
    said = [{"text": "[Hospital C]", "words": ["high school"]}]
    demo_privacy.replace_words(sample, {"pseudonym": said})
    text = transcript_of(sample, catalogue.by_name(sample, "P03").id).text
    start = text.index("high school")
    added = [each for each in pseudonyms.decisions(sample) if each.span == Span(start, start + len("high school"))]
    stands_for_it = pseudonyms.by_text(sample, "[Hospital C]")
    assert stands_for_it is not None and [each.pseudonym_id for each in added] == [stands_for_it.id]
    sample.undo()


def test_a_second_run_leaves_the_first_one_whole_and_no_backup_it_can_not_open(tmp_path: Path) -> None:
    with demo.make_sample_project(tmp_path) as first:
        first.back_up()
        uuid = pseudonyms.listing(first)[0].uuid
    with demo.make_sample_project(tmp_path) as second:
        assert backup.backups(second.path) == []
    (earlier,) = [path for path in tmp_path.iterdir() if path.is_dir()]
    assert len(list(earlier.glob("*.icproj"))) == 2
    with file.open_project(earlier / f"{earlier.name}.icproj", passphrase=demo.PASSPHRASE) as kept:
        assert pseudonyms.listing(kept)[0].uuid == uuid
