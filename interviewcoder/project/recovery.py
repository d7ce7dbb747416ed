"""The recovery code: a project's key itself, written so that a person can copy it from paper.

32 bytes are 52 characters of base 32 (Crockford's letters, without I, L, O and U), in 13 groups of four.
A fifth character checks each group and its place, over the field of 32 elements: any one wrong
character and any two that changed places are found, and the group is named.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from interviewcoder.errors import NotAllowed, WrongPassphrase
from interviewcoder.project import activity, file, lock, place
from interviewcoder.project.cipher import KEY_BYTES, Key
from interviewcoder.project.salt import read_salt

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS = 13
_DATA = 4
# What people write in the place of letters that the alphabet doesn't have.
_READ_AS = {"O": "0", "I": "1", "L": "1"}
_BETWEEN = " -–—\t\r\n.\u00a0"
# x^5 + x^2 + 1, which has no divisor over two elements.
_POLYNOMIAL = 0b100101
# Four more bits than 32 bytes have; a code of another kind would have others.
_SPARE_BITS = GROUPS * _DATA * 5 - KEY_BYTES * 8


def code_of(key: Key) -> str:
    """Write a key as a recovery code: 13 groups of five characters with hyphens between them."""
    number = int.from_bytes(key.raw, "big") << _SPARE_BITS
    values = [(number >> 5 * place) & 31 for place in range(GROUPS * _DATA - 1, -1, -1)]
    groups = [values[start : start + _DATA] for start in range(0, len(values), _DATA)]
    return "-".join(
        "".join(ALPHABET[value] for value in (*group, _check(group, at))) for at, group in enumerate(groups)
    )


def key_from(code: str, salt: bytes) -> Key:
    """Read a recovery code; blanks, hyphens and small letters don't matter, nor do O for 0, I and L for 1.

    Raises:
        NotAllowed: it has too few or too many characters, or a group doesn't fit its check character; the group
            is named.
    """
    letters = "".join(_READ_AS.get(letter, letter) for letter in code.upper() if letter not in _BETWEEN)
    strange = sorted({letter for letter in letters if letter not in ALPHABET})
    if strange:
        raise NotAllowed(
            f"A recovery code doesn't hold the character “{strange[0]}”.",
            "It is made of digits and letters, without I, L, O and U. Compare it with the sheet.",
        )
    if len(letters) != GROUPS * (_DATA + 1):
        raise NotAllowed(
            f"A recovery code has {GROUPS} groups of five characters; this one has {len(letters)} characters.",
            "Compare it with the sheet, group by group.",
        )
    values = [ALPHABET.index(letter) for letter in letters]
    number = 0
    for at in range(GROUPS):
        group = values[at * (_DATA + 1) : (at + 1) * (_DATA + 1)]
        if _check(group[:_DATA], at) != group[_DATA]:
            written = letters[at * (_DATA + 1) : (at + 1) * (_DATA + 1)]
            raise NotAllowed(
                f"Group {at + 1} of the recovery code, “{written}”, has a wrong character.",
                "Compare this group with the sheet.",
            )
        for value in group[:_DATA]:
            number = number << 5 | value
    if number & (1 << _SPARE_BITS) - 1:
        raise NotAllowed("This isn't a recovery code of a project.", "Compare it with the sheet.")
    return Key(bytearray((number >> _SPARE_BITS).to_bytes(KEY_BYTES, "big")), salt)


def is_code(text: str) -> bool:
    """Whether a text is a recovery code without a slip; no passphrase is one by chance."""
    try:
        key_from(text, b"").wipe()
    except NotAllowed:
        return False
    return True


def key_of(path: Path, code: str) -> Key:
    """The key that a recovery code gives for a (closed) project; `open_project` tells whether it opens it.

    Raises:
        NotAProject: there is no such file.
        ProjectLocked: it is open here.
        NotAllowed: the code is mistyped, or the file isn't encrypted.
    """
    path = place.absolute(path)
    if file.is_open_here(path):
        # Reading the file would drop the lock of the opening.
        raise lock.held_by(path)
    salt = read_salt(path)
    if salt is None:
        raise NotAllowed(f"“{path.name}” isn't encrypted: it opens without a code.", "Open it as it is.")
    return key_from(code, salt)


def fingerprint(salt: bytes) -> str:
    """What tells the sheet of one file from another's, in three groups of four: a hash of the file's salt.

    It changes with the passphrase, as the code does, and gives nothing of the key away.
    """
    digits = hashlib.sha256(b"interviewcoder recovery sheet" + salt).hexdigest()[:12].upper()
    return "-".join(digits[start : start + 4] for start in range(0, 12, 4))


def open_by_code(path: Path, code: str, *, take_over: bool = False, even_expired: bool = False) -> file.Project:
    """Open a project by its recovery code.

    Raises:
        NotAllowed: the code is mistyped, or the file isn't encrypted.
        WrongPassphrase: the code is written right, but belongs to another file, or to this one before a change.
        InterviewCoderError: as `open_project`.
    """
    key = key_of(path, code)
    salt = key.salt
    try:
        return file.open_project(path, key=key, take_over=take_over, even_expired=even_expired)
    except WrongPassphrase as error:
        raise WrongPassphrase(
            f"The recovery code doesn't open “{path.name}”.",
            f"Its sheet must bear this file's fingerprint: {fingerprint(salt)}. A code that was printed before the"
            " passphrase was changed opens copies of that time only.",
        ) from error
    finally:
        key.wipe()


def open_with(path: Path, secret: str | None, *, take_over: bool = False, even_expired: bool = False) -> file.Project:
    """Open a project by what a person gave: its passphrase or its recovery code.

    Raises:
        InterviewCoderError: as `open_by_code` and `open_project`.
    """
    if secret is not None and is_code(secret):
        return open_by_code(path, secret, take_over=take_over, even_expired=even_expired)
    return file.open_project(path, passphrase=secret, take_over=take_over, even_expired=even_expired)


def note_sheet(project: file.Project) -> None:
    """Say in the activity log that a recovery sheet was made: whoever has it can open the project."""
    with project.quiet_write() as session:
        activity.note(session, project.coder.uuid, "Make recovery sheet", {})


def _check(group: list[int], at: int) -> int:
    """The check character of a group: a sum weighted by place, and the group's own number."""
    total = (at * 7 + 3) & 31
    for place_in_group, value in enumerate(group):
        total ^= _times(value, place_in_group + 2)
    return total


def _times(one: int, other: int) -> int:
    """Multiply two elements of the field of 32."""
    product = 0
    while other:
        if other & 1:
            product ^= one
        other >>= 1
        one <<= 1
        if one & 32:
            one ^= _POLYNOMIAL
    return product
