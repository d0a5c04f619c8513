"""Pages of placed characters: PDF, and what OFD and scans share with it."""
