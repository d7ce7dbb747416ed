"""What lies on the disk of an encrypted project: nothing that can be read."""

from __future__ import annotations

import binascii
import hashlib
import os
import shutil
import sys
from pathlib import Path

import pytest

from interviewcoder.cases import cases
from interviewcoder.coding import codes
from interviewcoder.errors import NotAllowed, WrongPassphrase
from interviewcoder.project import backup, cipher, file
from interviewcoder.project.file import Project
from interviewcoder.project.key_memory import wipe
from interviewcoder.sources import importing

# A word that stands nowhere but in the study.
_CANARY = "Zwetschgendatschi"


def _fill(project: Project, folder: Path) -> None:
    transcript = folder / "P01.txt"
    transcript.write_text(f"I: What was it?\nP: It was {_CANARY}, again and again.\n" * 50, encoding="utf-8")
    importing.add_files(project, [transcript])
    transcript.unlink()
    fear = codes.add(project, f"{_CANARY} first", definition=_CANARY * 3)
    codes.rename(project, fear.id, "Something else")
    cases.add(project, _CANARY)


def _holds(path: Path, word: str) -> bool:
    return any(word.encode(encoding) in path.read_bytes() for encoding in ("utf-8", "utf-16-le"))


def _journal_of(project: Project) -> bytes:
    """The journal as it stands in the middle of a save."""
    journal = project.path.with_name(f"{project.path.name}-journal")
    with pytest.raises(ZeroDivisionError), project.op("Fail"):
        for number in range(50):
            codes.add(project, f"{_CANARY} {number}")
        content = journal.read_bytes()
        raise ZeroDivisionError
    return content


def test_nothing_of_the_study_can_be_read_from_an_encrypted_file_or_its_backup(
    encrypted_project: Project, tmp_path: Path
) -> None:
    _fill(encrypted_project, tmp_path)
    copy = encrypted_project.back_up()
    encrypted_project.undo()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {encrypted_project.path, copy.path} <= set(files)
    assert [path for path in files if _holds(path, _CANARY)] == []


def test_nothing_of_the_study_can_be_read_from_the_journal(encrypted_project: Project, tmp_path: Path) -> None:
    _fill(encrypted_project, tmp_path)
    journal = _journal_of(encrypted_project)
    assert len(journal) > cipher.PAGE_BYTES
    assert _CANARY.encode() not in journal


def test_an_unencrypted_project_shows_that_the_search_would_find_it(project: Project, tmp_path: Path) -> None:
    _fill(project, tmp_path)
    copy = project.back_up()
    assert _holds(project.path, _CANARY)
    assert _holds(copy.path, _CANARY)
    assert _CANARY.encode() in _journal_of(project)


def test_an_encrypted_file_begins_with_its_salt_not_with_the_name_of_sqlite(encrypted_project: Project) -> None:
    assert cipher.PLAIN_HEADER not in encrypted_project.path.read_bytes()


def test_two_projects_of_one_passphrase_have_two_keys() -> None:
    first, second = cipher.new_key("one"), cipher.new_key("one")
    assert first.salt != second.salt
    assert first.raw != second.raw


def test_the_key_is_the_one_that_sqlcipher_itself_derives() -> None:
    key = cipher.derive_key("Straße", b"0123456789abcdef")
    assert key.raw == hashlib.pbkdf2_hmac("sha512", "Straße".encode(), b"0123456789abcdef", 256_000, 32)


def test_a_passphrase_is_checked_while_the_project_stays_open(encrypted_project: Project, passphrase: str) -> None:
    assert encrypted_project.has_passphrase(passphrase)
    assert not encrypted_project.has_passphrase("wrong")
    codes.add(encrypted_project, "Fear")
    assert encrypted_project.has_passphrase(passphrase)


def test_a_key_is_gone_from_our_memory_once_the_cipher_has_it(tmp_path: Path) -> None:
    key = cipher.new_key("seven quiet rivers")
    assert any(key.raw)
    with cipher.connect(tmp_path / "study.db", key).connect():
        assert not any(key.raw)


@pytest.mark.skipif(sys.platform != "linux", reason="a process reads its own memory like this on Linux alone")
def test_of_an_open_project_neither_key_nor_its_digits_stand_in_memory(
    encrypted_project: Project, passphrase: str
) -> None:
    salt = encrypted_project.salt
    assert salt is not None
    # Kept so that the looking doesn't find itself.
    mask = os.urandom(32)
    key = cipher.derive_key(passphrase, salt)
    masked = bytes(one ^ other for one, other in zip(key.raw, mask, strict=True))
    key.wipe()
    del key
    found = [0, 0]
    with open("/proc/self/mem", "rb", 0) as memory:  # noqa: PTH123  # a path's open() would buffer it
        for start, end in _writable_memory():
            try:
                memory.seek(start)
                content = memory.read(end - start)
            except (OSError, ValueError, OverflowError):
                continue
            wanted = bytearray(one ^ other for one, other in zip(masked, mask, strict=True))
            found[0] += content.count(wanted)
            found[1] += content.count(binascii.hexlify(wanted))
            wipe(wanted)
            del content
    # At most the one that is looked for.
    assert max(found) <= 1


def _writable_memory() -> list[tuple[int, int]]:
    lines = [line.split() for line in Path("/proc/self/maps").read_text().splitlines()]
    ranges = [line[0].split("-") for line in lines if line[1].startswith("rw")]
    return [(int(start, 16), int(end, 16)) for start, end in ranges]


def test_a_key_does_not_print_itself() -> None:
    key = cipher.new_key("secret")
    assert key.raw.hex() not in repr(key)
    assert "secret" not in repr(key)


def test_any_sqlcipher_tool_opens_the_file_by_its_passphrase(encrypted_project: Project, passphrase: str) -> None:
    import sqlcipher3.dbapi2 as sqlcipher

    encrypted_project.close()
    connection = sqlcipher.connect(str(encrypted_project.path))
    connection.execute(f"PRAGMA key = '{passphrase}'")
    assert connection.execute("SELECT title FROM project").fetchone() == ("Study",)
    connection.close()


def test_a_backup_opens_with_the_same_passphrase(encrypted_project: Project, passphrase: str) -> None:
    codes.add(encrypted_project, "Fear")
    copy = encrypted_project.back_up()
    with pytest.raises(WrongPassphrase):
        file.open_project(copy.path, passphrase="wrong")
    with file.open_project(copy.path, passphrase=passphrase) as opened:
        assert [code.name for code in codes.tree(opened)] == ["Fear"]
    shutil.rmtree(backup.folder_of(encrypted_project.path))


@pytest.mark.parametrize("given", ["wrong", "", None, "SEVEN QUIET RIVERS", "seven quiet rivers "])
def test_no_other_passphrase_opens_a_project(encrypted_project: Project, passphrase: str, given: str | None) -> None:
    codes.add(encrypted_project, "Fear")
    encrypted_project.close()
    before = encrypted_project.path.read_bytes()
    with pytest.raises(WrongPassphrase) as refused:
        file.open_project(encrypted_project.path, passphrase=given)
    assert passphrase not in refused.value.message + refused.value.hint
    assert encrypted_project.path.read_bytes() == before


def test_a_project_tells_whether_it_needs_a_passphrase(encrypted_project: Project, tmp_path: Path) -> None:
    encrypted_project.close()
    file.create(tmp_path / "plain.icproj", title="", passphrase=None).close()
    assert file.needs_passphrase(encrypted_project.path)
    assert not file.needs_passphrase(tmp_path / "plain.icproj")


def test_an_empty_passphrase_makes_no_project(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        file.create(tmp_path / "study.icproj", title="Study", passphrase="")
    assert list(tmp_path.glob("*study*")) == []


def test_a_passphrase_may_hold_quotes_and_letters_of_any_script(tmp_path: Path) -> None:
    path = tmp_path / "study.icproj"
    odd = "it's \"Ω\"; DROP 🔑 x'00'"
    file.create(path, title="Study", passphrase=odd).close()
    file.open_project(path, passphrase=odd).close()
