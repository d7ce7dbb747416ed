"""The page “Passages”: conditions on codes and participants, and the passages that answer to them."""
