"""The library as a whole: its figures, and where its notices are silent."""
