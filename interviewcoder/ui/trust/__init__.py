"""Checking a transcript against its recording: the doubtful places, and how far somebody has listened."""
