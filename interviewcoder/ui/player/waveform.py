"""The recording drawn as its loudness: click to go there, drag to loop a passage, turn the wheel to come nearer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from interviewcoder.ui.player.waveform_layers import Layers, Shown

if TYPE_CHECKING:
    from interviewcoder.sources.sound import Sound
    from interviewcoder.sources.transcript import Transcript
    from interviewcoder.ui.player.sound_picture import SoundPicture

NEAREST_MS_PER_PIXEL = 2.0
_ZOOM_STEP = 1.4
_WHEEL_STEP = 120
# Where the playhead is put when it has run out of sight, and from where on that is, in shares of the width.
_COMES_IN, _GOES_OUT = 0.12, 0.92
_KEY_STEP_MS = 1000


class Waveform(QWidget):
    """The waveform of one recording. All moments are in ms of the recording.

    `set_marks` shows doubtful places, `set_verified` how far the text was
    checked: both stay until they are set anew. `set_loop` is the passage that
    is looped.
    """

    seek_asked = Signal(int)
    loop_asked = Signal(object)  # (start, end), or None for no loop
    view_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: SoundPicture | None = None
        self._layers = Layers()
        self._shown = Shown()
        self._image: QImage | None = None
        self._image_key: tuple[object, ...] = ()
        self._duration_ms = 0
        self._start_ms = 0.0
        self._ms_per_pixel = 0.0  # 0: as much as there is
        self._position_ms = 0
        self._pressed_x: float | None = None
        self._drag: tuple[int, int] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(44)
        self.setAccessibleName(self.tr("Waveform of the recording"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # What is shown

    @property
    def picture(self) -> SoundPicture | None:
        """The sound that is drawn."""
        return self._picture

    @property
    def duration_ms(self) -> int:
        """How long the recording is."""
        return self._duration_ms

    def show_sound(self, sound: Sound | None, duration_ms: int) -> None:
        """Show another recording as a whole; without its outline only its times."""
        self._picture = None
        self._duration_ms = duration_ms
        self._start_ms, self._position_ms = 0.0, 0
        self._shown.loop = None
        if sound is not None:
            self.take_sound(sound)
        self._renew()

    def take_sound(self, sound: Sound) -> None:
        """Draw the outline of the recording that is shown, now that it is there."""
        from interviewcoder.ui.player.sound_picture import SoundPicture

        self._picture = SoundPicture(sound)
        self._show_voices()
        self._renew()

    def show_transcript(self, transcript: Transcript | None) -> None:
        """Draw in the colours of those who speak, and write the words beneath where there is room."""
        self._layers.show_transcript(transcript)
        self._show_voices()
        self._renew()

    def set_position(self, position_ms: int, *, follow: bool) -> None:
        """Put the playhead at a moment; `follow` keeps it in sight."""
        before = self.x_of(self._position_ms)
        self._position_ms = position_ms
        if follow and self._pressed_x is None and self._is_zoomed and not self._in_sight(position_ms):
            self.scroll_to(position_ms - self._span_ms * _COMES_IN)
        self._update_between(before, self.x_of(position_ms))

    def set_marks(self, spans: Sequence[tuple[int, int]]) -> None:
        """Mark doubtful places, each from one moment to another."""
        self._shown.marks = sorted(spans)
        self.update()

    def set_verified(self, until_ms: int) -> None:
        """Show how far the text was checked against the recording; 0 is not at all."""
        self._shown.verified_ms = until_ms
        self.update()

    def set_message(self, message: str) -> None:
        """Say in its middle why there is no wave, or what to do to have one."""
        if message != self._shown.message:
            self._shown.message = message
            self.update()

    def set_loop(self, loop: tuple[int, int] | None) -> None:
        """Show the passage that is looped."""
        self._shown.loop = loop
        self.update()

    # Zoom

    @property
    def ms_per_pixel(self) -> float:
        """How much of the recording a pixel is. It is kept for the next recording, as far as that is long enough."""
        whole = self._whole_ms_per_pixel
        return min(self._ms_per_pixel, whole) if self._ms_per_pixel else whole

    @property
    def start_ms(self) -> float:
        """The moment at the left edge."""
        return self._start_ms

    @property
    def _whole_ms_per_pixel(self) -> float:
        return max(0.01, self._duration_ms / max(1, self.width()))

    @property
    def _span_ms(self) -> float:
        return self.width() * self.ms_per_pixel

    @property
    def _is_zoomed(self) -> bool:
        return 0 < self._ms_per_pixel < self._whole_ms_per_pixel

    @property
    def zoom(self) -> float:
        """The ms that a pixel was chosen to be; 0 for the whole recording."""
        return self._ms_per_pixel

    def set_zoom(self, ms_per_pixel: float, *, around_x: float | None = None) -> None:
        """Show more or less of the recording around a place, by default the playhead; 0 shows all of it."""
        if around_x is None:
            in_sight = 0 <= self.x_of(self._position_ms) <= self.width()
            around_x = self.x_of(self._position_ms) if in_sight else self.width() / 2
        moment = self.moment_at(around_x)
        whole = self._whole_ms_per_pixel
        nearest = min(NEAREST_MS_PER_PIXEL, whole)
        self._ms_per_pixel = 0.0 if not 0 < ms_per_pixel < whole else max(nearest, ms_per_pixel)
        self._scroll(moment - around_x * self.ms_per_pixel)

    def choose_zoom(self, ms_per_pixel: float) -> None:
        """Have recordings shown so near from now on, if they are long enough; 0 shows all of them."""
        self._ms_per_pixel = max(NEAREST_MS_PER_PIXEL, ms_per_pixel) if ms_per_pixel > 0 else 0.0
        self._scroll(self._start_ms)

    def zoom_in(self) -> None:
        """Come nearer."""
        self.set_zoom(self.ms_per_pixel / _ZOOM_STEP)

    def zoom_out(self) -> None:
        """Go further away."""
        self.set_zoom(self.ms_per_pixel * _ZOOM_STEP)

    def fit(self) -> None:
        """Show the whole recording."""
        self.set_zoom(0)

    def scroll_to(self, start_ms: float) -> None:
        """Have a moment at the left edge, as far as the recording allows."""
        self._scroll(start_ms)

    def x_of(self, moment_ms: float) -> float:
        """Where a moment is, in pixels from the left; may lie outside."""
        return (moment_ms - self._start_ms) / self.ms_per_pixel

    def moment_at(self, x: float) -> int:
        """What moment a place is, within the recording."""
        return round(min(max(self._start_ms + x * self.ms_per_pixel, 0), self._duration_ms))

    def _scroll(self, start_ms: float) -> None:
        self._start_ms = min(max(start_ms, 0.0), max(0.0, self._duration_ms - self._span_ms))
        self._renew()

    def _in_sight(self, moment_ms: int) -> bool:
        return 0 <= self.x_of(moment_ms) <= self.width() * _GOES_OUT

    # Painting

    def sizeHint(self) -> QSize:
        """Room for the wave, its times and its words."""
        return QSize(400, 92)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture, which is kept until something in it changes, and what moves above it."""
        painter = QPainter(self)
        layers, ratio = self._layers, self.devicePixelRatioF()
        layers.prepare(self.palette(), self.font())
        key = (self.size(), ratio, self._start_ms, self.ms_per_pixel, layers.page.rgb(), self._picture)
        if key != self._image_key or self._image is None:
            self._image, self._image_key = layers.picture(self, self._picture, ratio), key
        painter.drawImage(QPointF(0, 0), self._image)
        layers.paint_moving(painter, self, self._shown, self._drag, self._position_ms)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the stretch that is shown within the recording."""
        super().resizeEvent(event)
        self._scroll(self._start_ms)

    def changeEvent(self, event: QEvent) -> None:
        """Take over another theme's colours."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._layers.forget()
            self._show_voices()
            self._renew()

    def _show_voices(self) -> None:
        self._layers.prepare(self.palette(), self.font())
        if self._picture is not None:
            self._picture.show_voices(self._layers.voices())

    def _renew(self) -> None:
        self._image = None
        self.update()
        self.view_changed.emit()

    def _update_between(self, one: float, other: float) -> None:
        left, right = sorted((one, other))
        if right - left < self.width():
            self.update(int(left) - 8, 0, int(right - left) + 16, self.height())
        else:
            self.update()

    # The hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag."""
        if event.button() != Qt.MouseButton.LeftButton or not self._duration_ms:
            event.ignore()
            return
        self._pressed_x = event.position().x()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the time under the pointer; drag a passage."""
        x = event.position().x()
        self._shown.hover_x = x
        if self._pressed_x is not None:
            far = abs(x - self._pressed_x) >= QApplication.startDragDistance()
            if far or self._drag is not None:
                start, end = sorted((self.moment_at(self._pressed_x), self.moment_at(x)))
                self._drag = (start, end)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to where it was clicked, or loop what was dragged over."""
        if event.button() != Qt.MouseButton.LeftButton or self._pressed_x is None:
            return
        pressed, drag = self._pressed_x, self._drag
        self._pressed_x = self._drag = None
        self.update()
        if drag is not None:
            self.loop_asked.emit(drag)
        else:
            self.seek_asked.emit(self.moment_at(pressed))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """End the loop."""
        self.loop_asked.emit(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Come nearer or go away at the pointer; sideways, or with Shift, scroll."""
        turned = event.angleDelta()
        sideways = turned.x() or (turned.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0)
        if sideways:
            self._scroll(self._start_ms - sideways / _WHEEL_STEP * self._span_ms / 8)
        elif turned.y():
            zoom = self.ms_per_pixel / _ZOOM_STEP ** (turned.y() / _WHEEL_STEP)
            self.set_zoom(zoom, around_x=event.position().x())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go a second back or on, to the beginning or the end; + and - zoom, 0 shows all."""
        key = Qt.Key
        steps = {
            key.Key_Left: self._position_ms - _KEY_STEP_MS,
            key.Key_Right: self._position_ms + _KEY_STEP_MS,
            key.Key_Home: 0,
            key.Key_End: self._duration_ms,
        }
        zooms = {key.Key_Plus: self.zoom_in, key.Key_Minus: self.zoom_out, key.Key_0: self.fit}
        if event.key() in steps:
            self.seek_asked.emit(min(max(steps[key(event.key())], 0), self._duration_ms))
        elif event.key() in zooms:
            zooms[key(event.key())]()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the time under the pointer."""
        self._shown.hover_x = event.position().x()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Show it no more."""
        self._shown.hover_x = None
        self.update()
