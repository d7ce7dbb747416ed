"""The queue of disagreements: both codings on the text, a key for each decision."""
