"""The parts of the page on agreement."""
