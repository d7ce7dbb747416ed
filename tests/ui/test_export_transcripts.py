"""Transcripts are exported from the window, after a look at the first turns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLabel, QLineEdit, QListWidget, QPushButton, QTextEdit

from interviewcoder.reports.transcript_export import ExportOptions
from interviewcoder.sources import importing
from interviewcoder.sources.conventions import DRESING_PEHL_SIMPLE
from interviewcoder.sources.transcript_record import describe, record_of
from interviewcoder.ui.dialogs.export_transcript import ExportTranscriptDialog

if TYPE_CHECKING:
    from interviewcoder.ui.main_window import MainWindow
    from tests.ui.conftest import FakePrompts


class Form:
    """The dialog, as a person uses it."""

    def __init__(self, dialog: QDialog) -> None:
        assert isinstance(dialog, ExportTranscriptDialog)
        self.dialog = dialog

    def choose(self, name: str, value: object) -> None:
        box = next(box for box in self.dialog.findChildren(QComboBox) if box.accessibleName() == name)
        box.setCurrentIndex(box.findData(value))

    def line(self, name: str) -> QLineEdit:
        return next(line for line in self.dialog.findChildren(QLineEdit) if line.accessibleName() == name)

    def button(self, text: str) -> QPushButton:
        return next(button for button in self.dialog.findChildren(QPushButton) if button.text() == text)

    def type(self, name: str, text: str) -> None:
        self.line(name).clear()
        QTest.keyClicks(self.line(name), text)

    def untick_header(self) -> None:
        next(tick for tick in self.dialog.findChildren(QCheckBox) if tick.text().startswith("Header")).setChecked(False)

    @property
    def shown(self) -> str:
        return self.dialog.findChildren(QTextEdit)[0].toPlainText()

    @property
    def sources(self) -> QListWidget:
        return self.dialog.findChildren(QListWidget)[0]


@pytest.fixture
def export(study: MainWindow, prompts: FakePrompts) -> Callable[[Callable[[Form], object]], None]:
    """Open the dialog by its menu, do something in it and press Export."""

    def run(do: Callable[[Form], object]) -> None:
        def answer(dialog: QDialog) -> bool:
            do(Form(dialog))
            return True

        prompts.on_dialog = answer
        study.menus.action("transcripts").trigger()

    return run


Export = Callable[[Callable[[Form], object]], None]


def test_a_transcript_goes_where_the_person_wants_it(export: Export, prompts: FakePrompts, tmp_path: Path) -> None:
    prompts.save_to = tmp_path / "out.txt"

    def fill(form: Form) -> None:
        form.choose("Format", "txt")
        form.choose("Speakers", "roles")
        form.choose("Numbers", "turns")
        form.untick_header()
        assert form.shown.startswith("1 I: What came to mind")

    export(fill)
    assert prompts.errors == []
    assert (
        (tmp_path / "out.txt")
        .read_text(encoding="utf-8")
        .startswith("1 I: What came to mind when you read it?\n\n2 P: ")
    )
    assert "4 turns" in prompts.notes[0]


def test_the_last_choice_is_there_again(
    study: MainWindow, export: Export, prompts: FakePrompts, tmp_path: Path
) -> None:
    prompts.save_to = tmp_path / "out.rtf"

    def fill(form: Form) -> None:
        form.choose("Format", "rtf")
        form.choose("Numbers", "lines")

    export(fill)
    assert study.settings.transcript_export["numbers"] == "lines"
    seen: list[ExportOptions] = []
    export(lambda form: seen.append(form.dialog.choice().options))
    assert [(options.format, options.layout.numbers) for options in seen] == [("rtf", "lines")]


def test_a_transcript_s_own_rules_are_offered_first(study: MainWindow, export: Export) -> None:
    assert study.workspace is not None
    describe(study.workspace.project, 1, conventions=DRESING_PEHL_SIMPLE)
    seen: list[ExportOptions] = []
    export(lambda form: seen.append(form.dialog.choice().options))
    assert [(options.layout.labels, options.layout.times_every) for options in seen] == [("roles", 1)]


def test_date_and_verifier_are_written_down_and_printed(
    study: MainWindow, export: Export, prompts: FakePrompts, tmp_path: Path
) -> None:
    prompts.save_to = tmp_path / "out.txt"

    def fill(form: Form) -> None:
        form.choose("Format", "txt")
        form.type("Date of recording", "2026-03-14")
        form.type("Verified by", "A. Tremblay")
        assert "Verified by: A. Tremblay" in form.shown

    export(fill)
    assert study.workspace is not None
    record = record_of(study.workspace.project, 1)
    assert (record.recorded_on, record.verifier) == ("2026-03-14", "A. Tremblay")
    written = (tmp_path / "out.txt").read_text(encoding="utf-8")
    assert "Date of recording: 2026-03-14\n" in written and "Verified by: A. Tremblay\n" in written
    assert "De-identified:\n" in written


def test_what_is_no_date_is_said_and_nothing_is_written(export: Export, prompts: FakePrompts, tmp_path: Path) -> None:
    prompts.save_to = tmp_path / "out.docx"
    export(lambda form: form.type("Date of recording", "spring"))
    assert "no date" in prompts.errors[0].message
    assert not (tmp_path / "out.docx").exists()


def test_a_format_that_needs_times_says_so_before(export: Export, prompts: FakePrompts) -> None:
    seen = []

    def look(form: Form) -> None:
        form.choose("Format", "vtt")
        seen.append((form.button("Export…").isEnabled(), form.shown != ""))
        form.choose("Format", "docx")
        seen.append((form.button("Export…").isEnabled(), "What came to mind" in form.shown))

    export(look)
    assert seen == [(False, False), (True, True)]


def test_turns_without_a_time_keep_no_others_from_being_subtitles(study: MainWindow, tmp_path: Path) -> None:
    assert study.workspace is not None
    other = tmp_path / "P08.txt"
    title = "\n".join(f"Line {number} of a long title." for number in range(14))
    other.write_text(f"{title}\nI: [0:05] Why?\nP08: [0:09] Because.", encoding="utf-8")
    sources = importing.add_files(study.workspace.project, [other])
    dialog = ExportTranscriptDialog(
        study.workspace.project, sources, sources[0].id, ExportOptions("vtt"), study.workspace
    )
    form = Form(dialog)
    assert form.button("Export…").isEnabled()
    assert "left out: 14" in " ".join(label.text() for label in dialog.findChildren(QLabel))


def test_several_go_into_a_folder_and_replacing_is_asked(
    study: MainWindow, export: Export, prompts: FakePrompts, tmp_path: Path
) -> None:
    assert study.workspace is not None
    other = tmp_path / "P08.txt"
    other.write_text("I: Why?\nP08: Because.\nI: Oh?\nP08: Yes.", encoding="utf-8")
    importing.add_files(study.workspace.project, [other])
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "P08.txt").write_text("older")
    prompts.save_to = folder

    def fill(form: Form) -> None:
        form.choose("Format", "txt")
        ticked = [form.sources.item(row).checkState() == Qt.CheckState.Checked for row in range(2)]
        assert sum(ticked) == 1
        form.button("Tick all").click()
        assert not form.line("Verified by").isEnabled()

    prompts.yes = False
    export(fill)
    assert [path.read_text() for path in folder.iterdir()] == ["older"]
    prompts.yes = True
    export(fill)
    assert prompts.asked.count("Replace files?") == 2
    assert sorted(path.name for path in folder.iterdir()) == ["P07 nurse.txt", "P08.txt"]
    assert "P08: Because." in (folder / "P08.txt").read_text(encoding="utf-8")
