"""The recovery code: what stands on paper opens the project, and a slip of the pen is found."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewcoder.coding import codes
from interviewcoder.errors import NotAllowed, ProjectLocked, WrongPassphrase
from interviewcoder.project import file, recovery, rekey
from interviewcoder.project.cipher import Key, derive_key
from interviewcoder.project.file import Project

_SALT = bytes(range(16))
_ci = settings(derandomize=True, database=None, deadline=None, max_examples=60)


def _key(raw: bytes) -> Key:
    return Key(bytearray(raw), _SALT)


@_ci
@given(st.binary(min_size=32, max_size=32))
def test_a_code_gives_back_the_key_that_it_was_made_of(raw: bytes) -> None:
    code = recovery.code_of(_key(raw))
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{5}-){12}[0-9A-HJKMNP-TV-Z]{5}", code)
    assert recovery.key_from(code, _SALT) == _key(raw)


@_ci
@given(st.binary(min_size=32, max_size=32), st.integers(0, 64), st.integers(1, 31))
def test_any_one_wrong_character_is_found_and_its_group_named(raw: bytes, at: int, other: int) -> None:
    letters = list(recovery.code_of(_key(raw)).replace("-", ""))
    letters[at] = recovery.ALPHABET[(recovery.ALPHABET.index(letters[at]) + other) % 32]
    with pytest.raises(NotAllowed, match=rf"Group {at // 5 + 1} "):
        recovery.key_from("".join(letters), _SALT)


def test_two_characters_or_two_groups_that_changed_places_are_found() -> None:
    code = recovery.code_of(_key(random.Random(4).randbytes(32)))
    groups = code.split("-")
    for first, second in ((0, 1), (3, 9), (11, 12)):
        swapped = groups.copy()
        swapped[first], swapped[second] = groups[second], groups[first]
        with pytest.raises(NotAllowed, match=f"Group {first + 1} "):
            recovery.key_from("-".join(swapped), _SALT)
    letters = code.replace("-", "")
    for at in range(64):
        if at % 5 < 4 and letters[at] != letters[at + 1]:
            with pytest.raises(NotAllowed):
                recovery.key_from(letters[:at] + letters[at + 1] + letters[at] + letters[at + 2 :], _SALT)


def test_a_code_is_read_as_people_write_it() -> None:
    key = _key(b"\0\x11" * 16)
    code = recovery.code_of(key)
    assert "0" in code
    assert "1" in code
    written = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert recovery.key_from(f"  {written}\n", _SALT) == key


@pytest.mark.parametrize(
    ("code", "said"), [("", "0 characters"), ("ABCDE-FGH", "8 characters"), ("U" * 65, "“U”"), ("é" * 65, "“É”")]
)
def test_what_is_no_code_is_refused_in_words(code: str, said: str) -> None:
    with pytest.raises(NotAllowed, match=said):
        recovery.key_from(code, _SALT)


def test_the_code_opens_the_project_without_its_passphrase(encrypted_project: Project, passphrase: str) -> None:
    codes.add(encrypted_project, "Fear")
    salt = encrypted_project.salt
    assert salt is not None
    code = recovery.code_of(derive_key(passphrase, salt))
    with pytest.raises(ProjectLocked):
        recovery.open_by_code(encrypted_project.path, code)
    encrypted_project.close()
    with recovery.open_by_code(encrypted_project.path, code) as opened:
        assert [each.name for each in codes.tree(opened)] == ["Fear"]


def test_a_code_of_another_project_is_refused_with_this_ones_fingerprint(encrypted_project: Project) -> None:
    salt = encrypted_project.salt
    assert salt is not None
    encrypted_project.close()
    with pytest.raises(WrongPassphrase, match="doesn't open") as refused:
        recovery.open_by_code(encrypted_project.path, recovery.code_of(_key(bytes(32))))
    assert recovery.fingerprint(salt) in refused.value.hint


def test_a_project_without_passphrase_has_no_code(project: Project) -> None:
    assert project.salt is None
    project.close()
    with pytest.raises(NotAllowed, match="isn't encrypted"):
        recovery.open_by_code(project.path, recovery.code_of(_key(bytes(32))))


def test_another_passphrase_makes_the_code_useless_and_a_code_sets_a_new_passphrase(
    encrypted_project: Project, passphrase: str
) -> None:
    path, salt = encrypted_project.path, encrypted_project.salt
    assert salt is not None
    encrypted_project.close()
    code = recovery.code_of(derive_key(passphrase, salt))
    rekey.change_passphrase(path, recovery.key_of(path, code), "another one")
    with pytest.raises(WrongPassphrase):
        recovery.open_by_code(path, code)
    file.open_project(path, passphrase="another one").close()
