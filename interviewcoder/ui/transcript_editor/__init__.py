"""Correcting a transcript by ear: typing into the page, and who says what."""
