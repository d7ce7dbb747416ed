"""What the entries of the menu “Team” do.

The entries are declared in `ui/menus.py`, in their order; one that has no
line in `STEPS` isn't shown. Each step takes the window and imports what it
shows when it is asked for it: nobody waits for dialogs when the window starts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewcoder.ui.main_window import MainWindow


STEPS: Mapping[str, Callable[[MainWindow], object]] = {
    "coder": lambda window: window.change_coder(),
}
