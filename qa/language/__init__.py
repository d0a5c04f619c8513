"""Words and sentences of notices and questions: what stands in a text, whatever is asked."""
