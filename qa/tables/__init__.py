"""Tables as people read them: the row a question is about and the cells that answer."""
