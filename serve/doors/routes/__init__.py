"""The routes of the REST door, one file a subject: each reads its parameters and calls what the command calls."""
