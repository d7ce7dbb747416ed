"""What the checks of a statement look at: a project, or the file of one that doesn't open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from interviewcoder.privacy import log_check, self_test, storage_audit
from interviewcoder.privacy.canary import Canaries, canaries
from interviewcoder.privacy.log_check import LogCheck
from interviewcoder.privacy.self_test import SelfTest
from interviewcoder.privacy.statement import Finding
from interviewcoder.privacy.storage_audit import Place
from interviewcoder.project.file import Project

NOT_OPEN = "The project file doesn’t open, so this could not be looked into."


class Study:
    """A project, or the path of one that doesn't open and why; what several checks need is worked out once.

    `key_path` is where the key lies, where the program has been told.
    """

    def __init__(self, path: Path, project: Project | None, *, damage: str = "", key_path: Path | None = None) -> None:
        self.path = path
        self.project = project
        self.damage = damage
        self.key_path = key_path
        self.today: date = datetime.now().astimezone().date()

    @cached_property
    def self_test(self) -> SelfTest:
        """The network lock, put to the test."""
        return self_test.run()

    @cached_property
    def places(self) -> list[Place]:
        """Where everything lies, the project first."""
        return storage_audit.audit(self.path, key_path=self.key_path)

    @cached_property
    def log(self) -> LogCheck | None:
        """The log's check; None where the project doesn't open."""
        return log_check.check(self.project) if self.project is not None else None

    @cached_property
    def canaries(self) -> Canaries:
        """The study's own words, phrases and names; none where the project doesn't open."""
        return canaries(self.project) if self.project is not None else Canaries((), (), ())


Check = Callable[[Study], Finding]
Checks = Mapping[int, Check]


def needs_project(check: Callable[[Study, Project], Finding]) -> Check:
    """Make a check of one that looks into the open project."""

    def run(study: Study) -> Finding:
        if study.project is None:
            return Finding("not verifiable", NOT_OPEN)
        return check(study, study.project)

    return run
