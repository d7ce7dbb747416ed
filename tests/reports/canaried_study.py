"""A study with a word of its own in each corner from which nothing may go out, and ways to look for them in a file."""

from __future__ import annotations

import base64
import json
import wave
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, update

from interviewcoder.cases import cases
from interviewcoder.coding import codes, memo_places, memos, segments, versions
from interviewcoder.privacy import consent, key_file, pseudonyms, withdrawal
from interviewcoder.privacy.key_file import ListedName, Person
from interviewcoder.project import preferences
from interviewcoder.project.cipher import connect, derive_key
from interviewcoder.project.file import Project
from interviewcoder.project.rows import Row
from interviewcoder.project.salt import read_salt
from interviewcoder.project.schema import SharingRow, TaskRow, TranscriptRow
from interviewcoder.review import comments, verdicts
from interviewcoder.review.comments import About
from interviewcoder.sources import catalogue, importing
from interviewcoder.sources.correcting import correct_text
from interviewcoder.sources.text import Edit
from interviewcoder.sources.transcript import transcript_of
from interviewcoder.sources.transcript_record import describe
from tests.reports.conftest import Study

NAME = "Quillfeather"
"""Replaced by a pseudonym wherever it stands."""
CANARIES = {
    "replaced name": NAME,
    "name of the recording": "Brindlewood",
    "private memo": "Crumpetsworth",
    "withdrawn participant": "Zanzibarella",
    "no consent to quotes": "Fizzlemonk",
    "deleted": "Gobbledrake",
    "undone": "Undoneberry",
    "before a correction": "Oldwordish",
    "key": "Keyholderson",
    "name list": "Listelworth",
    "source not chosen": "Othersourcey",
    "its participant": "Tucketmere",
    "its memo": "Penderquist",
    "its comment": "Wobblethorpe",
    "label of a speaker": "Speakwellian",
    "search": "Seekermost",
    "task": "Taskenheim",
    "what was listened for": "Glossawick",
    "ledger": "Ledgerstone",
    "note on consent": "Consentleigh",
    "note on a pseudonym": "Pseudonote",
    "coder without work": "Idlecoderman",
    "day of the recording": "1987-06-05",
}
CONTROL = "Marmalade"
"""What must be found."""
SOUND = Random(7).randbytes(32_000)


def fill(study: Study, folder: Path) -> list[int]:
    """Fill an empty project; returns the sources that are to be in the copy."""
    project, word = study.project, CANARIES
    chosen = study.interview(
        "P01",
        "I: Who helped?",
        f"P01: {NAME} brought {CONTROL}, and {word['before a correction']} cheese. Then we sat down.",
        f"{word['label of a speaker']}: {NAME} was kind, so says {word['label of a speaker']}.",
    )
    _give_recording(project, chosen.id, folder)
    silent = study.interview("P02", "I: And you?", f"P02: I say {word['no consent to quotes']} every single morning.")
    gone = study.interview("P03", f"P03: I am {word['withdrawn participant']}, as you know.")
    other = study.interview("P04", f"P04: We had {word['source not chosen']} that winter.")
    people = {
        "P01": study.participant("P01", chosen, friend=NAME),
        "P02": study.participant("P02", silent),
        "P03": study.participant(f"P03 {word['withdrawn participant']}", gone, friend=word["withdrawn participant"]),
        "P04": study.participant(word["its participant"], other, friend=word["its participant"]),
    }
    for name, case_id in people.items():
        consent.record(project, case_id, "quotes", name != "P02", "2026-01-05", word["note on consent"])
    _work(study, chosen.id, silent.id, gone.id, other.id)
    _replace(project)
    withdrawal.withdraw(project, people["P03"])
    _leave_traces(project, chosen.id)
    _fill_history(project, chosen.id)
    _have_key(project, folder, people["P01"])
    return [chosen.id, silent.id]


def _give_recording(project: Project, source_id: int, folder: Path) -> None:
    sound = folder / f"{CANARIES['name of the recording']}.wav"
    with wave.open(str(sound), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(SOUND)
    importing.attach_recording(project, source_id, sound)
    describe(project, source_id, recorded_on=CANARIES["day of the recording"])


def _fill_history(project: Project, source_id: int) -> None:
    """Do what only the history remembers."""
    codes.delete(project, codes.add(project, CANARIES["deleted"]).id)
    old = CANARIES["before a correction"]
    correct_text(project, source_id, [Edit(transcript_of(project, source_id).text.index(old), old, "some")])
    codes.add(project, CANARIES["undone"])
    project.undo()


def _work(study: Study, chosen: int, silent: int, gone: int, other: int) -> None:
    project, word = study.project, CANARIES
    names = {source.id: source for source in catalogue.listing(project)}
    help_, memory = study.codes(f"Help of {NAME}", "Memory")
    kept = study.code(names[chosen], f"{NAME} brought", help_, exemplar=True)
    segments.set_memo(project, kept.id, f"{NAME} and {CONTROL} again")
    for source_id, said in ((silent, word["no consent to quotes"]), (gone, word["withdrawn participant"])):
        study.code(names[source_id], said, memory)
    left = study.code(names[other], f"had {word['source not chosen']}", memory)
    segments.set_memo(project, left.id, word["its memo"])
    memos.add(project, memo_places.About.coding(left.id), text=word["its memo"])
    memos.add(project, memo_places.About.code(help_), title=f"On {NAME}", text=CONTROL)
    private = memos.add(project, memo_places.About.source(chosen), text=word["private memo"])
    memos.set_private(project, private.key)
    comments.add(project, About.coding(left.id), text=word["its comment"])
    comments.add(project, About.coding(kept.id), text=f"Is {NAME} meant?")
    me = project.coder.name
    project.work_as("Dr Lee")
    verdicts.give(project, left.id, "query", note=word["its comment"])
    verdicts.give(project, kept.id, "agree")
    project.work_as(me)
    versions.save(project, f"After {NAME}", f"with {NAME}")


def _replace(project: Project) -> None:
    for kind, words in (("name", NAME), ("name", CANARIES["label of a speaker"])):
        pseudonym = pseudonyms.add(project, kind, note=CANARIES["note on a pseudonym"])
        places = pseudonyms.everywhere(project, words)
        if places:
            pseudonyms.decide(project, [(place.source_id, place.span) for place in places], pseudonym.id)


def _leave_traces(project: Project, source_id: int) -> None:
    """What no step of anybody's work is."""
    word = CANARIES
    preferences.keep(project, "find.recent", json.dumps([{"text": word["search"]}]))
    with project.quiet_write() as session:
        task = {"uuid": str(uuid4()), "source_uuid": str(uuid4()), "position": 0, "hearing": word["task"]}
        session.execute(insert(TaskRow).values(**task, added_at="", paused=False, conventions=""))
        heard = update(TranscriptRow).where(TranscriptRow.source_id == source_id)
        session.execute(heard.values(hearing=json.dumps({"terms": [word["what was listened for"]]})))
        line = {"at": "2026-02-01T10:00:00+00:00", "coder_uuid": project.coder.uuid, "what": "transcript"}
        line |= {"file_name": "x.docx", "recipient": word["ledger"], "wording": "original", "purpose": ""}
        line |= {"manifest": "{}", "sha256": "ab" * 32, "override": ""}
        session.execute(insert(SharingRow).values(uuid=str(uuid4()), size_bytes=1, **line))
    me = project.coder.name
    project.work_as(word["coder without work"])
    project.work_as(me)


def _have_key(project: Project, folder: Path, case_id: int) -> None:
    with key_file.create(project, folder / "study.ickey", "another five quiet rivers") as key:
        uuid = next(case.uuid for case in cases.listing(project) if case.id == case_id)
        key.put(Person(uuid, "P01", CANARIES["key"]))
        key.add_names([ListedName(CANARIES["name list"], "name")])


def found_in(path: Path, passphrase: str | None) -> set[str]:
    """Which of the canaries a (closed) file holds, as it lies on the disk and as whoever may open it reads it."""
    contents = [path.read_bytes(), *_values(path, passphrase)]
    wanted = {**CANARIES, "control": CONTROL}
    found = {name for name, word in wanted.items() if any(_holds(content, word) for content in contents)}
    if any(SOUND[at : at + 40] in content for content in contents for at in (0, 8_000, 31_000)):
        found.add("sound")
    return found


def _values(path: Path, passphrase: str | None) -> Iterator[bytes]:
    """Every value of every table, those of the word index too; what is packed also unpacked."""
    salt = read_salt(path)
    assert (salt is None) == (passphrase is None)
    engine = connect(path, derive_key(passphrase, salt) if passphrase is not None and salt is not None else None)
    try:
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            tables = [name for (name,) in driver.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            assert {table.name for table in Row.metadata.sorted_tables} <= set(tables)
            for table in tables:
                for row in driver.execute(f'SELECT * FROM "{table}"'):
                    for value in row:
                        yield from _unpacked(value)
    finally:
        engine.dispose()


def _unpacked(value: Any) -> Iterator[bytes]:  # what a column of SQLite holds
    content = value if isinstance(value, bytes) else str(value).encode()
    yield content
    with suppress(zlib.error):
        content = zlib.decompress(content)
        yield content
    with suppress(ValueError):
        # Escaped letters as they are read.
        yield json.dumps(json.loads(content), ensure_ascii=False).encode()


def _holds(content: bytes, word: str) -> bool:
    lowered = content.lower()
    spelt = [word.lower().encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")]
    coded = [base64.b64encode(b"x" * shift + word.encode())[4:-4] for shift in range(3)]
    return any(each in lowered for each in spelt) or any(each in content for each in coded)
