"""Codes, and the passages they are given to."""
