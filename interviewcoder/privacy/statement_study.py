"""What the checks of a statement look at: a project, or the file of one that doesn't open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from interviewcoder.privacy import log_check, self_test, session_files, sharing, storage_audit
from interviewcoder.privacy.canary import Canaries, canaries
from interviewcoder.privacy.log_check import LogCheck
from interviewcoder.privacy.self_test import SelfTest
from interviewcoder.privacy.session_files import Snapshot
from interviewcoder.privacy.statement import Finding
from interviewcoder.privacy.storage_audit import Place
from interviewcoder.project.file import Project

NOT_OPEN = "The project file doesn’t open, so this could not be looked into."


class Study:
    """A project, or the path of one that doesn't open and why; what several checks need is worked out once.

    `key_path` is where the key lies, where the program has been told;
    `before` which files there were when the program started, where somebody
    looked.
    """

    def __init__(
        self,
        path: Path,
        project: Project | None,
        *,
        damage: str = "",
        key_path: Path | None = None,
        before: Snapshot | None = None,
    ) -> None:
        self.path = path
        self.project = project
        self.damage = damage
        self.key_path = key_path
        self.before = before
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
    def written(self) -> list[Path]:
        """The files that were made or changed since the program started, beside the project's own and exports."""
        if self.before is None:
            return []
        # A person's own folder may be the current one, and its documents are not this program's.
        roots = [root for root in session_files.roots(None) if root != Path.cwd().resolve()]
        own = session_files.own_places(self.path, key=self.key_path)
        session = session_files.difference(self.before, session_files.snapshot(roots), own)
        exports = {line.file.name for line in sharing.ledger(self.project)} if self.project is not None else set()
        changed = (each.path for each in session.differences if each.happened != "removed" and each.whose != "ours")
        return [path for path in changed if path.is_file() and path.name not in exports]

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
