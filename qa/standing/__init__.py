"""How a document stands on a day, and what another has changed in it."""
