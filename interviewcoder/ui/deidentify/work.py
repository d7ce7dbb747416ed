"""What the window offers to de-identify an open project; what it needs is loaded when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from interviewcoder.ui.deidentify.key_work import KeyWork
from interviewcoder.ui.deidentify.switch import WordingSwitch

if TYPE_CHECKING:
    from interviewcoder.sources.text import Span
    from interviewcoder.ui.deidentify.choice import PseudonymEntry
    from interviewcoder.ui.deidentify.deciding import Chosen, Replaced
    from interviewcoder.ui.deidentify.page import DeidentifyPage
    from interviewcoder.ui.deidentify.pseudonym_page import PseudonymPage
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.status_strip import StatusStrip
    from interviewcoder.ui.workspace import Workspace

PAGE, PSEUDONYMS = "deidentify", "pseudonyms"


class DeidentifyWork(QObject):
    """The pages, the key, the switch of the views, and replacing by hand."""

    def __init__(self, workspace: Workspace, prompts: Prompts, strip: StatusStrip) -> None:
        super().__init__(workspace)
        self._work, self._prompts, self._strip = workspace, prompts, strip
        self.switch = WordingSwitch(workspace, strip)
        self.key = KeyWork(workspace.project, prompts, self)
        # While it is open it can be seen from anywhere.
        self._sign = self.key.button(strip)
        self._sign.hide()
        self.key.changed.connect(lambda: self._sign.setVisible(self.key.key is not None))
        strip.add_sign(self._sign)
        workspace.reading.view.pseudonym_asked.connect(self.replace_passage)
        self._entry: PseudonymEntry | None = None
        self._meant: tuple[int, Span] | None = None

    # Pages

    def show_page(self) -> DeidentifyPage:
        """Open the page on which suggestions are looked at one by one."""
        page = cast("DeidentifyPage", self._work.results.open_page(PAGE))
        page.begin()
        return page

    def show_pseudonyms(self) -> PseudonymPage:
        """Open the list of pseudonyms."""
        return cast("PseudonymPage", self._work.results.open_page(PSEUDONYMS))

    def build_page(self) -> QWidget:
        """Make the page of suggestions."""
        from interviewcoder.ui.deidentify.page import DeidentifyPage

        page = DeidentifyPage(self._work, self.key, self._prompts)
        page.told.connect(self._strip.tell)
        page.pseudonyms_asked.connect(self.show_pseudonyms)
        return page

    def build_pseudonyms(self) -> QWidget:
        """Make the list of pseudonyms."""
        from interviewcoder.ui.deidentify.pseudonym_page import PseudonymPage

        page = PseudonymPage(self._work, self.key, self._prompts)
        page.told.connect(self._strip.tell)
        return page

    # By hand

    def replace_passage(self) -> None:
        """Ask by which pseudonym the selected words are to be replaced."""
        from interviewcoder.ui.deidentify.choice import PseudonymEntry

        reading = self._work.reading
        span, source = reading.view.selection(), reading.source
        if span is None or source is None or not self._work.save_pending():
            return
        if self.switch.on:
            self._strip.tell(self.tr("Show the original first: there the words are that can be replaced."))
            return
        if self._entry is None:
            self._entry = PseudonymEntry(self._work)
            self._entry.chosen.connect(self._replace)
        self._meant = source.id, span
        place = reading.view.page.place_on_screen(*reading.view.page.offsets.positions(span))
        self._entry.open_at(place, self._work.project, span.text_in(reading.view.page.text))

    def _replace(self, chosen: Chosen) -> None:
        from interviewcoder.ui.deidentify.deciding import elsewhere, replace_by, replace_elsewhere

        if self._meant is None:
            return
        (source_id, span), project = self._meant, self._work.project
        done: list[Replaced] = []
        if not self._prompts.attempt(lambda: done.append(replace_by(project, [(source_id, span)], chosen, "hand"))):
            return
        text, more = chosen.text, elsewhere(project, done[0].pseudonym_id)
        if not more:
            self._strip.tell(self.tr("Replaced by {text}").format(text=text))
            return
        words = self.tr("Replaced by {text}. The words stand in {count} more places.")
        self._strip.tell_with_way(
            words.format(text=text, count=f"{len(more):n}"),
            self.tr("Replace them, too"),
            lambda: self._prompts.attempt(lambda: replace_elsewhere(project, done[0].pseudonym_id)),
        )

    # Sound

    def silence(self) -> None:
        """Ask for a copy of the open source's recording with the replaced words silenced."""
        from interviewcoder.ui.deidentify.silence_dialog import SilenceDialog

        source = self._work.reading.source
        if source is None or not self._work.save_pending():
            self._strip.tell(self.tr("Open a source that has a recording first."))
            return
        made: list[SilenceDialog] = []
        if not self._prompts.attempt(
            lambda: made.append(SilenceDialog(self._work.project, source, self._prompts, self._work))
        ):
            return
        self._prompts.run(made[0])

    def close(self) -> None:
        """Stop looking, and close the key."""
        page = self._work.results.built(PAGE)
        if page is not None:
            cast("DeidentifyPage", page).looking.stop()
        self.key.close()
        self._sign.deleteLater()
