"""Settings survive a restart, and a damaged file keeps nobody from working."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewcoder import settings
from interviewcoder.settings import RecentProject, Settings


@pytest.mark.usefixtures("fresh_home")
def test_what_was_chosen_is_there_after_a_restart() -> None:
    chosen = Settings(
        coder_name="J. Okafor", theme="dark", text_size_pt=13, rewind_s=3, keys={"play": "F13"}, player={"speed": "1.5"}
    )
    chosen.remember(RecentProject("/studies/a.icproj", "Patient stories", "2026-11-22T10:00"))
    settings.save(chosen)
    assert settings.load() == chosen


@pytest.mark.usefixtures("fresh_home")
@pytest.mark.parametrize(
    "content", [b"theme = ", b"\xff\xfe", b"theme = 7\nrecent = [3]\nwindow = 'x'\nkeys = 3\n", b""]
)
def test_a_damaged_file_gives_the_defaults(content: bytes) -> None:
    file = settings.folder() / "settings.toml"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    assert settings.load() == Settings()


def test_a_project_opened_again_moves_to_the_head_of_the_recent_ones() -> None:
    chosen = Settings()
    for number in range(settings.MOST_RECENT_PROJECTS + 3):
        chosen.remember(RecentProject(f"/{number}.icproj", str(number), ""))
    chosen.remember(RecentProject("/6.icproj", "six again", ""))
    assert [project.title for project in chosen.recent[:2]] == ["six again", "10"]
    assert len(chosen.recent) == settings.MOST_RECENT_PROJECTS


def test_settings_lie_in_the_home_of_the_person(fresh_home: Path) -> None:
    assert settings.folder().is_relative_to(fresh_home)
