"""The menus of the window and their shortcuts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QMenuBar, QToolButton, QWidget

from interviewcoder.ui import icons, theme
from interviewcoder.ui.first_paint import AfterFirstPaint
from interviewcoder.ui.key_bindings import KeyAction, KeyBindings, text_of
from interviewcoder.ui.privacy import steps as privacy_steps
from interviewcoder.ui.review import menu_entries as review_entries
from interviewcoder.ui.team import steps as team_steps

_Standard = QKeySequence.StandardKey
# Before the names of the menus' entries, where other keys are named beside them.
MENU_KEY = "menu."


def plain_text(action: QAction | QMenu) -> str:
    """What an entry says, without the sign for its letter and the dots."""
    text = action.title() if isinstance(action, QMenu) else action.text()
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").split("\t")[0].rstrip("…")


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    text: str
    keys: QKeySequence | None = None
    drawing: str = ""
    needs: str = "project"  # what must be there: "", "project", "source", "recording" or "passage"


class Menus(QMenuBar):
    """All menus. Actions are found by name in `actions_by_name`; the window connects them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.actions_by_name: dict[str, QAction] = {}
        self._needs: dict[str, str] = {}
        self._there: set[str] = set()
        self._menu_of: dict[str, str] = {}
        self._drawings: dict[str, str] = {}
        self.recent_projects = QMenu(self.tr("Open &recent"), self)
        self.recent_codes = QMenu(self.tr("&Recent codes"), self)
        self.panels = QMenu(self.tr("&Panels"), self)
        self.places = QMenu(self.tr("&Go to"), self)
        self.transcript = QMenu(self.tr("T&ranscript"), self)
        self.themes = QActionGroup(self)
        self._fill_file()
        self._fill_edit()
        self._fill_code()
        self._fill_memo()
        self._fill_analyse()
        self._fill_transcribe()
        self._fill_team()
        self._fill_privacy()
        self._fill_view()
        self._fill_help()
        self.setCornerWidget(self._corner())
        self.show_state(set())
        # Nobody sees a closed menu's icons: drawing them waits until the window is there.
        AfterFirstPaint(self, self._draw_icons)

    def action(self, name: str) -> QAction:
        """An action by its name."""
        return self.actions_by_name[name]

    def bind(self, keys: KeyBindings) -> None:
        """Let the entries have the keys that a person set for them."""
        keys.take(self._key_actions())
        for name, action in self.actions_by_name.items():
            keys.bind(action, MENU_KEY + name)

    def _key_actions(self) -> list[KeyAction]:
        return [
            KeyAction(
                MENU_KEY + name,
                plain_text(action),
                text_of(action.shortcuts()),
                self.tr("Menu “{menu}”").format(menu=self._menu_of[name]),
            )
            for name, action in self.actions_by_name.items()
        ]

    def why_not(self, name: str) -> str:
        """Why an entry can't be chosen now: what is missing for it."""
        words = {
            "project": self.tr("Open a project first."),
            "source": self.tr("Open a source that has a transcript first."),
            "recording": self.tr("Open a source that has a recording first."),
            "passage": self.tr("Select a passage of the transcript first."),
        }
        nothing = {"undo": self.tr("There is nothing to undo."), "redo": self.tr("There is nothing to do again.")}
        if name in nothing and "project" in self._there:
            return nothing[name]
        return words.get(self._needs.get(name, "project"), words["project"])

    def show_state(self, there: set[str]) -> None:
        """Enable what can be done; `there` holds of "project", "source", "recording", "passage" what is there."""
        self._there = there
        for name, needed in self._needs.items():
            self.actions_by_name[name].setEnabled(not needed or needed in there)
        self.recent_codes.setEnabled("passage" in there)
        self.panels.setEnabled("project" in there)
        self.places.setEnabled("project" in there)
        self.transcript.setEnabled("project" in there)

    def show_history(self, undo: str | None, redo: str | None) -> None:
        """Say what undo and redo would do; None where there is nothing."""
        for name, label, words in (
            ("undo", undo, self.tr("&Undo")),
            ("redo", redo, self.tr("&Redo")),
        ):
            action = self.actions_by_name[name]
            action.setEnabled(label is not None)
            # An ampersand in a menu underlines the next letter.
            action.setText(f"{words} “{label.replace('&', '&&')}”" if label else words)
            action.setToolTip(action.text().replace("&", "") + f" ({action.shortcut().toString()})")

    def _fill_file(self) -> None:
        menu = self._menu(self.tr("&File"))
        self._add(menu, _Entry("new", self.tr("&New project…"), QKeySequence(_Standard.New), "new", ""))
        self._add(menu, _Entry("open", self.tr("&Open project…"), QKeySequence(_Standard.Open), "folder", ""))
        menu.addMenu(self.recent_projects)
        self._add(menu, _Entry("sample", self.tr("Open the &sample study"), None, "sample", ""))
        menu.addSeparator()
        add_text = self.tr("&Add recordings or transcripts…")
        self._add(menu, _Entry("add", add_text, QKeySequence("Ctrl+Shift+A"), "add"))
        transcripts = self.tr("Export &transcripts…")
        self._add(menu, _Entry("transcripts", transcripts, QKeySequence("Ctrl+Shift+E"), "text"))
        self._add(menu, _Entry("codebook", self.tr("&Export codebook…"), None, "codebook"))
        menu.addSeparator()
        self._add(menu, _Entry("back_up", self.tr("&Back up now"), QKeySequence("Ctrl+B"), "backup"))
        self._add(menu, _Entry("restore", self.tr("Restore a back&up…")))
        menu.addSeparator()
        self._add(menu, _Entry("close", self.tr("&Close project"), QKeySequence("Ctrl+W")))
        self._add(menu, _Entry("quit", self.tr("&Quit"), QKeySequence("Ctrl+Q"), "", ""))

    def _fill_edit(self) -> None:
        menu = self._menu(self.tr("&Edit"))
        self._add(menu, _Entry("undo", self.tr("&Undo"), QKeySequence(_Standard.Undo), "undo"))
        self._add(menu, _Entry("redo", self.tr("&Redo"), None, "redo")).setShortcuts(
            # Some systems have it on one of both, people have it in their fingers on either.
            [QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")]
        )
        self._add(menu, _Entry("history", self.tr("&History"), QKeySequence("Ctrl+H"), "history"))
        menu.addSeparator()
        self._add(menu, _Entry("copy", self.tr("&Copy passage"), QKeySequence(_Standard.Copy), "", "passage"))
        self._add(
            menu, _Entry("find", self.tr("&Find in this source…"), QKeySequence(_Standard.Find), "search", "source")
        )
        replace = self.tr("Rep&lace in this transcript…")
        self._add(menu, _Entry("replace", replace, QKeySequence("Ctrl+Shift+R"), "", "source"))
        self._add(menu, _Entry("replace_everywhere", self.tr("Replace in &all transcripts…")))
        everywhere = self.tr("Find &everywhere…")
        self._add(menu, _Entry("find_everywhere", everywhere, QKeySequence("Ctrl+Shift+F"), "search"))
        for entry in (
            _Entry("next_hit", self.tr("Ne&xt hit"), QKeySequence("F3")),
            _Entry("previous_hit", self.tr("Pre&vious hit"), QKeySequence("Shift+F3")),
        ):
            # Only where text is read: the tree of codes has these keys for its own.
            self._add(menu, entry).setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        menu.addSeparator()
        self._add(menu, _Entry("keys", self.tr("&Keyboard and foot pedal…"), None, "", ""))
        menu.addSeparator()
        self._add(menu, _Entry("rename_project", self.tr("Rename &project…"), None, "rename"))

    def _fill_code(self) -> None:
        menu = self._menu(self.tr("&Code"))
        self._add(menu, _Entry("code", self.tr("&Code passage…"), QKeySequence("Ctrl+Return"), "code", "passage"))
        self._add(menu, _Entry("in_vivo", self.tr("Code &in vivo"), QKeySequence("Ctrl+I"), "in_vivo", "passage"))
        self._add(menu, _Entry("code_again", self.tr("Code &again as last"), QKeySequence("Ctrl+R"), "", "passage"))
        chosen = self.tr("Code as chosen in the &tree")
        self._add(menu, _Entry("code_chosen", chosen, QKeySequence("Ctrl+Shift+K"), "", "passage"))
        menu.addMenu(self.recent_codes)
        turn = self.tr("Code the &whole turn…")
        self._add(menu, _Entry("code_turn", turn, QKeySequence("Ctrl+Shift+T"), "", "source"))
        self._add(menu, _Entry("autocode", self.tr("A&utocode…"), QKeySequence("Ctrl+Shift+H"), "search"))
        pseudonym = self.tr("Replace &by pseudonym…")
        self._add(menu, _Entry("pseudonymise", pseudonym, QKeySequence("Ctrl+D"), "", "passage"))
        menu.addSeparator()
        self._fill_one_coding(menu)
        menu.addSeparator()
        self._add(menu, _Entry("merge_codes", self.tr("Mer&ge codes…"), None, "merge"))
        self._add(menu, _Entry("split_code", self.tr("S&plit code…"), None, "split"))
        self._add(menu, _Entry("without_words", self.tr("C&odings without words")))
        self._add(menu, _Entry("versions", self.tr("Codebook &versions…"), None, "codebook"))

    def _fill_one_coding(self, menu: QMenu) -> None:
        self._add(menu, _Entry("exemplar", self.tr("&Exemplar on or off"), QKeySequence("Ctrl+M"), "star", "source"))
        negative = self.tr("&Negative case on or off")
        self._add(menu, _Entry("negative", negative, QKeySequence("Ctrl+Shift+N"), "", "source"))
        self._add(menu, _Entry("semantic", self.tr("&Semantic on or off"), None, "", "source"))
        self._add(menu, _Entry("latent", self.tr("&Latent on or off"), None, "", "source"))
        self._add(menu, _Entry("coding_memo", self.tr("Memo of the co&ding…"), None, "memo", "source"))
        self._add(menu, _Entry("change_code", self.tr("C&hange code of coding…"), None, "", "source"))
        self._add(menu, _Entry("remove", self.tr("Re&move coding"), None, "delete", "source"))

    def _fill_memo(self) -> None:
        menu = self._menu(self.tr("&Memo"))
        self._add(menu, _Entry("new_memo", self.tr("&New memo…"), QKeySequence("Ctrl+Shift+M"), "memo"))
        self._add(menu, _Entry("journal", self.tr("New &journal entry"), QKeySequence("Ctrl+Shift+J"), "journal"))
        link = self.tr("&Link to the selected passage")
        self._add(menu, _Entry("link_memo", link, QKeySequence("Ctrl+Shift+L"), "link", "passage"))
        menu.addSeparator()
        self._add(menu, _Entry("memos", self.tr("All &memos")))
        self._add(menu, _Entry("export_memos", self.tr("&Export memos…")))

    def _fill_analyse(self) -> None:
        menu = self._menu(self.tr("A&nalyse"))
        passages = self.tr("&Passages of codes…")
        self._add(menu, _Entry("passages", passages, QKeySequence("Ctrl+Shift+P"), "search"))
        self._add(menu, _Entry("frequencies", self.tr("&Frequencies of codes…"), None, "codebook"))
        self._add(menu, _Entry("changes", self.tr("&What changed since…"), None, "history"))

    def _fill_transcribe(self) -> None:
        menu = self._menu(self.tr("&Transcribe"))
        text = self.tr("&Transcribe this recording…")
        self._add(menu, _Entry("transcribe", text, QKeySequence("Ctrl+T"), "transcribe", "recording"))
        self._add(menu, _Entry("transcribe_all", self.tr("Transcribe &all that aren’t yet…")))
        menu.addSeparator()
        self._add(menu, _Entry("correct", self.tr("&Correct by ear"), QKeySequence("Ctrl+E"), "rename", "source"))
        self._add(menu, _Entry("speakers", self.tr("Participant and &speakers…"), None, "speakers", "source"))
        self._add(menu, _Entry("participants", self.tr("A &participant for each interview"), None, "participants"))
        self._add(menu, _Entry("opus", self.tr("Store as &Opus…"), None, "", "recording"))
        menu.addSeparator()
        self._add(menu, _Entry("models", self.tr("Whisper &models…"), None, "", ""))
        menu.addSeparator()
        self.transcribe_menu = menu

    def _fill_team(self) -> None:
        menu = self._menu(self.tr("Te&am"))
        groups = (
            (
                _Entry("coders", self.tr("Coders and &roles…"), None, "participants"),
                _Entry("coder", self.tr("Work as another c&oder…"), None, "coder"),
            ),
            (
                _Entry("blind", self.tr("Code &blind…"), None, "hidden"),
                _Entry("blind_done", self.tr("I have &finished this source"), None, "", "source"),
            ),
            (
                _Entry("comments", self.tr("&Comments and tasks"), None, "comment"),
                _Entry("review_copy", self.tr("Make a review co&py…")),
                _Entry("merge", self.tr("&Merge a project or review copy…"), None, "merge"),
            ),
            (
                _Entry("agreement", self.tr("&Agreement")),
                _Entry("disagreements", self.tr("&Disagreements")),
                _Entry("team_report", self.tr("&Team report")),
                _Entry("review_summary", self.tr("Review &summary…")),
            ),
        )
        review = QMenu(self.tr("Re&view"), self)
        for entry in review_entries.entries():
            if entry is None:
                review.addSeparator()
            else:
                name, text, keys, drawing, needs = entry
                self._add(review, _Entry(name, text, QKeySequence(keys) if keys else None, drawing, needs))
        menu.addMenu(review)
        self._add_steps(menu, groups, team_steps.STEPS)

    def _add_steps(self, menu: QMenu, groups: Iterable[Iterable[_Entry]], steps: Collection[str]) -> None:
        """Add the entries that have a step."""
        for group in groups:
            for entry in group:
                if entry.name in steps:
                    self._add(menu, entry)
            menu.addSeparator()

    def _fill_privacy(self) -> None:
        menu = self._menu(self.tr("&Privacy"))
        groups = (
            (_Entry("statement", self.tr("Data handling &statement…"), None, "note"),),
            (
                _Entry("consent", self.tr("&Consent and retention…"), None, "participants"),
                _Entry("withdraw", self.tr("&Withdraw a participant…")),
                _Entry("destroy_audio", self.tr("Destroy &recordings…")),
            ),
            (
                _Entry("deidentify", self.tr("&De-identify"), None, "see"),
                _Entry("pseudonyms", self.tr("&Pseudonyms and key…")),
                _Entry("silence", self.tr("S&ilence names in a recording…"), None, "muted"),
            ),
            (
                _Entry("sharing", self.tr("S&haring ledger…")),
                _Entry("activity_log", self.tr("&Activity log…"), None, "history"),
                _Entry("storage", self.tr("Where the data &lie…"), None, "folder", ""),
            ),
            (
                _Entry("change_passphrase", self.tr("Chan&ge passphrase…")),
                _Entry("recovery_sheet", self.tr("Reco&very sheet…")),
                _Entry("lock_now", self.tr("Loc&k now"), QKeySequence("Ctrl+L"), "locked"),
            ),
            (_Entry("network_lock", self.tr("&Network lock…"), None, "locked", ""),),
        )
        self._add_steps(menu, groups, privacy_steps.STEPS)

    def _fill_view(self) -> None:
        menu = self._menu(self.tr("&View"))
        palette = self.tr("&Command palette…")
        self._add(menu, _Entry("palette", palette, QKeySequence("Ctrl+K"), "", ""))
        self._fill_places(menu)
        menu.addSeparator()
        themes = QMenu(self.tr("&Theme"), self)
        menu.addMenu(themes)
        names = {"system": self.tr("As the &system"), "light": self.tr("&Light"), "dark": self.tr("&Dark")}
        for name in theme.THEMES:
            action = QAction(names[name], self)
            themes.addAction(action)
            action.setCheckable(True)
            action.setData(name)
            self.themes.addAction(action)
        self._add(menu, _Entry("bigger", self.tr("&Bigger text"), None, "", "")).setShortcuts(
            [QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")]
        )
        self._add(menu, _Entry("smaller", self.tr("S&maller text"), QKeySequence(_Standard.ZoomOut), "", ""))
        self._add(menu, _Entry("normal", self.tr("&Normal text"), QKeySequence("Ctrl+0"), "", ""))
        menu.addSeparator()
        self._add(menu, _Entry("transcript_larger", self.tr("Transcript text &larger")))
        self._add(menu, _Entry("transcript_smaller", self.tr("Transcript text &smaller")))
        menu.addMenu(self.transcript)
        menu.addSeparator()
        focus = self.tr("&Focus on codes or people…")
        self._add(menu, _Entry("focus", focus, QKeySequence("Ctrl+Shift+O"), "filter", "source"))
        worded = self.tr("Original or &de-identified text")
        self._add(menu, _Entry("wording", worded, QKeySequence("Ctrl+Shift+D"), "see", "source"))
        self._add(menu, _Entry("show_all", self.tr("Show &all codings"), None, "", "source"))
        menu.addSeparator()
        menu.addMenu(self.panels)
        self._add(menu, _Entry("read", self.tr("F&ull screen, text alone"), QKeySequence(Qt.Key.Key_F11)))
        self._add(menu, _Entry("reset_layout", self.tr("Reset la&yout")))

    def _fill_places(self, menu: QMenu) -> None:
        """The areas of the window, in the order in which one reads it."""
        names = (
            ("sources", self.tr("&Sources")),
            ("transcript", self.tr("&Transcript")),
            ("beside", self.tr("&Codes and other pages")),
            ("results", self.tr("&Results")),
            ("player", self.tr("&Player")),
        )
        for number, (name, text) in enumerate(names, 1):
            self._add(self.places, _Entry(f"to_{name}", text, QKeySequence(f"Alt+{number}")))
        self.places.addSeparator()
        self._add(self.places, _Entry("next_area", self.tr("&Next area"), QKeySequence("Ctrl+F6")))
        self._add(self.places, _Entry("last_area", self.tr("&Last area"), QKeySequence("Ctrl+Shift+F6")))
        menu.addMenu(self.places)

    def _fill_help(self) -> None:
        menu = self._menu(self.tr("&Help"))
        self._add(menu, _Entry("shortcuts", self.tr("&Keys and shortcuts…"), QKeySequence(Qt.Key.Key_F1), "", ""))
        self._add(menu, _Entry("about", self.tr("&About InterviewCoder and your data"), None, "note", ""))

    def _menu(self, title: str) -> QMenu:
        # Made here, as the actions are: what Qt makes on its own account Python may lose sight of.
        menu = QMenu(title, self)
        self.addMenu(menu)
        return menu

    def _add(self, menu: QMenu, entry: _Entry) -> QAction:
        action = QAction(entry.text, self)
        menu.addAction(action)
        if entry.keys is not None:
            action.setShortcut(entry.keys)
        if entry.drawing:
            self._drawings[entry.name] = entry.drawing
        self.actions_by_name[entry.name] = action
        self._menu_of[entry.name] = menu.title().replace("&", "")
        self._needs[entry.name] = entry.needs
        return action

    def _draw_icons(self) -> None:
        for name, drawing in self._drawings.items():
            icons.dress(self.actions_by_name[name], drawing)

    def _corner(self) -> QWidget:
        """The steps that are wanted most, at the right end of the menu bar."""
        corner = QWidget(self)
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 1, 6, 1)
        row.setSpacing(2)
        for name in ("undo", "redo", "codebook"):
            button = QToolButton(corner)
            button.setProperty("role", "quiet")
            icons.dress(self.actions_by_name[name], self._drawings.pop(name))
            button.setDefaultAction(self.actions_by_name[name])
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        self.corner = corner
        return corner
