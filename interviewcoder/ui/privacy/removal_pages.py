"""Pages that a removal for good goes through: what there is, the work, and the certificate."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from interviewcoder.ui.dialogs import parts
from interviewcoder.ui.waiting import Waiting

if TYPE_CHECKING:
    from interviewcoder.privacy.certificate import Certificate
    from interviewcoder.project.file import Project
    from interviewcoder.ui.prompts import Prompts

_SECTION_GAP = 14
_LINE_GAP = 4
_INSET = 14


class Sections(QScrollArea):
    """Headings with lines below them, and with what can be chosen; scrolls where there is more than fits."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "sheet")
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.begin()

    def begin(self) -> None:
        """Start anew, with nothing in it."""
        sheet = QFrame()
        sheet.setProperty("role", "sheet")
        self._column = QVBoxLayout(sheet)
        self._column.setContentsMargins(_INSET, _INSET, _INSET, _INSET)
        self._column.setSpacing(_LINE_GAP)
        self._column.addStretch(1)
        self.setWidget(sheet)

    def add(self, heading: str, lines: Iterable[str], *choices: QWidget) -> None:
        """Add a section; one without lines and choices is left out."""
        told = list(lines)
        if not told and not choices:
            return
        if self._column.count() > 1:
            self._put(_gap())
        self._put(parts.heading(heading, self.widget()))
        for line in told:
            label = QLabel(line, self.widget())
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._put(label)
        for choice in choices:
            self._put(choice)

    def words(self) -> str:
        """All that stands in it, a line each."""
        return "\n".join(label.text() for label in self.findChildren(QLabel))

    def _put(self, part: QWidget) -> None:
        self._column.insertWidget(self._column.count() - 1, part)


class TypedConsent(QWidget):
    """A field into which a word has to be typed before something may go on. `fits` tells whether it was."""

    def __init__(self, on_change: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = ""
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self.field = QLineEdit(self)
        self._label.setBuddy(self.field)
        self.field.textChanged.connect(lambda _: on_change())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._label)
        row.addWidget(self.field, 1)

    def ask(self, wanted: str) -> None:
        """Ask for a word."""
        self._wanted = wanted
        words = QCoreApplication.translate("Removal", "To go on, type “{word}”:").format(word=wanted)
        self._label.setText(words)
        self.field.setAccessibleName(words)
        self.field.clear()

    def fits(self) -> bool:
        """Whether the word was typed, whatever its capitals."""
        return bool(self._wanted) and self.field.text().strip().casefold() == self._wanted.strip().casefold()


class RemovalProgress(QWidget):
    """How far the work is. It goes on in the thread of the window, which has the project: nothing else can be done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(parts.heading(_tr("Removing for good …"), self))
        self._stage = parts.hint("", self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        self._bar.setAccessibleName(_tr("How much is done"))
        column.addWidget(self._stage)
        column.addWidget(self._bar)
        column.addWidget(parts.hint(_tr("If the machine stops now, the next opening finishes it."), self))
        column.addStretch(3)

    def tell(self, stage: str, share: float) -> None:
        """Show a stage of the work, and paint it at once."""
        stages = {
            "rows": _tr("Taking everything out of the project …"),
            "file": _tr("Writing the project’s file anew …"),
            "backups": _tr("Cleaning the backups …"),
            "recordings": _tr("Reading the recordings that stay …"),
            "done": _tr("Done."),
        }
        # Of the whole work; the stages themselves begin at nothing.
        begins = {"rows": 0.02, "file": 0.2, "backups": 0.4, "recordings": 0.9, "done": 1.0}
        within = 0.5 * share if stage == "backups" else 0.0
        self._stage.setText(stages.get(stage, stage))
        self._bar.setValue(round(1000 * (begins.get(stage, 0.0) + within)))
        self.repaint()

    def run(self, work: Callable[[Callable[[str, float], None]], Certificate]) -> Certificate:
        """Do the work, with an hourglass; its errors are the caller's."""
        self.tell("rows", 0.0)
        with Waiting():
            return work(self.tell)


class CertificatePage(QWidget):
    """What was done, to be read and saved."""

    def __init__(self, project: Project, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._prompts = project, prompts
        self._certificate: Certificate | None = None
        self._heading = parts.heading("", self)
        self.sections = Sections(_tr("The certificate"), self)
        self.save = QPushButton(_tr("&Save the certificate…"), self)
        self.save.setAutoDefault(False)
        self.save.clicked.connect(self._on_save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(parts.GAP)
        column.addWidget(self._heading)
        column.addWidget(self.sections, 1)
        column.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)

    def show_certificate(self, certificate: Certificate) -> None:
        """Show one, in the words of the document."""
        from interviewcoder.reports import certificate_report as report

        self._certificate = certificate
        self._heading.setText(report.TITLES[certificate.kind])
        study = self._project.title
        exports = report.export_words(certificate)
        self.sections.begin()
        facts = [f"{label}: {text}" for label, text in report.facts(certificate, study)]
        self.sections.add(_tr("What was done"), facts)
        self.sections.add(_tr("Removed for good"), report.removed_words(certificate))
        self.sections.add(_tr("What stays"), report.kept_words(certificate))
        self.sections.add(_tr("Backups"), report.backup_words(certificate) or [_tr("There were none.")])
        self.sections.add(_tr("Exports to recall by hand"), exports or [_tr("The sharing ledger knows of none.")])
        self.sections.add(_tr("What can’t be promised"), report.LIMITS)

    def _on_save(self) -> None:
        from interviewcoder.reports import certificate_report as report

        if self._certificate is None:
            return
        certificate = self._certificate
        kinds = ";;".join(f"{kind.name} (*{kind.suffix})" for kind in report.KINDS)
        # Without the participant's label: the name of a file is read by more people than the file.
        suggested = Path.home() / f"certificate-{certificate.at[:10]}.docx"
        path = self._prompts.choose_save_file(_tr("Save the certificate"), kinds, suggested)
        if path is not None and self._prompts.attempt(
            lambda: report.write_certificate(self._project, certificate, path)
        ):
            self._prompts.file_written(_tr("Certificate saved"), _tr("The certificate is saved."), path)


def _gap() -> QWidget:
    gap = QWidget()
    gap.setFixedHeight(_SECTION_GAP)
    return gap


def _tr(text: str) -> str:
    return QCoreApplication.translate("Removal", text)
