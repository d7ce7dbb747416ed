"""What is painted on a waveform: times and words beneath the wave, and above it all that moves."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPalette, QPolygonF

from interviewcoder.ui.coding_view.clock import as_clock
from interviewcoder.ui.coding_view.speaker_colours import speaker_colours
from interviewcoder.ui.coding_view.tints import Inks, mix

if TYPE_CHECKING:
    from interviewcoder.sources.transcript import Transcript
    from interviewcoder.ui.player.sound_picture import SoundPicture, Voice

_MARKS_HEIGHT = 5
_VERIFIED_HEIGHT = 3
# Between two times at the foot, and the steps that people count in.
_LEAST_GAP = 84
_STEPS_MS = (100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, *(60_000 * n for n in (1, 2, 5, 10, 15, 30, 60)))
# Words are written where a second has so many pixels, and ticked where it has so many.
_WRITTEN_AT, _TICKED_AT = 70.0, 14.0
_SHORTEST_NAMED = 14
_SMALLER_PT = 2.0
_DOUBT, _DOUBT_ON_DARK = QColor("#d9822b"), QColor("#e8a155")
_VERIFIED, _VERIFIED_ON_DARK = QColor("#3c8c5a"), QColor("#5fb681")


@dataclass(slots=True)
class Shown:
    """What lies above the wave, in ms of the recording; `hover_x` is where the pointer is, in pixels."""

    marks: list[tuple[int, int]] = field(default_factory=list)
    verified_ms: int = 0
    loop: tuple[int, int] | None = None
    hover_x: float | None = None
    message: str = ""


class View(Protocol):
    """What part of a recording is shown, and how large."""

    @property
    def start_ms(self) -> float:
        """The moment at the left edge."""

    @property
    def ms_per_pixel(self) -> float:
        """How much of the recording a pixel is."""

    @property
    def duration_ms(self) -> int:
        """How long the recording is."""

    def x_of(self, moment_ms: float) -> float:
        """Where a moment is, in pixels from the left."""

    def moment_at(self, x: float) -> int:
        """What moment a place is."""

    def size(self) -> QSize:
        """In pixels."""

    def width(self) -> int:
        """In pixels."""

    def height(self) -> int:
        """In pixels."""


class Layers:
    """Paints the parts of a waveform in the colours of a palette."""

    def __init__(self) -> None:
        self._transcript: Transcript | None = None
        self._by_time: list[tuple[int, int, str]] | None = None
        self._inks: Inks | None = None
        self._font = QFont()

    def show_transcript(self, transcript: Transcript | None) -> None:
        """Take over who speaks and what is said."""
        self._transcript = transcript
        self._by_time = None

    def _words(self) -> list[tuple[int, int, str]]:
        """Start, end and letters of each word by time; put in order when somebody comes near enough to see them."""
        if self._by_time is None:
            text, words = (self._transcript.text, self._transcript.words) if self._transcript else ("", ())
            self._by_time = sorted((word.start_ms, word.end_ms, word.span.text_in(text)) for word in words)
        return self._by_time

    def forget(self) -> None:
        """Let go of the colours; `prepare` makes others."""
        self._inks = None

    def prepare(self, palette: QPalette, font: QFont) -> None:
        """Get the colours and the small font ready."""
        if self._inks is None:
            # Colours are kept: those of a part without a recording would stay grey when one comes.
            lively = QPalette(palette)
            lively.setCurrentColorGroup(QPalette.ColorGroup.Active)
            self._inks = Inks(lively)
            self._font = QFont(font)
            self._font.setPointSizeF(max(6.0, font.pointSizeF() - _SMALLER_PT))

    @property
    def page(self) -> QColor:
        """What everything is painted on."""
        return self._ready.page

    @property
    def _ready(self) -> Inks:
        assert self._inks is not None
        return self._inks

    def voices(self) -> list[Voice]:
        """Who speaks when, in the colour that each has in the text."""
        from interviewcoder.ui.player.sound_picture import Voice

        if self._transcript is None:
            return []
        inks, plain = self._ready, self._plain_wave()
        colours = {id_: inks.speaker(colour) for id_, colour in speaker_colours(self._transcript.speakers).items()}
        return [
            Voice(turn.start_ms, turn.end_ms, colours.get(turn.speaker_id, plain) if turn.speaker_id else plain)
            for turn in self._transcript.turns
            if turn.start_ms is not None and turn.end_ms is not None
        ]

    def picture(self, view: View, sound: SoundPicture | None, ratio: float) -> QImage:
        """All that stays while the recording plays."""
        image = QImage(view.size() * ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(self._ready.page)
        painter = QPainter(image)
        wave = self._wave_room(view)
        if sound is not None:
            self._paint_wave(painter, view, sound, wave, ratio)
        self._paint_words(painter, view, wave)
        self._paint_times(painter, view)
        painter.end()
        return image

    def paint_moving(
        self, painter: QPainter, view: View, shown: Shown, drag: tuple[int, int] | None, position_ms: int
    ) -> None:
        """What changes while it plays or under the hand."""
        passage = drag or shown.loop
        if passage is not None:
            self._paint_passage(painter, view, passage)
        if shown.message:
            painter.setPen(self._ready.faint)
            centred = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self._wave_room(view), centred, shown.message)
        if not view.duration_ms:
            return
        self._paint_verified(painter, view, shown.verified_ms)
        self._paint_marks(painter, view, shown.marks)
        self._paint_playhead(painter, view, position_ms)
        if shown.hover_x is not None:
            self._paint_hover(painter, view, shown.hover_x)

    def _plain_wave(self) -> QColor:
        return mix(self._ready.page, self._ready.text, 0.42)

    def _line_height(self) -> float:
        return QFontMetricsF(self._font).height()

    def _words_fit(self, view: View) -> bool:
        near = 1000 / view.ms_per_pixel >= _WRITTEN_AT and view.height() >= 4 * self._line_height()
        return near and bool(self._words())

    def _wave_room(self, view: View) -> QRectF:
        foot = self._line_height() + _VERIFIED_HEIGHT + 1
        if self._words_fit(view):
            foot += self._line_height()
        return QRectF(0, _MARKS_HEIGHT + 2, view.width(), max(8.0, view.height() - foot - _MARKS_HEIGHT - 2))

    def _paint_wave(self, painter: QPainter, view: View, sound: SoundPicture, room: QRectF, ratio: float) -> None:
        from interviewcoder.ui.player.sound_picture import Shades, Stretch

        inks = self._ready
        shades = Shades(self._plain_wave(), inks.page, mix(inks.page, inks.accent, 0.16 if inks.on_dark else 0.09))
        stretch = Stretch(view.start_ms, view.ms_per_pixel / ratio, max(1, round(view.width() * ratio)))
        wave = sound.image(stretch, max(1, round(room.height() * ratio)), shades)
        wave.setDevicePixelRatio(ratio)
        painter.drawImage(room.topLeft(), wave)

    def _paint_words(self, painter: QPainter, view: View, wave: QRectF) -> None:
        if 1000 / view.ms_per_pixel < _TICKED_AT:
            return
        words = self._words()
        first = max(0, bisect_left(words, (int(view.start_ms), 0, "")) - 1)
        beyond_ms = view.start_ms + view.width() * view.ms_per_pixel
        written, metrics = self._words_fit(view), QFontMetricsF(self._font)
        painter.setFont(self._font)
        for place, (start_ms, end_ms, word) in enumerate(words[first:], first + 1):
            if start_ms > beyond_ms:
                break
            # The pause behind a word is room for it, too.
            until_ms = words[place][0] if place < len(words) else end_ms
            left, right = view.x_of(start_ms), view.x_of(max(start_ms, until_ms))
            painter.setPen(self._ready.hairline if written else self._ready.faint)
            tick = wave.bottom() - (wave.height() if written else 4)
            painter.drawLine(QPointF(left, tick), QPointF(left, wave.bottom()))
            if written and right - left >= _SHORTEST_NAMED:
                painter.setPen(self._ready.dim)
                cut = metrics.elidedText(word, Qt.TextElideMode.ElideRight, right - left - 4)
                painter.drawText(QPointF(left + 1, wave.bottom() + metrics.ascent()), cut)

    def _paint_times(self, painter: QPainter, view: View) -> None:
        if not view.duration_ms:
            return
        metrics = QFontMetricsF(self._font)
        painter.setFont(self._font)
        step = next((step for step in _STEPS_MS if step / view.ms_per_pixel >= _LEAST_GAP), _STEPS_MS[-1])
        moment = int(view.start_ms // step) * step
        baseline = view.height() - _VERIFIED_HEIGHT - metrics.descent()
        while view.x_of(moment) < view.width() and moment <= view.duration_ms:
            x = view.x_of(moment)
            painter.setPen(self._ready.hairline)
            painter.drawLine(QPointF(x, baseline - metrics.ascent() + 1), QPointF(x, baseline))
            painter.setPen(self._ready.faint)
            painter.drawText(QPointF(x + 4, baseline), clock_words(moment, fine=step < 1000))
            moment += step

    def _paint_passage(self, painter: QPainter, view: View, passage: tuple[int, int]) -> None:
        left, right = (view.x_of(moment) for moment in passage)
        veil = QColor(self._ready.accent)
        veil.setAlpha(70)
        room = self._wave_room(view)
        painter.fillRect(QRectF(left, room.top(), right - left, room.height()), veil)
        painter.setPen(self._ready.accent)
        for x in (left, right):
            painter.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom()))

    def _paint_verified(self, painter: QPainter, view: View, until_ms: int) -> None:
        if until_ms <= 0:
            return
        right = min(view.width(), view.x_of(until_ms))
        if right > 0:
            colour = _VERIFIED_ON_DARK if self._ready.on_dark else _VERIFIED
            painter.fillRect(QRectF(0, view.height() - _VERIFIED_HEIGHT, right, _VERIFIED_HEIGHT), colour)

    def _paint_marks(self, painter: QPainter, view: View, marks: list[tuple[int, int]]) -> None:
        colour = _DOUBT_ON_DARK if self._ready.on_dark else _DOUBT
        beyond_ms = view.start_ms + view.width() * view.ms_per_pixel
        last_right = -1.0
        for start_ms, end_ms in marks[: bisect_left(marks, (int(beyond_ms) + 1, 0))]:
            left, right = view.x_of(start_ms), view.x_of(end_ms)
            # Seen from afar many fall into one pixel.
            if right < 0 or max(right, left + 2) <= last_right:
                continue
            last_right = max(right, left + 2)
            painter.fillRect(QRectF(left, 0, last_right - left, _MARKS_HEIGHT), colour)

    def _paint_playhead(self, painter: QPainter, view: View, position_ms: int) -> None:
        x = round(view.x_of(position_ms)) + 0.5
        painter.setPen(self._ready.text)
        painter.drawLine(QPointF(x, 0), QPointF(x, self._wave_room(view).bottom()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ready.text)
        painter.drawPolygon(QPolygonF([QPointF(x - 4.5, 0), QPointF(x + 4.5, 0), QPointF(x, 6)]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_hover(self, painter: QPainter, view: View, x: float) -> None:
        room, metrics = self._wave_room(view), QFontMetricsF(self._font)
        painter.setPen(self._ready.faint)
        painter.drawLine(QPointF(round(x) + 0.5, room.top()), QPointF(round(x) + 0.5, room.bottom()))
        words = clock_words(view.moment_at(x), fine=True)
        width = metrics.horizontalAdvance(words) + 8
        left = x + 5 if x + 5 + width < view.width() else x - 5 - width
        box = QRectF(left, room.top(), width, metrics.height() + 2)
        painter.fillRect(box, self._ready.page)
        painter.setFont(self._font)
        painter.setPen(self._ready.text)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def clock_words(moment_ms: int, *, fine: bool) -> str:
    """A moment as a player shows it; `fine` with tenths of a second."""
    return f"{as_clock(moment_ms)}.{moment_ms % 1000 // 100}" if fine else as_clock(moment_ms)
