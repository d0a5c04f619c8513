"""What stands above the text of a document, element by element."""
