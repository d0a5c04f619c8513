"""`judian serve`: the app and the doors as two processes that begin and end together."""
