"""Where an encrypted project that doesn't open is damaged: which of its pages differ from what was written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from interviewcoder.errors import NotAProject
from interviewcoder.privacy.statement import count, listed
from interviewcoder.project import page_check
from interviewcoder.project.cipher import PAGE_BYTES, SALT_BYTES, connect, derive_key

_PAGE = re.compile(r"page (\d+)")


def where(path: Path, passphrase: str) -> str:
    """Say which pages of a closed, encrypted project are damaged; empty where that can't be told.

    The seal (HMAC) of every page is worked out anew. The first page can't be
    told from a wrong passphrase.
    """
    with path.open("rb") as file:
        first = file.read(PAGE_BYTES)
    if len(first) < PAGE_BYTES or not page_check.fits(passphrase, first):
        return ""
    there = path.stat().st_size // PAGE_BYTES
    engine = connect(path, derive_key(passphrase, first[:SALT_BYTES]))
    try:
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection  # sqlcipher3 has no types
            rows = driver.execute("PRAGMA cipher_integrity_check").fetchall()
    except NotAProject:
        # SQLite doesn't even begin with a file that is shorter than its first page says.
        return f"It was cut short: its first page tells of more than the {count(there, 'page')} there are."
    except Exception:  # noqa: BLE001  # the driver's own classes: it says no more than that the file is damaged
        return ""
    finally:
        engine.dispose()
    numbers = list(dict.fromkeys(found[1] for row in rows if (found := _PAGE.search(str(row[0])))))
    if not numbers:
        return ""
    return f"Of {count(there, 'page')} {len(numbers)} differ from what was written: page {listed(numbers)}."
