"""The queue of recordings that are transcribed, as the window shows it."""
