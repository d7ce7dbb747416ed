"""From a recording to a transcript, in a process of its own."""
