"""A maker of notices: draws a 公文 with its true clause tree and fields from a seed, and prints it with the genre's wounds."""
