"""Find words everywhere in a study: the page, and what it does to the window."""
