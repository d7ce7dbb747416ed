"""The codebook at the right of the window: the tree of codes and a card for the one that is chosen."""

from interviewcoder.ui.code_tree.panel import CodeTreePanel

__all__ = ["CodeTreePanel"]
