"""Who is compared and how, as the page on agreement was left: kept in the project."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from interviewcoder.analysis import agreement
from interviewcoder.analysis.agreement_values import UNITS, Settings
from interviewcoder.coding import blind
from interviewcoder.project import coders
from interviewcoder.project.preferences import keep, preference
from interviewcoder.ui.team.usual_coders import usual_group

if TYPE_CHECKING:
    from interviewcoder.project.file import CoderView, Project

_KEPT_AS = "agreement"


class Choices:
    """Coders and settings. `every_source`: also sources that not all of them have coded."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.settings = Settings()
        self.every_source = False
        self._chosen: tuple[str, ...] = ()
        self._recall()

    def people(self) -> list[CoderView]:
        """Those who have coded; the consensus is no coder of its own."""
        self._coded = agreement.coded_by(self._project)
        return [
            coder
            for coder in coders.listing(self._project)
            if coder.role != coders.CONSENSUS and coder.id in self._coded
        ]

    def chosen(self, people: Sequence[CoderView]) -> list[CoderView]:
        """Those who are compared: as was chosen, else all who have coded what most was coded by two."""
        found = [coder for coder in people if coder.uuid in self._chosen]
        if len(found) > 1:
            return found
        usual = usual_group(self._project, [coder.id for coder in people], self._coded)
        return [coder for coder in people if coder.id in usual]

    def choose(self, people: Sequence[CoderView]) -> None:
        """Compare these from now on."""
        self._chosen = tuple(coder.uuid for coder in people)
        self._keep()

    def change(self, settings: Settings, *, every_source: bool) -> None:
        """Measure so from now on."""
        self.settings, self.every_source = settings, every_source
        self._keep()

    def asked(self, chosen: Sequence[CoderView]) -> Settings:
        """The settings for these coders, with the sources that are meant."""
        if not self.every_source:
            return self.settings
        found = frozenset[int]().union(*(self._coded.get(coder.id, frozenset()) for coder in chosen))
        return replace(self.settings, source_ids=found - self._blind([coder.id for coder in chosen]))

    def _blind(self, coder_ids: Sequence[int]) -> frozenset[int]:
        mine = {*coder_ids, self._project.coder.id}
        rounds = (each for each in blind.listing(self._project) if each.is_open)
        return frozenset(each.source_id for each in rounds if mine & {coder.coder_id for coder in each.coders})

    def _keep(self) -> None:
        if self._project.is_view:
            return
        one = self.settings
        kept = {
            "coders": self._chosen,
            "unit": one.unit,
            "interviewer": one.interviewer_turns,
            "parents": one.parents,
            "threshold": one.threshold,
            "every_source": self.every_source,
        }
        keep(self._project, _KEPT_AS, json.dumps(kept))

    def _recall(self) -> None:
        try:
            kept = json.loads(preference(self._project, _KEPT_AS) or "{}")
            self._chosen = tuple(str(each) for each in kept.get("coders", ()))
            self.every_source = bool(kept.get("every_source", False))
            self.settings = Settings(
                unit=next((unit for unit in UNITS if unit == kept.get("unit")), "character"),
                interviewer_turns=bool(kept.get("interviewer", True)),
                parents=bool(kept.get("parents", False)),
                threshold=min(max(float(kept.get("threshold", 0.5)), 0.01), 1.0),
            )
        except (ValueError, TypeError, AttributeError):
            # Kept by another version, or damaged: it is measured as usual.
            self.settings, self.every_source = Settings(), False
