"""The window."""

from interviewcoder.ui.lean_imports import read_no_sources

read_no_sources()
