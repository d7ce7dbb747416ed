"""Deciding disagreements on their page: what each key and button does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from interviewcoder.review import adjudication
from interviewcoder.review.dispute_views import OUTCOMES, Choice, Dispute, common
from interviewcoder.ui.team.disagreements import words
from interviewcoder.ui.team.disagreements.ends_dialog import EndsDialog

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.team.disagreements_page import DisagreementsPage


class Deciding(QObject):
    """Decides, takes back and asks, and leads the page on to what comes next."""

    def __init__(self, page: DisagreementsPage, project: Project, prompts: Prompts) -> None:
        super().__init__(page)
        self._page, self._project, self._prompts = page, project, prompts
        # What was decided here, the last one last.
        self._done: list[Dispute] = []

    def forget(self) -> None:
        """Forget what was decided here: others are compared now."""
        self._done = []

    def do(self, wish: str) -> None:
        """Do to the current disagreement what a key or a button stands for."""
        if wish == "reason":
            self._page.foot.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif wish == "back":
            self.take_back()
        elif (dispute := self._page.current()) is not None:
            self._do_to(dispute, wish)

    def _do_to(self, dispute: Dispute, wish: str) -> None:
        steps: dict[str, Callable[[], object]] = {
            "skip": lambda: self._page.go_to_open(self._page.list.currentIndex().row() + 1),
            "show": lambda: self._page.passage_asked.emit(dispute.source_id, dispute.span),
            "ask": lambda: self._ask(dispute),
            "own": lambda: self._own(dispute),
            "common": lambda: self._common(dispute),
            "all": lambda: self.decide(Choice(dispute, "all")),
            "none": lambda: self.decide(Choice(dispute, "none")),
        }
        if wish in steps:
            steps[wish]()
        elif int(wish) <= len(dispute.sides):
            self.decide(Choice(dispute, OUTCOMES[int(wish) - 1]))

    def decide(self, choice: Choice) -> None:
        """Decide, with the reason that is written, and go on to the next."""
        row, dispute, reason = self._page.list.currentIndex().row(), choice.dispute, self._page.foot.written()
        if not self._prompts.attempt(lambda: adjudication.decide_all(self._project, [choice], reason)):
            return
        self._done.append(dispute)
        self._page.foot.reason.setEditText("")
        now = self._page.now(dispute)
        if now is not None and now.decision is not None:
            what = words.decision_words(now.decision, self._page.walk.names())
            self._page.told.emit(self.tr("{code}: {what}").format(code=" / ".join(dispute.code_names), what=what))
        stays = any(each.key == dispute.key for each in self._page.rows.disputes)
        self._page.go_to_open(row + 1 if stays else row)

    def decide_own(self, dispute: Dispute, code_ids: Sequence[int]) -> None:
        """Decide that these codes hold on the selected words."""
        span = self._page.passage.selected()
        if span is not None:
            self.decide(Choice(dispute, "other", tuple((id_, span) for id_ in code_ids)))

    def take_back(self) -> None:
        """Open the current one again where it is decided; else what was decided last here."""
        dispute = self._page.current()
        if dispute is None or dispute.decision is None:
            dispute = self._decided_last()
        if dispute is None:
            self._page.told.emit(self.tr("Nothing was decided here that could be taken back."))
            return
        chosen = dispute
        if self._prompts.attempt(lambda: adjudication.undecide(self._project, [chosen])):
            self._page.go_to_place_of(chosen)
            self._page.told.emit(self.tr("Open again"))

    def _decided_last(self) -> Dispute | None:
        while self._done:
            now = self._page.now(self._done.pop())
            if now is not None and now.decision is not None:
                return now
        return None

    def decide_ends(self) -> None:
        """Ask how those are to be decided that only differ at their ends, and do so."""
        disputes = [each for each in self._page.walk.shown() if each.decision is None]
        dialog = EndsDialog(disputes, self._page.text_of, self._page)
        if not self._prompts.run(dialog):
            return
        choices, reason = dialog.answer()
        if choices and self._prompts.attempt(lambda: adjudication.decide_all(self._project, choices, reason)):
            told = self.tr("{count} decided").format(count=f"{len(choices):n}")
            self._page.told.emit(told)
            self._page.go_to_open(0)

    def _common(self, dispute: Dispute) -> None:
        if shared := common(dispute.sides):
            self.decide(Choice(dispute, "other", shared))

    def _own(self, dispute: Dispute) -> None:
        span = self._page.passage.selected()
        if span is None or not span.overlaps(dispute.span):
            self._page.told.emit(self.tr("Select the words that are to hold first, in the passage."))
        elif len(dispute.code_ids) == 1:
            self.decide_own(dispute, dispute.code_ids)
        else:
            self._ask_code(dispute)

    def _ask_code(self, dispute: Dispute) -> None:
        menu = QMenu(self._page)
        menu.aboutToHide.connect(menu.deleteLater)
        offers = [*((name, [id_]) for id_, name in zip(dispute.code_ids, dispute.code_names, strict=True))]
        offers.append((self.tr("Both codes"), list(dispute.code_ids)))
        for name, ids in offers:
            action = menu.addAction(name.replace("&", "&&"))
            action.triggered.connect(lambda _=False, chosen=ids: self.decide_own(dispute, chosen))
        button = self._page.foot.buttons["own"]
        menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height())), menu.actions()[0])
        menu.setActiveAction(menu.actions()[0])

    def _ask(self, dispute: Dispute) -> None:
        from interviewcoder.review import comments

        asked = self._prompts.ask_text(self.tr("Ask about this place"), self.tr("Question or comment"))
        if asked is None or not asked.strip():
            return
        about = comments.About.passage(dispute.source_id, dispute.span)
        if self._prompts.attempt(lambda: comments.add(self._project, about, text=asked)):
            self._page.told.emit(self.tr("The comment is on the passage, and among “Comments and tasks”."))
