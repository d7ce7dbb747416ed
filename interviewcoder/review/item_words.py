"""Items of a merge in words: what they are called, and what is other about them."""

from __future__ import annotations

import json
from typing import Any

from interviewcoder.review.arranging import Draft
from interviewcoder.review.ground import Ground
from interviewcoder.review.merge_items import Decision, MergeField, MergeItem
from interviewcoder.review.row_changes import ANCHORED, PASSAGE, RowDelta, Why, span_of
from interviewcoder.review.snapshot import OF_SOURCE, REFERENCES, Snapshot, Values
from interviewcoder.sources.text import Span, shortened

_CALLED = {
    "use_when": "use when",
    "dont_use_when": "don't use when",
    "close_but_no": "close, but no",
    "provenance_note": "where it comes from",
    "parent_id": "stands below",
    "code_id": "code",
    "coder_id": "coder",
    "case_id": "participant",
    "source_id": "source",
    "segment_id": "coding",
    "media_id": "recording",
    "speaker_id": "speaker",
    "pseudonym_id": "pseudonym",
    "came_from": "came from",
    "made_by": "made by",
    "withdraw_by": "may withdraw until",
    "verified_ms": "verified up to (ms)",
    "spent_ms": "time spent (ms)",
    "given_on": "given on",
    "resolved_at": "resolved",
    "assigned_to": "assigned to",
    "decision_note": "note on the decision",
}
_UNTOLD = frozenset(("created_at", "added_at", "colour", "content", "packed", "sha256", "changed_at", "resolved_by"))
_SENTENCES: dict[Why, str] = {
    "both changed": "Both sides changed it, each in another way.",
    "removed here": "It was removed here, and changed or used there.",
    "changed here": "It was removed there, and changed here.",
    "used here": "It was removed there, and used here since.",
    "name taken": "The name is taken here: it would get a number.",
    "below itself": "Codes were moved on both sides so that one would stand below itself.",
}
# Where something was removed on one side, what was worked on is what stays unless somebody says otherwise.
_DEFAULTS: dict[Why, Decision] = {"removed here": "theirs", "name taken": "theirs"}
_KINDS = {
    "case": "participant",
    "identifiers": "decisions about identifiers",
    "transcript": "transcript",
    "version": "codebook version",
    "blind": "blind coding",
    "adjudication": "decision on a disagreement",
    "project": "title of the study",
}
_BLIND = frozenset(("coding", "verdict", "comment", "proposal", "adjudication", "memo"))
_ACTIONS = {"add": "New", "change": "Changed", "remove": "Removed there"}


class Wording:
    """Says items in words, given how both files are."""

    def __init__(
        self, ours: Snapshot, theirs: Snapshot, grounds: tuple[Ground, Ground], hidden: frozenset[str], me: str
    ) -> None:
        # The second ground is as it is once their corrections of texts are in. `hidden` are sources that the coder at
        # work (`me`) codes blind.
        self._ours, self._theirs = ours, theirs
        self._ground, self._merged = grounds
        self._hidden, self._me = hidden, me

    def item(self, draft: Draft) -> MergeItem:
        """The item of a draft."""
        primary = draft.primary
        row = primary.values
        source = primary.uuid if primary.table in OF_SOURCE or primary.table == "source" else row.get("source_id")
        source = source or self._source_of(row)
        if source in self._hidden and draft.kind in _BLIND and row.get("coder_id") != self._me:
            return self._unseen(draft, source)
        quote, context, placement = self._quoted(primary)
        if primary.lost and self._needs_its_thing(draft):
            placement = "lost"
        why = draft.why
        return MergeItem(
            draft.key,
            draft.kind,
            draft.action,
            f"{_ACTIONS[draft.action]}: {_KINDS.get(draft.kind, draft.kind)} {self._name(primary)}".strip(),
            self._detail(draft),
            self._called("source", source),
            self._code_of(primary),
            self._called("coder", row.get("coder_id")),
            quote,
            context,
            placement,
            tuple(self._fields(draft)),
            _SENTENCES[why] if why else "",
            _DEFAULTS.get(why, "ours" if why else "accept"),
            draft.parent,
            tuple(draft.depends_on),
            name=self._name(primary),
            why=why,
            quote_there=self._there(primary) if placement == "changed" else "",
        )

    def _unseen(self, draft: Draft, source: str | None) -> MergeItem:
        """An item of which who codes the source blind is told that it is there, and no more."""
        name = self._called("source", source)
        return MergeItem(
            draft.key,
            draft.kind,
            draft.action,
            f"{_ACTIONS[draft.action]}: {_KINDS.get(draft.kind, draft.kind)} in “{name}”",
            "Hidden as long as you code this source blind.",
            name,
            conflict=_SENTENCES[draft.why] if draft.why else "",
            default=_DEFAULTS.get(draft.why, "ours" if draft.why else "accept"),
            parent=draft.parent,
            depends_on=tuple(draft.depends_on),
            name=_KINDS.get(draft.kind, draft.kind),
            why=draft.why,
            sealed=True,
        )

    def _needs_its_thing(self, draft: Draft) -> bool:
        return draft.kind in ("coding", "verdict", "comment", "adjudication", "proposal", "memo") or all(
            row.lost for row in draft.rows
        )

    def _source_of(self, row: Values) -> str | None:
        """The source of the coding, or of the thread, that something is said on."""
        about = row
        if row.get("thread_id"):
            about = self._row("comment", row["thread_id"]) or row
        on: str | None = (self._row("segment", about.get("segment_id")) or about).get("source_id")
        return on

    def _row(self, table: str, uuid: str | None) -> Values | None:
        return self._ours.get(table, uuid) or self._theirs.get(table, uuid)

    def _called(self, table: str, uuid: str | None) -> str:
        row = self._row(table, uuid) if uuid else None
        if row is None:
            return ""
        for column in ("name", "text", "label", "title"):
            if isinstance(row.get(column), str):
                return str(row[column]) if table != "comment" else shortened(row["text"])
        return self._called("code", row["code_id"]) if table == "segment" else ""

    def _name(self, delta: RowDelta) -> str:
        row = delta.values
        if delta.table in ("source", "code", "attribute", "participant", "codebook_version"):
            return f"“{row['name']}”"
        if delta.table == "segment":
            return f"“{self._called('code', row['code_id'])}”"
        if delta.table == "memo":
            return "" if row["private"] else f"“{row['title'] or shortened(row['text'], 40)}”"
        if delta.table == "pseudonym":
            return str(row["text"])
        if delta.table == "verdict":
            return "agreeing with a coding" if row["verdict"] == "agree" else "querying a coding"
        if delta.table == "proposal":
            return f"to {row['kind']} “{self._called('code', row['code_id'])}”".replace(" “”", "")
        if delta.table in ("comment", "approval", "blind", "adjudication"):
            return f"by {self._called('coder', row['coder_id'])}"
        source = delta.uuid if delta.table in OF_SOURCE else row.get("source_id")
        return f"of “{self._called('source', source)}”" if source else ""

    def _code_of(self, delta: RowDelta) -> str:
        row = delta.values
        code = row.get("code_id")
        if code is None and row.get("segment_id"):
            code = (self._row("segment", row["segment_id"]) or {}).get("code_id")
        return self._called("code", code)

    def _quoted(self, delta: RowDelta) -> tuple[str, tuple[str, str], Any]:
        row = delta.values
        table = delta.table
        if table in ("verdict", "comment", "proposal") and row.get("segment_id"):
            segment = self._ours.get("segment", row["segment_id"])
            if segment is not None:
                return self._here(segment["source_id"], span_of(segment))
            row = self._theirs.get("segment", row["segment_id"]) or row
            table = "segment"
        if table not in ANCHORED or row.get("source_id") is None or (span := span_of(row)) is None:
            return "", ("", ""), ""
        source = row["source_id"]
        if delta.action == "remove":
            return self._here(source, span)
        if not self._ground.has(source):
            words = self._ground.their_words(source, span)
            return words, ("", ""), "exact" if delta.action == "add" and not delta.lost else "lost"
        there, merged = self._merged.place(source, span), self._merged
        context = merged.context(source, there.span)
        if there.placement == "lost":
            return merged.their_words(source, span), context, "lost"
        return merged.words(source, there.span), context, there.placement

    def _there(self, delta: RowDelta) -> str:
        span = span_of(delta.values) if delta.table in ANCHORED else None
        return "" if span is None else self._ground.their_words(delta.values["source_id"], span)

    def _here(self, source: str, span: Span | None) -> tuple[str, tuple[str, str], Any]:
        if span is None:
            return "", ("", ""), ""
        return self._ground.words(source, span), self._ground.context(source, span), "exact"

    def _detail(self, draft: Draft) -> str:
        primary = draft.primary
        row = primary.values
        if primary.table == "comment":
            return str(row["text"])
        if primary.table == "proposal":
            names = ", ".join(json.loads(row["names"])) if row["names"] else ""
            target = self._called("code", row["target_id"])
            wanted = f"→ {names or target}" if names or target else ""
            return "; ".join(part for part in (wanted, row["reason"]) if part)
        if primary.table in ("verdict", "approval"):
            version = f"“{self._called('codebook_version', row['version_id'])}” " if primary.table == "approval" else ""
            judged = "approved" if row.get("approved") else "not approved: changes are asked for"
            said = version and version + judged
            return "; ".join(part for part in (said, row["note"]) if part)
        if primary.table == "memo" and draft.action == "add":
            return "Private: for its writer’s eyes." if row["private"] else str(row["text"])
        if draft.action == "add" and primary.table == "source":
            recording = ", with its recording" if row["media_id"] else ""
            return f"{len(row['text']):,} characters{recording}"
        if draft.action == "add" and primary.table == "code":
            return str(row["brief"] or row["definition"])
        return primary.lost and f"It was about {primary.lost}, which is not here any more."

    def _fields(self, draft: Draft) -> list[MergeField]:
        found: list[MergeField] = []
        if draft.kind == "source" and draft.action != "change":
            return found
        for delta in draft.rows:
            owner = "" if delta is draft.primary else f"{self._part(delta)}: "
            for name, cell in delta.cells.items():
                if name in _UNTOLD and not cell.conflict:
                    continue
                called = _CALLED.get(name, name.replace("_", " "))
                base = self._said(delta, name, cell.base, "base") if cell.known else None
                ours, theirs = (self._said(delta, name, getattr(cell, side), side) for side in ("ours", "theirs"))
                found.append(MergeField(owner + called, base, ours, theirs, cell.conflict))
            if owner and delta.action != "change":
                said = self._summary(delta)
                ours, theirs = ("", said) if delta.action == "add" else (said, "")
                if said:
                    found.append(MergeField(owner.removesuffix(": "), None, ours, theirs, bool(delta.why)))
        return found

    def _part(self, delta: RowDelta) -> str:
        row = delta.values
        if delta.table == "case_value":
            return self._called("attribute", row["attribute_id"])
        if delta.table == "consent":
            return f"consent to {row['kind']}"
        return {"case_source": "source", "memo_link": "link", "speaker": "speaker", "finding": "doubtful place"}.get(
            delta.table, delta.table
        )

    def _summary(self, delta: RowDelta) -> str:
        row = delta.values
        if delta.table == "case_value":
            return str(row["value"])
        if delta.table == "consent":
            return "yes" if row["given"] else "no"
        if delta.table == "case_source":
            return self._called("source", row["source_id"])
        if delta.table == "identifier":
            words = self._quoted(delta)[0]
            return f"“{words}”: {self._called('pseudonym', row['pseudonym_id']) or 'stays'}"
        return str(row["label"]) if delta.table == "speaker" else ""

    def _said(self, delta: RowDelta, name: str, value: Any, side: str) -> str:
        """A column's value as a person reads it."""
        if value is None:
            return ""
        if name == PASSAGE:
            source = delta.values["source_id"]
            if source is None:
                return ""
            return self._ground.base_words(source, value) if side == "base" else self._ground.words(source, value)
        target = REFERENCES[delta.table].get(name)
        if target is not None:
            return self._called(target, value)
        if name in ("exemplar", "negative", "private", "interviewer", "given", "approved"):
            return "yes" if value else "no"
        if name == "came_from":
            return " → ".join(str(each["name"]) for each in json.loads(value)) if value else ""
        return "…" if isinstance(value, bytes) else str(value)
