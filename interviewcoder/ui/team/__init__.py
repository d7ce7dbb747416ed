"""The menu “Team”: coders, blind rounds, review copies, merging, agreement."""
