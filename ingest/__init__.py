"""From a file to a document with its clauses: pure functions over frozen types."""
