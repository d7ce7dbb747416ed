"""Do an export; where it would hold what identifies somebody, ask, and do it again under a person's name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from interviewcoder.errors import InterviewCoderError, ResidualIdentifiers

if TYPE_CHECKING:
    from interviewcoder.privacy.residual import Residual
    from interviewcoder.privacy.sharing import Terms
    from interviewcoder.project.file import Project
    from interviewcoder.ui.privacy.residuals_dialog import Remains
    from interviewcoder.ui.prompts import Prompts
    from interviewcoder.ui.workspace import Workspace

# Code points shown with a find: the words themselves are to be seen in a narrow column.
_BEFORE, _AFTER = 16, 80


def let_out(work: Workspace, prompts: Prompts, terms: Terms, export: Callable[[Terms], object]) -> bool:
    """Do an export on these terms; True where it was done.

    What goes wrong is said. Residual identifiers are shown: the person goes to
    them, or types who answers for them, and it is done once more.
    """
    # What the key knows is looked for where it is open.
    terms = replace(terms, listed=work.deidentify.key.names())
    while True:
        try:
            export(terms)
            return True
        except ResidualIdentifiers as error:
            answered = _ask(work, prompts, terms, error)
            if answered is None:
                return False
            terms = answered
        except InterviewCoderError as error:
            prompts.show_error(error)
            return False


def _ask(work: Workspace, prompts: Prompts, terms: Terms, error: ResidualIdentifiers) -> Terms | None:
    from interviewcoder.ui.privacy.residuals_dialog import ResidualsDialog

    found = remains(work.project, _residuals(error))
    words = _tr("The file would identify somebody: {count} words or numbers in {times} places.")
    times = sum(each.times for each in found)
    if len(found) == 1:
        words = _tr("The file would identify somebody: a word or number in {times} places.")
        if times == 1:
            words = _tr("The file would identify somebody: a word or number in one place.")
    message = words.format(count=len(found), times=f"{times:,}")
    dialog = ResidualsDialog(message, found, work)
    if prompts.run(dialog):
        return terms.letting_go(*dialog.answer())
    if dialog.wanted is not None:
        work.show_passage(*dialog.wanted)
    if dialog.wants_replacing:
        work.deidentify.show_page()
    return None


def _residuals(error: ResidualIdentifiers) -> list[Residual]:
    from interviewcoder.privacy.residual import Residual

    return [each for each in error.found if isinstance(each, Residual)]


def remains(project: Project, found: Sequence[Residual]) -> list[Remains]:
    """What was found, each once, with the first place of the transcripts where it stands undecided."""
    from interviewcoder.privacy import pseudonyms
    from interviewcoder.privacy.identifier_kinds import kind_of
    from interviewcoder.ui.privacy.residuals_dialog import Remains

    times = Counter((each.words, each.kind) for each in found)
    first = {(each.words, each.kind): each.where for each in reversed(found)}
    told = []
    for (words, kind), count in times.most_common():
        places = pseudonyms.everywhere(project, words)
        place = (places[0].source_id, places[0].span) if places else None
        context = _context(project, *place) if place else ""
        told.append(Remains(words, kind_of(kind).name, count, first[words, kind], context, place))
    return told


def _context(project: Project, source_id: int, span: object) -> str:
    from interviewcoder.analysis.keyword_in_context import around
    from interviewcoder.sources.text import Span
    from interviewcoder.sources.transcript import transcript_of

    assert isinstance(span, Span)
    text = transcript_of(project, source_id).text
    (before, _), (_, after) = around(text, span, _BEFORE), around(text, span, _AFTER)
    return f"… {before}{span.text_in(text)}{after} …"


def _tr(text: str) -> str:
    return QCoreApplication.translate("LettingOut", text)
