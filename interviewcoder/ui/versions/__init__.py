"""Versions of the codebook and what changed since a moment: compared, shown word by word, brought back, exported."""
