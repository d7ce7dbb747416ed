"""A project in a folder that others reach, too: who has it, a view of what is saved, copies in conflict."""
