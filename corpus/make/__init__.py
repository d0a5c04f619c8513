"""Makers of the notices in corpus: one source, laid out as the formats in which notices circulate."""
