"""Other documents and own clauses that a document names."""
