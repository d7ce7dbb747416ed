"""One look for the whole window: Fusion with a palette of our own, light or dark."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from interviewcoder.resources_path import resources
from interviewcoder.ui import icons

THEMES = ("system", "light", "dark")
SMALLEST_TEXT_PT, LARGEST_TEXT_PT = 7, 22

_Role = QPalette.ColorRole
_LIGHT = {
    _Role.Window: "#f4f3f0",
    _Role.WindowText: "#22262b",
    _Role.Base: "#ffffff",
    _Role.AlternateBase: "#f9f8f6",
    _Role.Text: "#1f2328",
    _Role.PlaceholderText: "#666b73",
    _Role.Button: "#fbfaf8",
    _Role.ButtonText: "#22262b",
    _Role.BrightText: "#ffffff",
    _Role.Light: "#ffffff",
    _Role.Midlight: "#e9e7e2",
    _Role.Mid: "#d3d0c9",
    _Role.Dark: "#aeaaa2",
    _Role.Shadow: "#7c7972",
    _Role.Highlight: "#2b6a86",
    _Role.HighlightedText: "#ffffff",
    _Role.Link: "#1f6482",
    _Role.LinkVisited: "#1f6482",
    _Role.ToolTipBase: "#2c3035",
    _Role.ToolTipText: "#f2f1ee",
    _Role.Accent: "#2b6a86",
}
_DARK = {
    _Role.Window: "#242629",
    _Role.WindowText: "#e2e1dd",
    _Role.Base: "#1b1d1f",
    _Role.AlternateBase: "#202225",
    _Role.Text: "#e6e5e1",
    _Role.PlaceholderText: "#9da1a6",
    _Role.Button: "#303337",
    _Role.ButtonText: "#e2e1dd",
    _Role.BrightText: "#ffffff",
    _Role.Light: "#4a4e53",
    _Role.Midlight: "#34373b",
    _Role.Mid: "#3d4145",
    _Role.Dark: "#16181a",
    _Role.Shadow: "#0d0e0f",
    _Role.Highlight: "#347a99",
    _Role.HighlightedText: "#ffffff",
    _Role.Link: "#83bfd9",
    _Role.LinkVisited: "#83bfd9",
    _Role.ToolTipBase: "#3a3e43",
    _Role.ToolTipText: "#f2f1ee",
    _Role.Accent: "#347a99",
}
_FADED_LIGHT, _FADED_DARK = "#9a9ca0", "#6f7378"
_FADED_ROLES = (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.PlaceholderText)


def apply(theme: str, text_size_pt: int = 0) -> None:
    """Dress the application; `text_size_pt` 0 is the system's size. May be called again at any time."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    if application.style().name() != "fusion":
        application.setStyle("Fusion")
    _set_text_size(application, text_size_pt)
    dark = is_dark(theme)
    application.setPalette(palette(dark=dark))
    application.setStyleSheet(_style_sheet(dark=dark))
    icons.retint()


def is_dark(theme: str) -> bool:
    """Whether a choice of theme means the dark one, on this system now."""
    if theme == "system":
        return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return theme == "dark"


def palette(*, dark: bool) -> QPalette:
    """Our colours."""
    made = QPalette()
    for role, colour in (_DARK if dark else _LIGHT).items():
        made.setColor(role, QColor(colour))
    for role in _FADED_ROLES:
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(_FADED_DARK if dark else _FADED_LIGHT))
    made.setColor(QPalette.ColorGroup.Disabled, _Role.Highlight, made.color(_Role.Mid))
    return made


def _style_sheet(*, dark: bool) -> str:
    sheet = (resources() / "styles" / "window.qss").read_text(encoding="utf-8")
    colours = {
        "@hairline": "#33363a" if dark else "#dedbd5",
        "@arrow": (resources() / "styles" / f"arrow_{'dark' if dark else 'light'}.svg").as_posix(),
        "@check": (resources() / "styles" / "check.svg").as_posix(),
        "@outline": "#85898e" if dark else "#9a968e",
        "@handle": "#4a4e53" if dark else "#c9c6bf",
        "@hover": "#34383c" if dark else "#e9e7e2",
        "@danger": "#c9605a" if dark else "#b23a34",
        "@quiet": "#a4a7ab" if dark else "#63676d",
        "@accent-hover": "#3f89aa" if dark else "#235a73",
    }
    for name, colour in sorted(colours.items(), reverse=True):
        sheet = sheet.replace(name, colour)
    return sheet


def _set_text_size(application: QApplication, text_size_pt: int) -> None:
    font = QFont(_system_font(application))
    if text_size_pt:
        font.setPointSize(min(max(text_size_pt, SMALLEST_TEXT_PT), LARGEST_TEXT_PT))
    if font != application.font():
        application.setFont(font)


def _system_font(application: QApplication) -> QFont:
    """The font that the system gave before we first changed its size."""
    if application.property("systemFont") is None:
        application.setProperty("systemFont", application.font())
    font = application.property("systemFont")
    assert isinstance(font, QFont)
    return font
