"""Bring a review copy, or another file of the study, back: looked at item by item, then merged in one step."""
