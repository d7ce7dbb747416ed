"""What is studied: recordings, transcripts, documents."""
