"""Topics, qrels and measures, and the runs over them."""
