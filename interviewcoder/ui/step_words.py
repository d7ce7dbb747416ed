"""A step of the history as a sentence, from its label and what it was about; and what kind of work it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from string import Formatter

from PySide6.QtCore import QCoreApplication

from interviewcoder.ui.privacy_step_words import privacy_sentences
from interviewcoder.ui.review_step_words import review_sentences
from interviewcoder.ui.wording import clock_words, operation_words

# Of each step the ways to say it, fullest first; the first of which everything is known is taken. `many` is `count`
# where it is more than one; `n_codings` says “1 coding”, “14 codings”.
_Sentences = Mapping[str, tuple[str, ...]]

KINDS = ("codings", "codes", "text", "sources", "participants", "memos", "review", "privacy")
"""What steps can be chosen by."""


def step_words(label: str, about: Mapping[str, str | int], ids: Mapping[str, Iterable[int]] | None = None) -> str:
    """A step in plain words: “Merged “Fear” into “Legal risk”, 14 codings”.

    A step of which nothing is known is told by its label and how much it
    touched (`ids`, by kind). The words hold what people wrote: they are no markup.
    """
    known = _known(about)
    for sentence in _all_sentences().get(label, ()):
        if all(name in known for name in _names_in(sentence)):
            return sentence.format_map(known)
    return _by_label(label, ids or {})


def reason_of(about: Mapping[str, str | int]) -> str:
    """Why it was done, where somebody said; on one line."""
    return " ".join(str(about.get("reason", "")).split())


def labels_of(kind: str) -> tuple[str, ...]:
    """The labels of the steps of one of `KINDS`."""
    return tuple(_by_kind()[kind])


def kind_names() -> dict[str, str]:
    """What the kinds are called."""
    return {
        "codings": _tr("Codings"),
        "codes": _tr("Codes"),
        "text": _tr("Text"),
        "sources": _tr("Sources"),
        "participants": _tr("Participants"),
        "memos": _tr("Memos"),
        "review": _tr("Review"),
        "privacy": _tr("Privacy"),
    }


def _known(about: Mapping[str, str | int]) -> dict[str, str]:
    known = {name: " ".join(str(value).split()) for name, value in about.items()}
    count, codings, time_ms = about.get("count"), about.get("codings"), about.get("time_ms")
    if isinstance(count, int) and count > 1:
        known["many"] = f"{count:,}"
    if isinstance(codings, int) and codings:
        known["n_codings"] = _tr("1 coding") if codings == 1 else _tr("{count} codings").format(count=f"{codings:,}")
    if isinstance(time_ms, int) and time_ms:
        known["time"] = clock_words(time_ms)
    return {name: value for name, value in known.items() if value}


def _by_label(label: str, ids: Mapping[str, Iterable[int]]) -> str:
    words = operation_words(label)
    one = {"segment": _tr("1 coding"), "code": _tr("1 code"), "source": _tr("1 source"), "case": _tr("1 participant")}
    more = {
        "segment": _tr("{count} codings"),
        "code": _tr("{count} codes"),
        "source": _tr("{count} sources"),
        "case": _tr("{count} participants"),
    }
    counts = {kind: len(tuple(ids.get(kind, ()))) for kind in one}
    told = [one[kind] if n == 1 else more[kind].format(count=f"{n:,}") for kind, n in counts.items() if n]
    return f"{words} ({', '.join(told)})" if told else words


@cache
def _names_in(sentence: str) -> tuple[str, ...]:
    return tuple(name for _, name, _, _ in Formatter().parse(sentence) if name)


@cache
def _by_kind() -> Mapping[str, _Sentences]:
    return {
        "codings": _codings(),
        "codes": _codes(),
        "text": _text(),
        "sources": _sources(),
        "participants": _participants(),
        "memos": _memos(),
        "review": review_sentences(),
        "privacy": privacy_sentences(),
    }


@cache
def _all_sentences() -> _Sentences:
    rest: _Sentences = {"Rename project": (_tr("Renamed the project from “{before}” to “{after}”"),)}
    return {label: ways for each in (*_by_kind().values(), rest) for label, ways in each.items()}


def _codings() -> _Sentences:
    return {
        # The code first: in the list of the history a long passage is cut at its end.
        "Code passage": (
            _tr("Coded as “{code}”: “{words}” in {source}"),
            _tr("Coded as “{code}”: “{words}”"),
            _tr("Coded a passage as “{code}”"),
        ),
        "Code in vivo": (_tr("Coded in vivo “{words}” in {source}"), _tr("Coded in vivo “{words}”")),
        "Code passages": (
            _tr("Coded {n_codings} as “{code}”: {reason}"),
            _tr("Coded passages as “{code}”, {n_codings}"),
        ),
        "Autocode": (_tr("Autocoded “{code}”, {n_codings}: {reason}"), _tr("Autocoded “{code}”, {n_codings}")),
        "Remove coding": (_tr("Took “{code}” off “{words}” in {source}"), _tr("Took “{code}” off “{words}”")),
        "Resize coding": (_tr("Resized a coding of “{code}” to “{words}”"),),
        "Change code of coding": (
            _tr("Recoded “{words}” from “{code}” to “{into}”"),
            _tr("Recoded a passage to “{into}”"),
        ),
        "Mark exemplar": (_tr("Marked “{words}” as an exemplar of “{code}”"),),
        "Unmark exemplar": (_tr("“{words}” is no exemplar of “{code}” any more"),),
        "Mark negative case": (_tr("Marked “{words}” as a negative case of “{code}”"),),
        "Unmark negative case": (_tr("“{words}” is no negative case of “{code}” any more"),),
        "Set level of coding": (
            _tr("Marked “{words}” (“{code}”) as {after}"),
            _tr("Took semantic or latent off “{words}” (“{code}”)"),
        ),
        "Edit memo of coding": (
            _tr("Wrote the memo of “{words}” (“{code}”)"),
            _tr("Wrote the memo of a coding of “{code}”"),
        ),
        "Code sample interviews": (_tr("Coded the sample interviews, {n_codings}"),),
        "Code sample interview": (_tr("Coded the sample interview {source}"),),
    }


def _codes() -> _Sentences:
    return {
        "Add code": (_tr("Added the code “{code}” below “{into}”"), _tr("Added the code “{code}”")),
        "Add sample codes": (_tr("Added {many} codes of the sample study"),),
        "Rename code": (_tr("Renamed the code “{code}” to “{name}”"),),
        "Recolour code": (_tr("Gave “{code}” another colour"),),
        "Recolour codes": (_tr("Gave {many} codes other colours: “{code}”"), _tr("Gave “{code}” another colour")),
        "Give shades of a colour": (_tr("Gave {many} codes shades of the colour of “{code}”"),),
        "Define code": (_tr("Described the code “{code}”"),),
        "Set status of codes": (
            _tr("Set the status of {many} codes to {after}"),
            _tr("Set the status of “{code}” to {after}"),
        ),
        "Move code": (_tr("Moved “{code}” below “{into}”"), _tr("Moved “{code}”")),
        "Move codes": (
            _tr("Moved {many} codes below “{into}”: “{code}”"),
            _tr("Moved {many} codes: “{code}”"),
            _tr("Moved “{code}”"),
        ),
        "Sort codes": (_tr("Sorted the {many} codes below “{code}”"), _tr("Sorted {many} codes")),
        "Delete code": (_tr("Deleted the code “{code}” with {n_codings}"), _tr("Deleted the code “{code}”")),
        "Delete codes": (
            _tr("Deleted {many} codes with {n_codings}: “{code}”"),
            _tr("Deleted {many} codes: “{code}”"),
        ),
        "Merge codes": (_tr("Merged “{code}” into “{into}”, {n_codings}"), _tr("Merged “{code}” into “{into}”")),
        "Split code": (_tr("Split “{code}”: {n_codings} dealt out to “{into}”"),),
        "Save codebook version": (_tr("Saved the codebook as version “{name}”"),),
        "Rename codebook version": (_tr("Renamed the codebook version “{before}” to “{after}”"),),
        "Delete codebook version": (_tr("Deleted the codebook version “{name}”"),),
        "Restore codebook version": (_tr("Brought the codebook version “{name}” back"),),
    }


def _text() -> _Sentences:
    one = (
        _tr("Corrected “{before}” to “{after}” in {source}"),
        _tr("Deleted “{before}” in {source}"),
        _tr("Wrote “{after}” in {source}"),
        _tr("Corrected {many} places in {source}"),
        _tr("Corrected {source}"),
    )
    return {
        "Correct text": one,
        "Correct transcript": one,
        "Replace in text": (
            _tr("Replaced “{before}” by “{after}” in {source}, {many} times"),
            _tr("Replaced “{before}” by “{after}” in {source}"),
            _tr("Deleted “{before}” in {source}, {many} times"),
            *one,
        ),
        "Replace in transcripts": (
            _tr("Replaced “{before}” by “{after}” in {many} places"),
            _tr("Deleted “{before}” in {many} places"),
            _tr("Replaced “{before}” by “{after}”"),
            _tr("Deleted “{before}”"),
            _tr("Replaced words by “{after}” in {many} places"),
            _tr("Replaced words in {many} places"),
            _tr("Replaced words in a transcript"),
        ),
        "Divide turn": (_tr("Divided a turn in {source}"),),
        "Join turns": (_tr("Joined two turns in {source}"),),
        "Write time mark": (_tr("Wrote the time mark {after} in {source}"), _tr("Wrote a time mark in {source}")),
        "Set speaker": (_tr("Gave {many} turns in {source} to {name}"), _tr("Gave a turn in {source} to {name}")),
        "Swap speakers": (_tr("Swapped {name} and {into} in {source}"),),
        "Add speaker": (_tr("Added the speaker {name} in {source}"),),
        "Rename speaker": (_tr("Renamed the speaker {before} to {after} in {source}"),),
        "Mark interviewer": (_tr("Said whether {name} interviews in {source}"),),
        "Name speakers": (_tr("Named the speakers in {source}"),),
        "Describe speakers": (_tr("Described the speakers in {source}"),),
        "Transcribe": (_tr("Transcribed {source} with Whisper {name}"), _tr("Transcribed {source}")),
        "Hear passage again": (
            _tr("Heard again in {source}: “{after}”, before “{before}”"),
            _tr("Heard {source} again"),
        ),
        "Align with recording": (_tr("Aligned {source} with its recording"),),
        "Look for doubtful places": (_tr("Looked for doubtful places in {source}"),),
        "Confirm place": (_tr("Confirmed “{words}” in {source}"), _tr("Confirmed a place in {source}")),
        "Mark place as corrected": (
            _tr("Marked “{words}” in {source} as corrected"),
            _tr("Corrected a place in {source}"),
        ),
        "Reopen place": (_tr("Reopened “{words}” in {source}"), _tr("Reopened a place in {source}")),
        "Verify to here": (_tr("Checked {source} up to {time}"), _tr("Took the check of {source} back")),
        "Describe transcript": (_tr("Described the transcript of {source}"),),
    }


def _sources() -> _Sentences:
    return {
        "Add recording": (_tr("Added {many} sources: “{source}” and others"), _tr("Added the recording “{source}”")),
        "Add transcript": (
            _tr("Added {many} transcripts: “{source}” and others"),
            _tr("Added the transcript “{source}”"),
        ),
        "Attach recording": (_tr("Attached the recording “{name}” to {source}"),),
        "Store as Opus": (_tr("Stored the recording of {source} as Opus"),),
        "Rename source": (_tr("Renamed the source “{before}” to “{after}”"),),
        "Delete source": (_tr("Deleted the source “{source}” with {n_codings}"), _tr("Deleted the source “{source}”")),
    }


def _participants() -> _Sentences:
    return {
        "Add participant": (_tr("Added the participant {case}"),),
        "Add participant for each source": (
            _tr("Added {many} participants, one for each interview"),
            _tr("Added the participant {case} for their interview"),
        ),
        "Add sample participants": (_tr("Added {many} participants of the sample study"),),
        "Rename participant": (_tr("Renamed the participant {before} to {after}"),),
        "Delete participant": (_tr("Deleted the participant {case}"),),
        "Describe participant": (
            _tr("Described {case} in {many} attributes"),
            _tr("Described {case}: {name} is “{after}”"),
            _tr("Described {case}: {name} is empty now"),
        ),
        "Tie source to participant": (_tr("Tied {source} to {case}"),),
        "Untie source from participant": (_tr("Untied {source} from {case}"),),
        "Tie speaker to participant": (
            _tr("The speaker {name} is {case}"),
            _tr("The speaker {name} is no participant"),
        ),
        "Add attribute": (_tr("Added the attribute “{name}”"),),
        "Rename attribute": (_tr("Renamed the attribute “{before}” to “{after}”"),),
        "Delete attribute": (_tr("Deleted the attribute “{name}”"),),
        "Add sample consent": (_tr("Recorded the consent of {many} participants of the sample study"),),
        "Record consent": (
            _tr("Recorded {many} answers of consent: {after}"),
            _tr("Took back {many} recorded answers of consent"),
            _tr("Recorded the consent of {case}: {name}, {after}"),
            _tr("Took back what was recorded of {case}’s consent: {name}"),
        ),
        "Set withdrawal deadline": (
            _tr("{many} participants may withdraw until {after}"),
            _tr("{case} may withdraw until {after}"),
            _tr("{case} may withdraw; no last day is set"),
        ),
        "Set retention": (
            _tr("Laid down until when data are kept, {name}: {after}"),
            _tr("Laid down no day until which data are kept: {name}"),
        ),
        "Declare for the statement": (_tr("Answered question {name} of the data handling statement"),),
        "Mark retention as done": (
            _tr("Noted that what was due for {name} was done on {after}"),
            _tr("Noted that what is due for {name} isn’t done"),
        ),
    }


def _memos() -> _Sentences:
    on = (
        _tr("Wrote the memo “{name}” on “{code}”"),
        _tr("Wrote the memo “{name}” on {source}"),
        _tr("Wrote the memo “{name}” on {case}"),
        _tr("Wrote the memo “{name}”"),
        _tr("Wrote the memo of “{code}”"),
    )
    return {
        "Add memo": on,
        "Write memo": on,
        "Add journal entry": (_tr("Wrote “{name}” in the journal"), _tr("Wrote in the journal")),
        "Delete memo": (_tr("Deleted the memo “{name}”"), _tr("Deleted the memo of “{code}”")),
        "Make memo private": (_tr("Made the memo “{name}” private"),),
        "Make memo open": (_tr("Made the memo “{name}” open"),),
        "Link memo": (_tr("Linked the memo “{name}” to a passage in {source}"), _tr("Linked the memo “{name}”")),
        "Unlink memo": (_tr("Took a passage in {source} off the memo “{name}”"), _tr("Unlinked the memo “{name}”")),
    }


def _tr(text: str) -> str:
    return QCoreApplication.translate("Steps", text)
