"""Where the program's own files lie: icons, styles, report templates, the sample study."""

from __future__ import annotations

import sys
from pathlib import Path


def home() -> Path:
    """The folder that holds `resources` and `projects`: the checkout, or a bundle's own."""
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) if bundle else Path(__file__).resolve().parents[1]


def resources() -> Path:
    """The folder of icons, styles and templates."""
    return home() / "resources"


def sample_study() -> Path:
    """The folder of the fictional sample study."""
    return home() / "projects" / "sample_study"


def checkout_projects() -> Path | None:
    """Where projects go by default when the program runs from a checkout; None for an installed program."""
    folder = home() / "projects"
    return folder if (home() / "bootstrap.py").is_file() and folder.is_dir() else None
