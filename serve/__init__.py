"""The command: thin shells over qa and index."""
