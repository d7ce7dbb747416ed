"""By which method a study works, as far as something in the program depends on it: kept in the project as a preference.

A profile hides what its method rejects; nothing is forbidden.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from interviewcoder.project.file import Project
from interviewcoder.project.preferences import keep, preference

Method = Literal[
    "", "reflexive", "codebook", "inductive content", "deductive content", "framework", "grounded theory", "scoping"
]

METHODS: Mapping[Method, str] = {
    "": "not said",
    "reflexive": "reflexive thematic analysis",
    "codebook": "codebook thematic analysis",
    "inductive content": "qualitative content analysis, inductive",
    "deductive content": "qualitative content analysis, deductive",
    "framework": "framework analysis",
    "grounded theory": "grounded theory",
    "scoping": "scoping review",
}
"""What each is called, in the order in which they are offered."""

_KEPT_AS = "method"
_WITHOUT_AGREEMENT: frozenset[Method] = frozenset({"reflexive"})


def method_of(project: Project) -> Method:
    """The method of a study; empty where nobody said."""
    kept = preference(project, _KEPT_AS)
    return next((method for method in METHODS if method == kept), "")


def choose_method(project: Project, method: Method) -> None:
    """Say by which method a study works.

    Raises:
        StorageFailed: the disk is full or can't be written.
    """
    keep(project, _KEPT_AS, method)


def rejects_agreement(method: Method) -> bool:
    """Whether the method doesn't take agreement between coders for a criterion of quality."""
    return method in _WITHOUT_AGREEMENT
