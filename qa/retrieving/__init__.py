"""Clauses ranked by words and by meaning."""
