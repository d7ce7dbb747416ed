"""The bar that plays: buttons, the line of time, speed, going back on pause, volume."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from interviewcoder.ui.coding_view.clock import as_clock
from interviewcoder.ui.icons import dress
from interviewcoder.ui.key_bindings import KeyBindings
from interviewcoder.ui.player.choices import LOUDEST, SPEEDS, Choices
from interviewcoder.ui.player.playback import DEFAULT_REWIND_MS, Playback
from interviewcoder.ui.player.seek_slider import SeekSlider
from interviewcoder.ui.player.sound_menu import SoundMenu

if TYPE_CHECKING:
    from interviewcoder.project.file import Project
    from interviewcoder.project.media import MediaView

SKIP_MS = 5000
REWINDS_S = (0, 1, 2, 3, 4, 5)
# Narrower than this, the line of time gets a row of its own.
_ONE_ROW_WIDTH = 760
_VOLUME_WIDTHS = (32, 72)
_GAP = 6
_BUTTON_SIZE = QSize(20, 20)


class PlayerBar(QWidget):
    """Plays the recording of the source that is shown.

    `play_action` and `back_action` work in the whole window and may stand in
    a menu. `load(None)` before the project is closed.
    """

    position_changed = Signal(int)  # ms
    playing_changed = Signal(bool)
    loop_changed = Signal(object)  # (start, end) in ms, or None
    loop_wanted = Signal()  # of what is selected or spoken
    failed = Signal(str)

    def __init__(self, keys: KeyBindings | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Player"))
        self._keys = keys or KeyBindings(parent=self)
        self._playback = Playback(self)
        self._why = ""
        self._make_actions()
        self._make_line()
        self._make_settings()
        self._lay_out()
        self._connect()
        self._on_volume_changed()
        self._show_duration(0)
        self._set_usable(False)

    @property
    def position_ms(self) -> int:
        """Where in the recording we are."""
        return self._playback.position_ms

    @property
    def playing(self) -> bool:
        """Whether the recording is being played."""
        return self._playback.playing

    def load(self, project: Project | None, media: MediaView | None = None) -> None:
        """Get a recording ready, paused at its beginning; None lets go of the last one.

        Raises:
            NotFound: the recording is no longer in the project.
        """
        if project is None or media is None:
            self._playback.release()
        else:
            self._playback.load(project, media)
        self._set_usable(self._playback.loaded)

    def explain(self, words: str) -> None:
        """Say why nothing can be played, where the time stands else."""
        self._why = words
        self.setToolTip(words)
        self._show_time(0)

    def play_from(self, position_ms: int) -> None:
        """Play from a moment on; also while the recording is still being opened."""
        self._playback.play_from(position_ms)

    def seek(self, position_ms: int) -> None:
        """Go to a moment, playing or not."""
        self._playback.seek(position_ms)

    def seek_by(self, step_ms: int) -> None:
        """Go back (negative) or on from where we are."""
        self._playback.seek(self.position_ms + step_ms)

    @property
    def loop(self) -> tuple[int, int] | None:
        """The passage that is played again and again, in ms."""
        return self._playback.loop

    def set_loop(self, loop: tuple[int, int] | None) -> None:
        """Play a passage again and again, from now on; None ends that."""
        self._playback.set_loop(loop)
        if loop is not None and not min(loop) <= self.position_ms < max(loop):
            self.seek(min(loop))

    def menu_actions(self) -> list[QAction]:
        """What a menu offers of it."""
        return [
            self.play_action,
            self.back_action,
            self.forward_action,
            self.slower_action,
            self.faster_action,
            self.normal_speed_action,
            self.loop_action,
            self.waveform_action,
        ]

    def choices(self) -> Choices:
        """How the person listens."""
        return Choices(self._playback.treatment, self._volume.value())

    def choose(self, choices: Choices) -> None:
        """Take over how the person listens."""
        self._sound.show_treatment(choices.treatment)
        self._speed.setCurrentIndex(max(0, self._speed.findData(choices.treatment.speed)))
        self._volume.setValue(choices.volume)
        self._on_treatment_chosen()

    def pause(self) -> None:
        """Pause, and go back as far as the person has set."""
        self._playback.pause()

    def toggle(self) -> None:
        """Play, or pause."""
        if self._playback.playing:
            self._playback.pause()
        else:
            self._playback.play()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take one row or two."""
        super().resizeEvent(event)
        self._arrange(two_rows=event.size().width() < _ONE_ROW_WIDTH)

    def minimumSizeHint(self) -> QSize:
        """As narrow as two rows get, so that the one row never keeps a window wide."""
        boxes = (self._rewind, self._speed, self._sound_button, self._mute)
        settings = sum(box.sizeHint().width() + _GAP for box in boxes) + _VOLUME_WIDTHS[0]
        edges = self._rows.contentsMargins()
        width = self._buttons.sizeHint().width() + _GAP + settings + edges.left() + edges.right()
        return QSize(width, super().minimumSizeHint().height())

    def _make_actions(self) -> None:
        self.play_action = self._action("play", self.tr("Play"), "play")
        self.back_action = self._action("back", self.tr("Back 5 seconds"), "back")
        self.forward_action = self._action("forward", self.tr("Forward 5 seconds"), "forward")
        self.slower_action = self._action("slower", self.tr("Slower"))
        self.faster_action = self._action("faster", self.tr("Faster"))
        self.normal_speed_action = self._action("normal_speed", self.tr("As fast as it was spoken"))
        self.loop_action = self._action("loop", self.tr("Loop the passage"), "loop")
        self.loop_action.setCheckable(True)
        self.waveform_action = QAction(self.tr("Waveform"), self)
        self.waveform_action.setCheckable(True)
        dress(self.waveform_action, "waveform")
        self._keys.changed.connect(self._show_keys)
        self._show_keys()

    def _show_keys(self) -> None:
        of_actions = {
            "play": self.play_action,
            "back": self.back_action,
            "forward": self.forward_action,
            "loop": self.loop_action,
        }
        for action_id, action in of_actions.items():
            key = self._keys.words(action_id)
            action.setToolTip(f"{action.text()} ({key})" if key else action.text())

    def _action(self, action_id: str, text: str, icon_name: str = "") -> QAction:
        action = QAction(text, self)
        if icon_name:
            dress(action, icon_name)
        self._keys.bind(action, action_id)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self.addAction(action)
        return action

    def _make_line(self) -> None:
        self._line = SeekSlider(self)
        self._line.setAccessibleName(self.tr("Position in the recording"))
        self._time = QLabel(self)
        self._time.setAccessibleName(self.tr("Time and length"))
        self._time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._time.setContentsMargins(2, 0, 4, 0)

    def _make_settings(self) -> None:
        self._speed = QComboBox(self)
        self._speed.setAccessibleName(self.tr("Speed"))
        self._speed.setToolTip(self.tr("Speed; voices keep their pitch"))
        for speed in SPEEDS:
            self._speed.addItem(self.tr("{speed}×").format(speed=f"{speed:g}"), speed)
        self._speed.setCurrentIndex(SPEEDS.index(1.0))
        self._rewind = QComboBox(self)
        self._rewind.setAccessibleName(self.tr("Back on pause"))
        self._rewind.setToolTip(self.tr("How far to go back on pause"))
        for seconds in REWINDS_S:
            self._rewind.addItem(self.tr("−{seconds} s").format(seconds=seconds), seconds * 1000)
        self._rewind.setCurrentIndex(REWINDS_S.index(DEFAULT_REWIND_MS // 1000))
        self._rewind_label = QLabel(self.tr("Back on pause"), self)
        self._sound = SoundMenu(self)
        self._sound_button = QToolButton(self)
        self._sound_button.setProperty("role", "quiet")
        self._sound_button.setMenu(self._sound)
        self._sound_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._sound_button.setAccessibleName(self.tr("Sound"))
        self._sound_button.setToolTip(self.tr("Make a bad recording easier to hear"))
        self._sound_button.setCheckable(True)
        dress(self._sound_button, "sound")
        self._mute = QToolButton(self)
        self._mute.setCheckable(True)
        self._mute.setProperty("role", "quiet")
        self._mute.setAccessibleName(self.tr("Mute"))
        self._volume = QSlider(Qt.Orientation.Horizontal, self)
        self._volume.setAccessibleName(self.tr("Volume"))
        self._volume.setRange(0, LOUDEST)
        self._volume.setValue(LOUDEST)
        self._volume.setMinimumWidth(_VOLUME_WIDTHS[0])
        self._volume.setMaximumWidth(_VOLUME_WIDTHS[1])

    def _lay_out(self) -> None:
        self._buttons = QWidget(self)
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(2)
        for action in (self.waveform_action, self.back_action, self.play_action, self.forward_action, self.loop_action):
            button = QToolButton(self._buttons)
            button.setDefaultAction(action)
            button.setProperty("role", "quiet")
            button.setIconSize(_BUTTON_SIZE)
            buttons.addWidget(button)
        self._settings = QWidget(self)
        settings = QHBoxLayout(self._settings)
        settings.setContentsMargins(0, 0, 0, 0)
        settings.setSpacing(_GAP)
        for widget in (self._rewind_label, self._rewind, self._speed, self._sound_button, self._mute, self._volume):
            settings.addWidget(widget)
        self._rows = QGridLayout(self)
        self._rows.setContentsMargins(6, 4, 8, 4)
        self._rows.setHorizontalSpacing(_GAP)
        self._rows.setSizeConstraint(QGridLayout.SizeConstraint.SetNoConstraint)
        self._rows.setVerticalSpacing(2)
        self._rows.setColumnStretch(1, 1)
        self._two_rows: bool | None = None
        self._arrange(two_rows=False)

    def _arrange(self, *, two_rows: bool) -> None:
        if two_rows == self._two_rows:
            return
        self._two_rows = two_rows
        for part in (self._buttons, self._line, self._time, self._settings):
            self._rows.removeWidget(part)
        self._rewind_label.setVisible(not two_rows)
        self._rows.addWidget(self._buttons, 1 if two_rows else 0, 0)
        self._rows.addWidget(self._line, 0, 0 if two_rows else 1, 1, 2 if two_rows else 1)
        self._rows.addWidget(self._time, 0, 2)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self._rows.addWidget(self._settings, 1 if two_rows else 0, 1 if two_rows else 3, 1, 2 if two_rows else 1, right)

    def _connect(self) -> None:
        self.play_action.triggered.connect(self.toggle)
        self.back_action.triggered.connect(self._on_back)
        self.forward_action.triggered.connect(self._on_forward)
        self._line.actionTriggered.connect(self._on_line_moved)
        self.slower_action.triggered.connect(lambda: self._change_speed(-1))
        self.faster_action.triggered.connect(lambda: self._change_speed(1))
        self.normal_speed_action.triggered.connect(lambda: self._speed.setCurrentIndex(SPEEDS.index(1.0)))
        self.loop_action.triggered.connect(self._on_loop)
        self._speed.currentIndexChanged.connect(self._on_treatment_chosen)
        self._sound.changed.connect(self._on_treatment_chosen)
        self._playback.loop_changed.connect(self._on_loop_changed)
        self._rewind.currentIndexChanged.connect(self._on_rewind_chosen)
        self._volume.valueChanged.connect(self._on_volume_changed)
        self._mute.toggled.connect(self._on_volume_changed)
        self._playback.position_changed.connect(self._on_position_changed)
        self._playback.duration_changed.connect(self._show_duration)
        self._playback.playing_changed.connect(self._on_playing_changed)
        self._playback.output_changed.connect(self._on_output_changed)
        self._playback.failed.connect(self._on_failed)

    def _set_usable(self, usable: bool) -> None:
        actions = (self.play_action, self.back_action, self.forward_action, self.loop_action, self.waveform_action)
        speeds = (self.slower_action, self.faster_action, self.normal_speed_action)
        for action in (*actions, *speeds):
            action.setEnabled(usable)
        for widget in (self._line, self._time, self._settings):
            widget.setEnabled(usable)

    def _show_duration(self, duration_ms: int) -> None:
        with QSignalBlocker(self._line):
            self._line.setRange(0, duration_ms)
        # So wide that it doesn't jump while the time runs.
        length = as_clock(duration_ms)
        widest = self._time.fontMetrics().horizontalAdvance(f"{length} / {length}".replace("1", "0"))
        self._time.setMinimumWidth(widest + _GAP)
        self._show_time(self.position_ms)

    def _show_time(self, position_ms: int) -> None:
        self._time.setText(self._why or f"{as_clock(position_ms)} / {as_clock(self._playback.duration_ms)}")

    def _on_position_changed(self, position_ms: int) -> None:
        if not self._line.isSliderDown():
            with QSignalBlocker(self._line):
                self._line.setValue(position_ms)
        self._show_time(position_ms)
        self.position_changed.emit(position_ms)

    def _on_playing_changed(self, playing: bool) -> None:
        self.play_action.setText(self.tr("Pause") if playing else self.tr("Play"))
        self._show_keys()
        dress(self.play_action, "pause" if playing else "play")
        self.playing_changed.emit(playing)

    def _on_failed(self, message: str) -> None:
        self._set_usable(self._playback.loaded)
        self.failed.emit(message)

    def _on_back(self) -> None:
        self.seek_by(-SKIP_MS)

    def _on_forward(self) -> None:
        self.seek_by(SKIP_MS)

    def _on_loop(self) -> None:
        if self.loop is not None:
            self.set_loop(None)
        else:
            # It is checked when there is a loop.
            self.loop_action.setChecked(False)
            self.loop_wanted.emit()

    def _on_loop_changed(self, loop: tuple[int, int] | None) -> None:
        self.loop_action.setChecked(loop is not None)
        self.loop_action.setText(self.tr("End the loop") if loop is not None else self.tr("Loop the passage"))
        self._show_keys()
        self.loop_changed.emit(loop)

    def _change_speed(self, steps: int) -> None:
        self._speed.setCurrentIndex(min(max(self._speed.currentIndex() + steps, 0), len(SPEEDS) - 1))

    def _on_line_moved(self) -> None:
        self.seek(self._line.sliderPosition())

    def _on_treatment_chosen(self) -> None:
        self._playback.set_treatment(self._sound.treatment(self._speed.currentData()))
        # Pressed in, it says that what is heard isn't what was recorded.
        self._sound_button.setChecked(self._sound.is_used)

    @property
    def rewind_s(self) -> int:
        """How far a pause goes back, in whole seconds."""
        return int(self._rewind.currentData()) // 1000

    def set_rewind(self, seconds: int) -> None:
        """Choose how far a pause goes back; a number that isn't offered is left alone."""
        if seconds in REWINDS_S:
            self._rewind.setCurrentIndex(REWINDS_S.index(seconds))

    def _on_rewind_chosen(self) -> None:
        self._playback.rewind_ms = self._rewind.currentData()

    def _on_volume_changed(self) -> None:
        muted = self._mute.isChecked()
        dress(self._mute, "muted" if muted else "volume")
        self._playback.set_volume(0.0 if muted else self._volume.value() / 100)

    def _on_output_changed(self, audible: bool) -> None:
        for widget in (self._mute, self._volume):
            widget.setEnabled(audible)
        silence = "" if audible else self.tr("This computer has nothing to hear with: time passes in silence.")
        self._mute.setToolTip(silence or self.tr("Mute"))
        self._volume.setToolTip(silence or self.tr("Volume"))
