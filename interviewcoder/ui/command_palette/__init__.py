"""The command palette: anything that can be done or gone to, found by its name."""
