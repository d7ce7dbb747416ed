"""What the file works out from other rows by itself: how often codes were used, which texts are to be indexed.

Triggers do it, so that undo, import and merge, which go round the mapper, can't
leave it behind. None of it is part of the history: it follows from what is.
"""

from __future__ import annotations

from typing import Any, Protocol

WORD_INDEX = "word_index"

_ADD_ONE = (
    "INSERT INTO tally (code_id, source_id, codings) VALUES (new.code_id, new.source_id, 1)"
    " ON CONFLICT (code_id, source_id) DO UPDATE SET codings = codings + 1;"
)
_TAKE_ONE = (
    "UPDATE tally SET codings = codings - 1 WHERE code_id = old.code_id AND source_id = old.source_id;"
    " DELETE FROM tally WHERE code_id = old.code_id AND source_id = old.source_id AND codings < 1;"
)
_MARK_STALE = "INSERT OR IGNORE INTO stale_source (source_id) VALUES ({row}.id);"

STATEMENTS = (
    # By source: where in a text a word stands is looked up in the text. Contentless: the words are stored once.
    f"CREATE VIRTUAL TABLE {WORD_INDEX} USING fts5"
    " (text, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2')",
    f"CREATE TRIGGER segment_added AFTER INSERT ON segment BEGIN {_ADD_ONE} END",
    f"CREATE TRIGGER segment_removed AFTER DELETE ON segment BEGIN {_TAKE_ONE} END",
    f"CREATE TRIGGER segment_recoded AFTER UPDATE OF code_id, source_id ON segment BEGIN {_TAKE_ONE} {_ADD_ONE} END",
    f"CREATE TRIGGER source_added AFTER INSERT ON source BEGIN {_MARK_STALE.format(row='new')} END",
    f"CREATE TRIGGER source_reworded AFTER UPDATE OF text ON source BEGIN {_MARK_STALE.format(row='new')} END",
    f"CREATE TRIGGER source_removed AFTER DELETE ON source BEGIN {_MARK_STALE.format(row='old')} END",
)
NAMES = (
    WORD_INDEX,
    "segment_added",
    "segment_removed",
    "segment_recoded",
    "source_added",
    "source_reworded",
    "source_removed",
)


class _Connection(Protocol):
    def exec_driver_sql(self, statement: str) -> Any: ...  # SQLAlchemy's cursor result, which nobody reads


def install(connection: _Connection) -> None:
    """Make the index and the triggers in a file that has the tables."""
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)


def work_out(connection: _Connection) -> None:
    """Fill what triggers keep from then on; for a file that had rows before it had them."""
    connection.exec_driver_sql("DELETE FROM tally")
    connection.exec_driver_sql(
        "INSERT INTO tally (code_id, source_id, codings)"
        " SELECT code_id, source_id, count(*) FROM segment GROUP BY code_id, source_id"
    )
    connection.exec_driver_sql("INSERT OR IGNORE INTO stale_source (source_id) SELECT id FROM source")
