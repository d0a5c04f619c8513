"""Which readings speak, and the plain no."""
