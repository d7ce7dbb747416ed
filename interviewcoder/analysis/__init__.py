"""What the codings say together: finding, retrieving, counting."""
