"""The bar below the transcript that plays a source's recording."""

from interviewcoder.ui.player.player_bar import PlayerBar

__all__ = ["PlayerBar"]
