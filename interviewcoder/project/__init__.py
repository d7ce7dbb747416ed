"""The project file: one encrypted file that holds the study."""
