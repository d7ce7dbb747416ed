"""What of a participant there is, before anything is removed: counts, backups, exports, texts that name them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from interviewcoder.privacy.inventory import Inventory, inventory
from interviewcoder.privacy.withdrawal import Choices
from interviewcoder.sources.text import shortened
from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.privacy.agreement_words import days_until, shown_day
from interviewcoder.ui.privacy.removal_pages import Sections, TypedConsent
from interviewcoder.ui.waiting import Waiting
from interviewcoder.ui.wording import size_words, tip

if TYPE_CHECKING:
    from collections.abc import Callable

    from interviewcoder.privacy.key_file import KeyFile
    from interviewcoder.project.file import Project
    from interviewcoder.ui.deidentify.key_work import KeyWork
    from interviewcoder.ui.prompts import Prompts

_MENTION_CHARACTERS = 90


class InventoryPage(QWidget):
    """The inventory of one participant, with what a person decides about it. `on_change` hears of what was decided."""

    def __init__(
        self,
        project: Project,
        prompts: Prompts,
        keys: KeyWork,
        on_change: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._project, self._prompts, self._keys = project, prompts, keys
        self.found: Inventory | None = None
        self._also_whole: set[int] = set()
        self._mentions: dict[str, QCheckBox] = {}
        self._leave_backups: QCheckBox | None = None
        self._heading = parts.heading("", self)
        self._deadline = parts.hint("", self)
        self.sections = Sections(self.tr("What will be removed"), self)
        self.typed = TypedConsent(on_change, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(parts.GAP)
        for part in (self._heading, self._deadline):
            column.addWidget(part)
        column.addWidget(self.sections, 1)
        column.addWidget(self.typed)

    def show_case(self, case_id: int) -> None:
        """Look for all that is a participant's, and show it."""
        self._also_whole.clear()
        if self.found is not None and self.found.case_id != case_id:
            # The key's names are those of the one who was looked at before.
            self.found = None
        for _ in range(1 if self.key is None else 2):
            self._look(case_id)
        self.typed.ask(self.found.case if self.found is not None else "")

    def choices(self) -> Choices:
        """What the person decided."""
        assert self.found is not None
        removed = {key: box.isChecked() for key, box in self._mentions.items()}
        kept = [each.key for each in self.found.mentions if not each.short and not removed.get(each.key, True)]
        reworded = {each.key: each.suggested for each in self.found.mentions if each.short and removed.get(each.key)}
        leave = self._leave_backups is not None and self._leave_backups.isChecked()
        return Choices(
            kept=kept, reworded=reworded, also_whole=sorted(self._also_whole), names=self._names(), leave_backups=leave
        )

    @property
    def key(self) -> KeyFile | None:
        """The key, where it is open."""
        return self._keys.key

    def _look(self, case_id: int) -> None:
        names = self._names()

        def look() -> None:
            with Waiting():
                self.found = inventory(self._project, case_id, also_whole=sorted(self._also_whole), names=names)

        if self._prompts.attempt(look):
            self._show()

    def _names(self) -> list[str]:
        """What the key knows the participant by."""
        if self.key is None or self.found is None:
            return []
        own = [person for person in self.key.persons() if person.participant_uuid == self.found.case_uuid]
        return [person.real_name for person in own if person.real_name]

    def _show(self) -> None:
        assert self.found is not None
        from interviewcoder.reports.certificate_report import LIMITS, counted_words

        found = self.found
        self._heading.setText(self.tr("Withdraw “{name}”?").format(name=found.case))
        self._deadline.setText(self._deadline_words())
        self.sections.begin()
        goes = counted_words(found.counts)
        self.sections.add(self.tr("Removed for good"), goes or [self.tr("Only the participant’s name.")])
        self.sections.add(self.tr("Interviews"), map(self._source_words, range(len(found.sources))), *self._wholes())
        self.sections.add(self.tr("Texts of the study that name or quote them"), (), *self._mention_boxes())
        self.sections.add(self.tr("Pseudonyms that only stand for them"), found.pseudonyms)
        self.sections.add(self.tr("Key of the pseudonyms"), [self._key_words()], *self._key_button())
        self.sections.add(self.tr("Backups"), self._backup_words(), *self._backup_box())
        self.sections.add(self.tr("Exports to recall by hand"), self._export_words())
        self.sections.add(self.tr("What can’t be promised"), LIMITS)

    def _deadline_words(self) -> str:
        assert self.found is not None
        undo = self.tr("This can’t be undone, nor can what was done before it.")
        if not self.found.withdraw_by:
            return undo
        day = shown_day(self.found.withdraw_by)
        words = (
            self.tr("They may withdraw until {day}.")
            if days_until(self.found.withdraw_by) >= 0
            else self.tr("The day until which they may withdraw, {day}, is over; you may still remove them.")
        )
        return f"{words.format(day=day)} {undo}"

    def _source_words(self, number: int) -> str:
        assert self.found is not None
        source = self.found.sources[number]
        if source.whole:
            words = self.tr("“{name}” goes as a whole.")
        elif source.passages:
            words = self.tr("“{name}”, with {others}: {count} passages of theirs go, and the recording.")
        else:
            words = self.tr("“{name}”, with {others}: nobody said which turns are theirs. It stays as it is.")
        others = ", ".join(source.others) or self.tr("others")
        return words.format(name=source.name, others=others, count=f"{source.passages:,}")

    def _wholes(self) -> list[QWidget]:
        assert self.found is not None
        boxes: list[QWidget] = []
        for source in self.found.sources:
            if source.whole and source.id not in self._also_whole:
                continue
            words = self.tr("Remove “{name}” as a whole, with what the others said").format(name=source.name)
            box = QCheckBox(words, self)
            box.setChecked(source.id in self._also_whole)
            box.toggled.connect(lambda whole, id_=source.id: self._on_whole(id_, whole))
            boxes.append(box)
        return boxes

    def _on_whole(self, source_id: int, whole: bool) -> None:
        assert self.found is not None
        if whole:
            self._also_whole.add(source_id)
        else:
            self._also_whole.discard(source_id)
        self._look(self.found.case_id)

    def _mention_boxes(self) -> list[QWidget]:
        assert self.found is not None
        self._mentions.clear()
        boxes: list[QWidget] = []
        for each in self.found.mentions:
            words = self.tr("Take “{words}” out of the {kind} “{where}” ({field})").format(
                words=shortened(", ".join(each.words), _MENTION_CHARACTERS),
                kind=each.kind,
                where=shortened(each.where, _MENTION_CHARACTERS // 2),
                field=_field_names().get(each.field, each.field),
            )
            box = QCheckBox(words, self)
            box.setChecked(not each.short)
            box.setToolTip(tip(shortened(each.text, 6 * _MENTION_CHARACTERS)))
            self._mentions[each.key] = box
            boxes.append(box)
        return boxes

    def _key_words(self) -> str:
        if self.key is not None:
            return self.tr("“{name}” is open: the entry of this participant goes, too.").format(name=self.key.path.name)
        return self.tr("Where there is a key, open it: else the entry of this participant stays in it.")

    def _key_button(self) -> list[QWidget]:
        if self.key is not None:
            return []
        button = QPushButton(self.tr("&Open the key…"), self)
        button.setAutoDefault(False)
        button.setMaximumWidth(button.sizeHint().width())
        button.clicked.connect(self._on_key)
        return [button]

    def _on_key(self) -> None:
        self._keys.ask_open()
        if self.key is not None and self.found is not None:
            self._look(self.found.case_id)

    def _backup_words(self) -> list[str]:
        assert self.found is not None
        if not self.found.backups:
            return [self.tr("There are none.")]
        good = sum(not each.why_not for each in self.found.backups)
        words = [self.tr("One backup is cleaned of everything above.")] if good == 1 else []
        if good > 1:
            words = [self.tr("{count} backups are cleaned of everything above.").format(count=f"{good:,}")]
        words += [f"{each.name}: {each.why_not}" for each in self.found.backups if each.why_not]
        needs = self.tr("{needed} have to be free on the disk meanwhile; {free} are.")
        return [*words, needs.format(needed=size_words(self.found.room_bytes), free=size_words(self.found.free_bytes))]

    def _backup_box(self) -> list[QWidget]:
        assert self.found is not None
        self._leave_backups = None
        if not any(each.why_not for each in self.found.backups):
            return []
        self._leave_backups = QCheckBox(self.tr("Leave backups that can’t be cleaned; else they are deleted"), self)
        return [self._leave_backups]

    def _export_words(self) -> list[str]:
        assert self.found is not None
        if not self.found.exports:
            return [self.tr("The sharing ledger knows of none.")]
        told = []
        for each in self.found.exports:
            words = self.tr("{day}: {file}, for {recipient}") if each.recipient else self.tr("{day}: {file}")
            told.append(words.format(day=shown_day(each.at[:10]), file=each.file_name, recipient=each.recipient))
        return told


def _field_names() -> dict[str, str]:
    """How a person calls the parts of what is written."""
    said = partial(QCoreApplication.translate, "InventoryPage")
    return {
        "name": said("name"),
        "title": said("title"),
        "text": said("text"),
        "memo": said("memo"),
        "note": said("note"),
        "answer": said("answer"),
        "value": said("value"),
        "label": said("label"),
        "warning": said("warning"),
        "parts": said("parts"),
        "detail": said("detail"),
        "came_from": said("where it comes from"),
        "brief": said("short definition"),
        "definition": said("definition"),
        "use_when": said("when to use"),
        "dont_use_when": said("when not to use"),
        "typical": said("typical example"),
        "atypical": said("atypical example"),
        "close_but_no": said("close, but no"),
        "reason": said("reason"),
        "was_about": said("what it was about"),
        "decision_note": said("why it was decided so"),
        "provenance_note": said("note on where it comes from"),
        "made_by": said("how it was made"),
        "origin": said("where it comes from"),
        "verifier": said("who verified it"),
        "hearing": said("how it was heard"),
        "conventions": said("rules of transcription"),
    }
