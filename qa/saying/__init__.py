"""The words of an answer: the short line, labels, groups, and the two shapes an answer has."""
