"""What each entry of the menus does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from interviewcoder.ui import areas, export, export_memos, recordings
from interviewcoder.ui.privacy import steps as privacy_steps
from interviewcoder.ui.review import menu_entries as review_entries
from interviewcoder.ui.team import steps as team_steps

if TYPE_CHECKING:
    from interviewcoder.ui.main_window import MainWindow


def steps(window: MainWindow) -> Mapping[str, Callable[[], object]]:
    """The step behind each action of `menus.Menus`, by its name."""
    others = {**team_steps.STEPS, **review_entries.STEPS, **privacy_steps.STEPS}
    named = {name: partial(step, window) for name, step in others.items()}
    return {**_project(window), **_coding(window), **named, **_view(window), **_places(window)}


def _project(window: MainWindow) -> dict[str, Callable[[], object]]:
    at_work = window.at_work
    return {
        "new": window.new_project,
        "open": window.ask_project,
        "sample": window.open_sample,
        "add": lambda: at_work().adding.ask_files(),
        "codebook": lambda: export.export_codebook(at_work(), window.prompts, window.settings),
        "transcripts": lambda: export.export_transcripts(at_work(), window.prompts, window.settings),
        "back_up": window.back_up_now,
        "restore": window.restore_backup,
        "close": window.close_project,
        "quit": window.close,
        "undo": lambda: window.step_back(undo=True),
        "redo": lambda: window.step_back(undo=False),
        "history": lambda: at_work().history.show_page(),
        "changes": lambda: at_work().history.show_changes(),
        "versions": lambda: at_work().history.show_versions(),
        "rename_project": window.rename_project,
    }


def _coding(window: MainWindow) -> dict[str, Callable[[], object]]:
    at_work = window.at_work
    return {
        "copy": lambda: at_work().reading.view.copy_passage(),
        "find": lambda: at_work().reading.find_bar.open(),
        "replace": lambda: at_work().reading.replace_bar.open(),
        "replace_everywhere": lambda: at_work().receipts.replace_everywhere(),
        "without_words": lambda: at_work().receipts.show_without_words(),
        "find_everywhere": lambda: at_work().finding.show_page(),
        "next_hit": lambda: at_work().finding.step(1),
        "previous_hit": lambda: at_work().finding.step(-1),
        "code": lambda: at_work().reading.view.open_entry(),
        "in_vivo": lambda: at_work().reading.code_in_vivo(),
        "code_again": lambda: at_work().coding.code_again(),
        "code_chosen": lambda: at_work().coding.code_as_chosen(),
        "code_turn": lambda: at_work().coding.code_turn(),
        "pseudonymise": lambda: at_work().deidentify.replace_passage(),
        "autocode": lambda: at_work().autocode.open_autocode(),
        "negative": lambda: at_work().coding.toggle_negative(),
        "semantic": lambda: at_work().coding.toggle_level("semantic"),
        "latent": lambda: at_work().coding.toggle_level("latent"),
        "coding_memo": lambda: at_work().coding.write_memo(),
        "change_code": lambda: at_work().coding.change_code(),
        "merge_codes": lambda: at_work().codes.merge_chosen(),
        "split_code": lambda: at_work().codes.split_chosen(),
        "exemplar": lambda: at_work().reading.toggle_exemplar(),
        "remove": lambda: at_work().reading.remove_coding(),
        "new_memo": lambda: at_work().memos.new_memo(),
        "journal": lambda: at_work().memos.new_entry(),
        "link_memo": lambda: at_work().memos.link_passage(),
        "memos": lambda: at_work().memos.show_page(),
        "export_memos": lambda: export_memos.export_memos(at_work(), window.prompts),
        "transcribe": lambda: at_work().ask_transcription([at_work().sources.current_id() or 0]),
        "transcribe_all": lambda: at_work().transcribe_all(),
        "correct": lambda: at_work().reading.toggle_correcting(),
        "speakers": lambda: at_work().reading.ask_speakers(),
        "participants": lambda: at_work().cases.add_for_each_source(),
        "opus": lambda: recordings.store_as_opus(at_work(), window.prompts, window.strip),
        "passages": lambda: at_work().passages.show_passages(),
        "frequencies": lambda: at_work().passages.show_frequencies(),
        "models": lambda: recordings.show_models(window.settings, window.prompts, window.workspace),
    }


def _view(window: MainWindow) -> dict[str, Callable[[], object]]:
    return {
        "keys": window.set_keys,
        "bigger": lambda: window.set_text_size(window.text_size() + 1),
        "smaller": lambda: window.set_text_size(window.text_size() - 1),
        "normal": lambda: window.set_text_size(0),
        "transcript_larger": lambda: window.at_work().options.looks.enlarge(1),
        "transcript_smaller": lambda: window.at_work().options.looks.enlarge(-1),
        "focus": lambda: window.at_work().options.open_menu(),
        "wording": lambda: window.at_work().deidentify.switch.toggle(),
        "show_all": lambda: window.at_work().options.show_all(),
        "palette": window.open_palette,
        "read": window.read_alone,
        "reset_layout": lambda: window.at_work().layout_memory.reset(),
        "shortcuts": window.show_shortcuts,
        "about": window.show_about,
    }


def _places(window: MainWindow) -> dict[str, Callable[[], object]]:
    at_work = window.at_work
    to_areas = {f"to_{name}": partial(_go_to, window, name) for name in areas.AREAS}
    return {
        **to_areas,
        "next_area": lambda: areas.next_area(at_work(), 1),
        "last_area": lambda: areas.next_area(at_work(), -1),
    }


def _go_to(window: MainWindow, name: str) -> None:
    areas.go_to_area(window.at_work(), name)
