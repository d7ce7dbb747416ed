"""Words for numbers, times and the names of things, in the person's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale

# The languages that Whisper reads well (Radford et al. 2023, fig. 3), most spoken first.
LANGUAGES = (
    "en", "de", "es", "fr", "it", "pt", "nl", "pl", "sv", "da", "no", "fi", "cs", "uk", "ru", "tr", "el", "ro", "hu",
    "ca", "ar", "he", "hi", "id", "vi", "th", "zh", "ja", "ko",
)  # fmt: skip
_OWN_NAME_IN_ENGLISH = {"no": "Norwegian"}


def tip(words: str) -> str:
    """Words as a tooltip shows them unchanged: what looks like markup would be taken for it."""
    if "<" not in words:
        return words
    from html import escape  # seldom needed

    return "<qt>" + escape(words).replace("\n", "<br>") + "</qt>"


def day_words(day: QDate) -> str:
    """A day as the person writes it, in short: “22/11/2026”.

    Where the system names no language (C, POSIX), it is “2026-11-22”: Qt would say “22 11 2026”.
    """
    locale = QLocale()
    if locale.language() == QLocale.Language.C:
        return day.toString("yyyy-MM-dd")
    return locale.toString(day, QLocale.FormatType.ShortFormat)


def moment_words(moment: QDateTime) -> str:
    """A day and time as the person writes them, in short: “22/11/2026 21:14”."""
    locale = QLocale()
    if locale.language() == QLocale.Language.C:
        return moment.toString("yyyy-MM-dd HH:mm")
    return locale.toString(moment, QLocale.FormatType.ShortFormat)


def clock_words(duration_ms: int) -> str:
    """A duration as a clock shows it: “4:05” or “1:02:33”."""
    minutes, seconds = divmod(duration_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def about_minutes(minutes: float) -> str:
    """How long something takes, as roughly as it is known."""
    if minutes < 0.9:
        return _tr("Takes less than a minute on this machine.")
    if minutes < 1.5:
        return _tr("Takes about a minute on this machine.")
    return _tr("Takes about {count} minutes on this machine.").format(count=round(minutes))


def time_left(seconds: float | None) -> str:
    """How long something still takes; empty where nobody knows."""
    if seconds is None:
        return ""
    if seconds < 8:
        return _tr("a few seconds left")
    if seconds < 55:
        return _tr("about {count} s left").format(count=5 * round(seconds / 5))
    if seconds < 90:
        return _tr("about a minute left")
    return _tr("about {count} min left").format(count=round(seconds / 60))


def size_words(size_bytes: int) -> str:
    """A file's size, as “12.4 MB”."""
    return QLocale().formattedDataSize(size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def language_name(code: str) -> str:
    """A language by its ISO 639-1 code: “German”; the code itself where it isn't known."""
    if not code:
        return ""
    language = QLocale.codeToLanguage(code)
    if language == QLocale.Language.AnyLanguage:
        return code
    return _OWN_NAME_IN_ENGLISH.get(code) or QLocale.languageToString(language)


def operation_words(label: str) -> str:
    """An operation's label as undo shows it."""
    return QCoreApplication.translate("Operations", label)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Wording", text)
