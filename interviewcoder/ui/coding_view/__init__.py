"""The transcript as a page to read and to code."""

from interviewcoder.ui.coding_view.view import CodingView

__all__ = ["CodingView"]
