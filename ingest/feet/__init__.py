"""What stands below the text of a document."""
