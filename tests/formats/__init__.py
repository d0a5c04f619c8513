"""One notice of ours in nine formats, each read the same."""
