"""What is doubtful about a place, in a person's words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from interviewcoder.sources.findings import Finding, Kind
from interviewcoder.ui.wording import language_name


def kind_name(kind: Kind) -> str:
    """What places of a kind have in common, for lists to choose from."""
    return {
        "low_confidence": _tr("Unsure words"),
        "silence": _tr("Words over silence"),
        "loop": _tr("Repetitions"),
        "no_text": _tr("Speech without words"),
        "muted": _tr("No sound at all"),
        "gap": _tr("Damaged recording"),
        "language": _tr("Another language"),
        "guess": _tr("Guesses"),
        "left_out": _tr("Left out as invented"),
        "edge": _tr("Doubtful joints"),
    }[kind]


def words_of(finding: Finding) -> str:
    """What is doubtful about a place, in short."""
    detail = finding.detail
    if finding.kind == "low_confidence":
        return _tr("Unsure words")
    if finding.kind == "loop" and detail.get("times"):
        return _tr("Said {count} times in a row").format(count=detail["times"])
    if finding.kind == "language":
        return _tr("Sounds like {language}").format(language=language_name(str(detail.get("language", ""))))
    if finding.kind == "guess":
        return _tr("A guess")
    if finding.kind == "edge":
        return _tr("Doubtful joint")
    if finding.kind in ("no_text", "muted", "gap"):
        seconds = f"{detail.get('ms', 0) / 1000:.0f}"
        return _tr("{what}, {seconds} s").format(what=kind_name(finding.kind), seconds=seconds)
    return kind_name(finding.kind)


def explanation_of(finding: Finding) -> str:
    """Why it is marked, and what to listen for."""
    lowest = round(100 * float(finding.detail.get("lowest", 0)))
    return {
        "low_confidence": _tr("The recogniser wasn’t sure here: its surest guess was as low as {share} %.").format(
            share=lowest
        ),
        "silence": _tr("Hardly anybody is heard to speak where these words stand. They may be invented."),
        "loop": _tr("Recognisers get caught in loops. People repeat themselves, too: listen."),
        "no_text": _tr("Somebody speaks here, and nothing is written."),
        "muted": _tr("The recording holds no sound at all here, as with a muted microphone."),
        "gap": _tr("The recording is damaged here, and what was said is lost."),
        "language": _tr("It sounds like another language than it is written in. It may be translated or invented."),
        "guess": _tr("Each of the recogniser’s attempts came out badly here."),
        "left_out": _tr("Nobody seems to speak here, so this was left out. If it was said, write it in."),
        "edge": _tr("Two parts of the recording that were heard one by one were joined here."),
    }[finding.kind]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Findings", text)
