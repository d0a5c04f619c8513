"""Results as files for the office: tables, documents and plain text, by the ending of the file's name."""
