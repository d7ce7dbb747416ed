"""The codebook is exported from the window, after a look at who is quoted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLabel, QListWidget, QSpinBox, QTextEdit

from interviewcoder.coding import codes, segments, versions
from interviewcoder.errors import Cancelled, StorageFailed
from interviewcoder.sources import catalogue
from interviewcoder.sources.text import Span
from interviewcoder.ui.dialogs.export_codebook import ExportCodebookDialog
from interviewcoder.ui.dialogs.writing import Tell, WritingDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from interviewcoder.ui.main_window import MainWindow
    from tests.ui.conftest import FakePrompts


class Form:
    """The dialog, as a person uses it."""

    def __init__(self, dialog: QDialog) -> None:
        assert isinstance(dialog, ExportCodebookDialog)
        self.dialog = dialog
        dialog.show()

    def box(self, name: str) -> QComboBox:
        return next(box for box in self.dialog.findChildren(QComboBox) if box.accessibleName() == name)

    def choose(self, name: str, value: object) -> None:
        self.box(name).setCurrentIndex(self.box(name).findData(value))

    def tick(self, words: str) -> QCheckBox:
        return next(tick for tick in self.dialog.findChildren(QCheckBox) if words in tick.text())

    def number(self, name: str) -> QSpinBox:
        return next(number for number in self.dialog.findChildren(QSpinBox) if number.accessibleName() == name)

    def is_shown(self, words: str) -> bool:
        return any(words in label.text() and label.isVisible() for label in self.dialog.findChildren(QLabel))

    @property
    def preview(self) -> str:
        self.dialog.show_preview()
        return self.dialog.findChildren(QTextEdit)[0].toPlainText()


Export = Callable[[Callable[[Form], object]], None]


@pytest.fixture
def export(study: MainWindow, prompts: FakePrompts, qtbot: QtBot) -> Export:
    """Code two passages of the study; then open the dialog by its menu, do something in it and press Export."""
    assert study.workspace is not None
    project = study.workspace.project
    source_id = catalogue.listing(project)[0].id
    fear = codes.add(project, "Fear", brief="Worry about courts")
    talk = codes.add(project, "Talking")
    for words, code_id in (("I was afraid of lawsuits, honestly", fear.id), ("Talking about it", talk.id)):
        start = segments.find_passage(project, source_id, words).start
        segments.code_passage(project, source_id, Span(start, start + len(words)), code_id)

    def run(do: Callable[[Form], object]) -> None:
        def answer(dialog: QDialog) -> bool:
            if isinstance(dialog, WritingDialog):
                with qtbot.waitSignal(dialog.finished):
                    dialog.show()
                return dialog.result() == QDialog.DialogCode.Accepted
            do(Form(dialog))
            return True

        prompts.on_dialog = answer
        study.menus.action("codebook").trigger()

    return run


@pytest.mark.parametrize(("kind", "format_"), [("codebook", "docx"), ("table2", "xlsx"), ("codings", "html")])
def test_what_was_chosen_is_written(
    export: Export, prompts: FakePrompts, tmp_path: Path, kind: str, format_: str
) -> None:
    prompts.save_to = tmp_path / f"out.{format_}"

    def fill(form: Form) -> None:
        form.choose("What", kind)
        form.choose("Format", format_)

    export(fill)
    assert prompts.errors == []
    assert prompts.save_to.stat().st_size > 200
    assert prompts.notes[0].startswith("The file holds 2 ")


def test_who_is_quoted_is_shown_before(export: Export) -> None:
    def look(form: Form) -> None:
        assert form.preview.startswith("2 codes, 2 quotes\n2 of the quotes are offered")
        assert "Quotes of each participant\nP07 nurse\n2\n" in form.preview

    export(look)


def test_only_the_themes_that_are_ticked_are_written(export: Export, prompts: FakePrompts, tmp_path: Path) -> None:
    prompts.save_to = tmp_path / "out.md"

    def fill(form: Form) -> None:
        form.choose("Format", "md")
        listed = form.dialog.findChildren(QListWidget)[0]
        assert [listed.item(row).text() for row in range(listed.count())] == ["Fear", "Talking"]
        listed.item(0).setCheckState(Qt.CheckState.Unchecked)
        assert form.preview.startswith("1 codes, 1 quotes")

    export(fill)
    written = prompts.save_to.read_text(encoding="utf-8")
    assert "## Talking" in written and "## Fear" not in written


def test_a_saved_version_is_written_as_it_was(
    study: MainWindow, export: Export, prompts: FakePrompts, tmp_path: Path
) -> None:
    assert study.workspace is not None
    project = study.workspace.project
    saved = versions.save(project, "First")
    codes.rename(project, codes.by_name(project, "Fear").id, "Dread")
    prompts.save_to = tmp_path / "out.md"

    def fill(form: Form) -> None:
        form.choose("Format", "md")
        form.choose("Version", saved.id)

    export(fill)
    written = prompts.save_to.read_text(encoding="utf-8")
    assert f"Version “First” (hash {saved.sha256[:12]})" in written
    assert "## Fear" in written and "Dread" not in written


def test_the_last_choice_is_there_again_but_never_the_voices(
    study: MainWindow, export: Export, prompts: FakePrompts, tmp_path: Path
) -> None:
    prompts.save_to = tmp_path / "out.html"

    def fill(form: Form) -> None:
        form.choose("Format", "html")
        form.number("Quotes offered to a code").setValue(4)
        assert not form.is_shown("A voice identifies")
        form.tick("Let quotes be heard").setChecked(True)
        assert form.is_shown("A voice identifies")
        assert "Quotes without a recording, or without times of their words: 2." in form.preview

    export(fill)
    assert study.settings.report_export["format"] == "html"
    seen = []
    export(lambda form: seen.append(form.dialog.choice()))
    assert [(options.format, options.quotes, options.clips) for options in seen] == [("html", 4, False)]


def test_what_does_not_apply_is_not_asked(export: Export) -> None:
    def look(form: Form) -> None:
        form.choose("What", "codings")
        form.choose("Format", "csv")
        assert form.box("Order").isVisible() and form.tick("For Excel").isVisible()
        assert not form.number("Longest quote").isVisible() and not form.tick("Let quotes").isVisible()
        form.choose("What", "table2")
        assert form.tick("Numbers of participants").isVisible() and not form.box("Order").isVisible()

    export(look)


def test_a_place_that_cannot_be_taken_is_said(study: MainWindow, export: Export, prompts: FakePrompts) -> None:
    assert study.workspace is not None
    prompts.save_to = study.workspace.project.path
    export(lambda form: None)
    assert "the project's own file" in prompts.errors[0].message


def test_writing_tells_how_far_it_is_and_gives_what_was_written(qtbot: QtBot) -> None:
    def work(tell: Tell) -> object:
        tell("write", 0.5)
        return "a receipt"

    dialog = WritingDialog("Writing “codebook.html”", work)
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.accepted):
        dialog.show()
    assert dialog.receipt == "a receipt"


def test_writing_can_be_stopped(qtbot: QtBot) -> None:
    stopped: list[str] = []

    def work(tell: Tell) -> object:
        try:
            while True:
                tell("clips", 0.1)
        except Cancelled as error:
            stopped.append(error.message)
            raise

    dialog = WritingDialog("Writing", work)
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.rejected):
        dialog.show()
        dialog.reject()
    assert stopped == ["The export was stopped."] and dialog.error is None


def test_what_goes_wrong_on_the_way_comes_back(qtbot: QtBot) -> None:
    def work(tell: Tell) -> object:
        raise StorageFailed("The disk is full.")

    dialog = WritingDialog("Writing", work)
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.rejected):
        dialog.show()
    assert dialog.error is not None and dialog.error.message == "The disk is full."
