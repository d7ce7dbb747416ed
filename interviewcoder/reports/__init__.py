"""What leaves the project as a document."""
