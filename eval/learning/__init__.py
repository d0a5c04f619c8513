"""The weights by which qa judges whether the words it read answer, learned from labelled questions."""
