"""What a person sees of a project in a shared folder: who has it, a view of it, copies in conflict."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPushButton

from interviewcoder.coding import codes
from interviewcoder.errors import NotAllowed, ProjectLocked
from interviewcoder.project import file, lock
from interviewcoder.project.file import Project
from interviewcoder.project.hold import State
from interviewcoder.project.read_only import SavedState
from interviewcoder.ui.main_window import MainWindow
from interviewcoder.ui.shared_folder.held_dialog import HeldChoice, HeldDialog
from interviewcoder.ui.shared_folder.work import SharedFolderWork
from interviewcoder.ui.team import steps as team_steps
from tests.project.others import Others, write_note

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import FakePrompts


@pytest.fixture(scope="module")
def others() -> Iterator[Others]:
    """Other processes, ready to open projects."""
    started = Others()
    yield started
    started.end()


@pytest.fixture
def held(project: Project, interview_file: Path) -> Path:
    """A closed project with a transcript and a code, which another machine’s note says it has open."""
    from interviewcoder.sources import importing

    importing.add_files(project, [interview_file])
    codes.add(project, "Fear")
    project.close()
    write_note(project.path, host="elsewhere")
    return project.path


def _shared(window: MainWindow) -> SharedFolderWork:
    found = window.at_work().findChild(SharedFolderWork)
    assert isinstance(found, SharedFolderWork)
    return found


def _look(window: MainWindow, qtbot: QtBot) -> SharedFolderWork:
    shared = _shared(window)
    # A look that is under way may have begun too early.
    qtbot.waitUntil(lambda: shared.watch.idle)
    with qtbot.waitSignal(shared.watch.seen):
        shared.watch.look()
    return shared


def _names(window: MainWindow) -> list[str]:
    return [code.name for code in codes.tree(window.at_work().project)]


def _texts(dialog: HeldDialog) -> list[str]:
    return [each.text().replace("&", "") for each in dialog.findChildren(QPushButton)]


def test_whoever_knows_no_more_than_the_program_may_read_or_try_again(qtbot: QtBot) -> None:
    here = HeldDialog(ProjectLocked("It is open.", holder="ana"))
    elsewhere = HeldDialog(ProjectLocked("It is open.", holder="ana", may_take_over=True))
    assert _texts(here) == ["Open read-only", "Try again", "Cancel"]
    assert _texts(elsewhere) == ["Open read-only", "Try again", "Open it all the same", "Cancel"]
    for dialog in (here, elsewhere):
        first = dialog.findChildren(QPushButton)[0]
        assert first.isDefault()
        first.click()
        assert dialog.choice is HeldChoice.READ
        dialog.deleteLater()


def test_a_project_that_another_machine_has_is_looked_at(
    window: MainWindow, prompts: FakePrompts, held: Path, qtbot: QtBot
) -> None:
    prompts.held = [HeldChoice.AGAIN, HeldChoice.READ]
    window.open_project(held)
    assert len(prompts.errors) == 2
    shared = _look(window, qtbot)
    assert isinstance(window.at_work().project, SavedState)
    assert "ada on elsewhere has the project open" in shared.state_bar.said
    assert shared.state_bar.offered == ["Refresh"]
    assert "afraid of lawsuits" in window.at_work().reading.view.page.document().toPlainText()
    assert not window.menus.action("code").isEnabled()
    assert window.menus.action("find").isEnabled()
    with pytest.raises(NotAllowed):
        codes.add(window.at_work().project, "Hope")
    window.close_project()
    holder = lock.holder_of(held)
    assert holder is not None
    assert holder.host == "elsewhere"


def test_a_view_notices_what_the_holder_saves_and_when_they_have_closed_it(
    window: MainWindow, prompts: FakePrompts, study: MainWindow, others: Others, qtbot: QtBot
) -> None:
    path = window.at_work().project.path
    window.close_project()
    with others.holding(path) as holder:
        prompts.held = [HeldChoice.READ]
        window.open_project(path)
        assert holder.does("code Hope") == "done"
        shared = _look(window, qtbot)
        assert "They have saved since" in shared.state_bar.said
        assert _names(window) == []
        shared.refresh()
        assert _names(window) == ["Hope"]
        assert "They have had it open since" in _look(window, qtbot).state_bar.said
        # Too early: the dialog says who has it, and the view stays.
        _shared(window).work_in_it()
        assert window.at_work().project.is_view
        assert prompts.errors
    shared = _look(window, qtbot)
    assert shared.state_bar.offered == ["Work in it now", "Refresh"]
    shared.work_in_it()
    assert not window.at_work().project.is_view
    codes.add(window.at_work().project, "Trust")
    assert _names(window) == ["Hope", "Trust"]
    assert _look(window, qtbot).state_bar.said == ""


def test_an_encrypted_view_asks_for_the_passphrase_and_locks_like_a_project(
    window: MainWindow, prompts: FakePrompts, encrypted_project: Project, passphrase: str, qtbot: QtBot
) -> None:
    encrypted_project.close()
    write_note(encrypted_project.path, host="elsewhere")
    prompts.held, prompts.passphrases = [HeldChoice.READ], [passphrase]
    window.open_project(encrypted_project.path)
    assert window.at_work().project.is_view
    window.locking.lock()
    qtbot.waitUntil(lambda: window.workspace is None)
    window.locking.unlock(passphrase)
    assert window.at_work().project.is_view


def test_a_project_that_can_not_be_written_opens_to_be_read(
    window: MainWindow, prompts: FakePrompts, project: Project, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.close()
    # Root writes everywhere: what the system would say of a read-only disk.
    monkeypatch.setattr("os.access", lambda path, mode: False)
    window.open_project(project.path)
    assert window.at_work().project.is_view
    assert "can’t be written where it is" in _look(window, qtbot).state_bar.said
    assert prompts.errors == []


def test_another_machine_s_note_is_noticed_while_one_works(
    study: MainWindow, prompts: FakePrompts, qtbot: QtBot
) -> None:
    path = study.at_work().project.path
    write_note(path, host="elsewhere")
    shared = _look(study, qtbot)
    assert "ada on elsewhere has opened this project, too" in shared.state_bar.said
    assert "ada on elsewhere has opened this project, too" in prompts.notes[0]
    with pytest.raises(ProjectLocked):
        codes.add(study.at_work().project, "Hope")
    # Said once, however often it is looked at.
    assert len(_look(study, qtbot).state_bar.offered) == len(prompts.notes) + 1
    shared.go_on_here()
    qtbot.waitUntil(lambda: shared.state_bar.said == "")
    codes.add(study.at_work().project, "Hope")
    holder = lock.holder_of(path)
    assert holder is not None
    assert holder.is_us


def test_work_goes_on_after_another_file_was_put_in_the_place_of_ours(
    study: MainWindow, prompts: FakePrompts, qtbot: QtBot
) -> None:
    work = study.at_work()
    path, hold = work.project.path, work.project.hold
    theirs = path.with_name("theirs")
    shutil.copy(path, theirs)
    codes.add(work.project, "Mine")
    theirs.replace(path)
    shared = _look(study, qtbot)
    assert hold is not None
    assert hold.look().state is State.REPLACED
    assert shared.state_bar.offered == ["Keep my work as a copy"]
    shared.keep_as_copy()
    assert _names(study) == []
    shared = _look(study, qtbot)
    assert "There is a copy of this project in conflict" in shared.copies_bar.said
    assert "1 step that this project hasn’t" in shared.copies_bar.said


def test_a_project_that_was_deleted_is_written_again(study: MainWindow, qtbot: QtBot) -> None:
    path = study.at_work().project.path
    codes.add(study.at_work().project, "Mine")
    path.unlink()
    shared = _look(study, qtbot)
    assert shared.state_bar.offered == ["Write it again"]
    shared.write_again()
    assert _names(study) == ["Mine"]
    assert study.at_work().project.path == path


def test_a_project_that_was_renamed_is_opened_where_it_is(
    study: MainWindow, prompts: FakePrompts, qtbot: QtBot
) -> None:
    path = study.at_work().project.path
    there = path.rename(path.with_name("renamed.icproj"))
    shared = _look(study, qtbot)
    assert "moved or renamed" in shared.state_bar.said
    shared.state_bar.press("Open it there")
    qtbot.waitUntil(lambda: study.workspace is not None and study.workspace.project.path == there)
    # Nothing that is stored at a closing was asked to go into a file that isn't ours.
    assert prompts.errors == []


def test_a_copy_in_conflict_is_offered_while_one_works_merged_and_set_aside_or_put_off(
    study: MainWindow, prompts: FakePrompts, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = study.at_work().project
    copy = project.path.with_name("study (Ada's conflicted copy 2026-11-23).icproj")
    copy.write_bytes(b"".join(project.blocks()))
    assert _look(study, qtbot).copies_bar.offered == ["Set it aside", "Show in folder", "Not now"]
    with file.open_project(copy) as theirs:
        codes.add(theirs, "Theirs")
    asked: list[Path] = []

    def merged(window: MainWindow, path: Path) -> bool:
        asked.append(path)
        return True

    monkeypatch.setattr(team_steps, "MERGE_FILE", merged)
    shared = _look(study, qtbot)
    assert "Dropbox made it" in shared.copies_bar.said
    assert shared.copies_bar.offered == ["Compare and merge…", "Show in folder", "Not now"]
    shared.copies_bar.press("Compare and merge…")
    qtbot.waitUntil(lambda: asked == [copy] and not copy.exists())
    assert _look(study, qtbot).copies_bar.said == ""
    assert [each.name for each in project.path.with_name("study-backups").glob("*conflicted*")] == [copy.name]
    # What is put off isn't said again.
    journal = project.path.with_name("study.sync-conflict-20261123-101530-ABCDEF7.icproj-journal")
    journal.write_bytes(b"x")
    shared = _look(study, qtbot)
    assert "holds no state of the project by itself" in shared.copies_bar.said
    shared.copies_bar.press("Not now")
    qtbot.waitUntil(lambda: shared.copies_bar.said == "")
    assert _look(study, qtbot).copies_bar.said == ""
