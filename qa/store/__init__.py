"""A library behind Haystack's document store."""
