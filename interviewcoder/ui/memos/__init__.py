"""The page of memos: their list, the one that is written, and what they are about."""
