"""The history in words: what was done, going back to any point of it, and what changed since a moment."""
