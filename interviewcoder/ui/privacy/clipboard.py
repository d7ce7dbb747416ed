"""What is copied here is marked as a secret, so that histories of the clipboard and other machines don't keep it.

The marks are requests that the histories of KDE and Windows keep to. What another program pastes it has.
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QMimeData, QObject
from PySide6.QtGui import QClipboard, QGuiApplication

_KDE = "x-kde-passwordManagerHint"
_WINDOWS = 'application/x-qt-windows-mime;value="{}"'
_NO = QByteArray(b"\0\0\0\0")
MARKS = {
    _KDE: QByteArray(b"secret"),
    _WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): _NO,
    _WINDOWS.format("CanIncludeInClipboardHistory"): _NO,
    _WINDOWS.format("CanUploadToCloudClipboard"): _NO,
}


class ConcealedClipboard(QObject):
    """Marks what any part of the window copies: text, tables, fields, what is selected with the mouse."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._clipboard.changed.connect(self._on_changed)

    def forget(self) -> None:
        """Empty the clipboard, if what is in it was copied here."""
        for mode, owned in self._places():
            if owned:
                self._clipboard.clear(mode)

    def _on_changed(self, mode: QClipboard.Mode) -> None:
        if not any(mode is place and owned for place, owned in self._places()):
            return
        content = self._clipboard.mimeData(mode)
        if content is None or not content.formats() or content.hasFormat(_KDE):
            return
        self._clipboard.setMimeData(_marked(content), mode)

    def _places(self) -> list[tuple[QClipboard.Mode, bool]]:
        clipboard = self._clipboard
        # Without a screen nobody else has this clipboard, and Qt doesn't say whose it is.
        alone = QGuiApplication.platformName() == "offscreen"
        return [
            (QClipboard.Mode.Clipboard, alone or clipboard.ownsClipboard()),
            (QClipboard.Mode.Selection, clipboard.supportsSelection() and clipboard.ownsSelection()),
        ]


def _marked(content: QMimeData) -> QMimeData:
    marked = QMimeData()
    for kind in content.formats():
        marked.setData(kind, content.data(kind))
    if content.hasText():
        # As Qt itself puts it: one text in all the encodings that programs ask for.
        marked.setText(content.text())
    for kind, value in MARKS.items():
        marked.setData(kind, value)
    return marked
