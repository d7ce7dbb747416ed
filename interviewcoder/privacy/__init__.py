"""What keeps the study on this machine, and shows it."""
