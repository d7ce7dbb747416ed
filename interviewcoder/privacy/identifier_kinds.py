"""The kinds of identifier, and what stands in the place of each in copies for others.

The eighteen of HIPAA's Safe Harbor method (45 CFR 164.514(b)(2)(i), (A) to
(R)), read for interviews of health workers in Ontario, and what can identify
somebody in company with other things.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from interviewcoder.errors import NotFound

_LETTERS = 26


@dataclass(frozen=True, slots=True)
class IdentifierKind:
    """A kind of identifier.

    `hipaa` is its letter among HIPAA's eighteen, empty for those beyond them;
    `direct` tells whether it identifies by itself. `words` are what its
    replacements are called, the usual one first; `counted` says how several
    are told apart: by letters (`[Hospital B]`), by numbers (`[Date 2]`), or
    not before there are two (`[Phone number]`, `[Phone number 2]`).
    """

    key: str
    name: str
    words: tuple[str, ...]
    counted: str = "letters"
    hipaa: str = ""
    direct: bool = True
    examples: str = ""

    def replacement(self, number: int, word: str = "") -> str:
        """The replacement of the `number`-th of its kind, from 1 on; `word` in the place of the usual word."""
        word = word or self.words[0]
        if self.counted == "letters":
            return f"[{word} {letters(number)}]"
        if self.counted == "numbers" or number > 1:
            return f"[{word} {number}]"
        return f"[{word}]"


_PEOPLE = ("Person", "Physician", "Nurse", "Colleague", "Manager", "Patient", "Relative", "Participant", "Researcher")

KINDS: tuple[IdentifierKind, ...] = (
    IdentifierKind("name", "Name of a person", _PEOPLE, hipaa="A", examples="Dr. Amara Osei; my manager Sue"),
    IdentifierKind(
        "place",
        "Place smaller than a province",
        ("Place", "City", "Town", "Street", "Region"),
        hipaa="B",
        examples="Thunder Bay; Queen Street; M5G 2C4",
    ),
    IdentifierKind("date", "Date", ("Date",), "numbers", "C", examples="3 March 2021; a birthday; the day of leaving"),
    IdentifierKind("phone", "Phone number", ("Phone number",), "none", "D", examples="416 555 0123"),
    IdentifierKind("fax", "Fax number", ("Fax number",), "none", "E"),
    IdentifierKind("email", "E-mail address", ("E-mail address",), "none", "F"),
    IdentifierKind("sin", "Social insurance number (SIN)", ("SIN",), "none", "G"),
    IdentifierKind("record", "Medical or personnel record number", ("Record number",), "none", "H"),
    IdentifierKind("health card", "Health card number (OHIP)", ("Health card number",), "none", "I"),
    IdentifierKind("account", "Account number", ("Account number",), "none", "J"),
    IdentifierKind("licence", "Licence or registration number (CPSO, CNO)", ("Licence number",), "none", "K"),
    IdentifierKind("vehicle", "Vehicle or number plate", ("Vehicle",), "none", "L"),
    IdentifierKind("device", "Device or its serial number", ("Device",), "none", "M"),
    IdentifierKind("web", "Web address or account name", ("Web address",), "none", "N"),
    IdentifierKind("ip", "IP address", ("IP address",), "none", "O"),
    IdentifierKind("biometric", "Biometric mark, such as a voice or fingerprint", ("Biometric mark",), "none", "P"),
    IdentifierKind("photo", "Picture that shows a face", ("Picture",), "none", "Q"),
    IdentifierKind("number", "Any other number or code of one person", ("Number",), "numbers", "R"),
    IdentifierKind("age", "Age over 89", ("Age over 89",), "none", "C", direct=False),
    IdentifierKind(
        "organisation",
        "Hospital or other organisation",
        ("Hospital", "Organisation", "Clinic", "University", "Department", "Union", "Company"),
        direct=False,
        examples="Sunnybrook; the ICU at General; Local 79",
    ),
    IdentifierKind(
        "role", "Role that few people have", ("Role",), direct=False, examples="the only neonatologist up there"
    ),
    IdentifierKind(
        "event", "Rare event or circumstance", ("Event", "Circumstance"), direct=False, examples="the 2019 inquest"
    ),
    IdentifierKind(
        "origin",
        "Language, ethnicity or origin",
        ("Origin", "Language", "Community"),
        direct=False,
        examples="Oji-Cree",
    ),
)
_BY_KEY = {kind.key: kind for kind in KINDS}


def kind_of(key: str) -> IdentifierKind:
    """A kind by its key.

    Raises:
        NotFound: there is none.
    """
    try:
        return _BY_KEY[key]
    except KeyError:
        raise NotFound(f"There is no kind of identifier “{key}”.", f"The kinds are: {', '.join(_BY_KEY)}.") from None


def next_replacement(key: str, taken: Collection[str], word: str = "") -> str:
    """The first replacement of a kind that isn't taken; `word` in the place of its usual word.

    Capitals don't make two of one: nobody could tell them apart in a transcript read aloud.
    """
    kind, gone = kind_of(key), {text.casefold() for text in taken}
    number = 1
    while (text := kind.replacement(number, word)).casefold() in gone:
        number += 1
    return text


def letters(number: int) -> str:
    """The `number`-th of A, B … Z, AA, AB …, from 1 on."""
    found = ""
    while number > 0:
        number, place = divmod(number - 1, _LETTERS)
        found = chr(ord("A") + place) + found
    return found
