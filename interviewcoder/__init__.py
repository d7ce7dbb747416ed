"""Transcribe, code and report qualitative interviews on one machine."""

__version__ = "0.1.0"
