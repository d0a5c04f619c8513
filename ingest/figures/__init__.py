"""One concept of a quantity each: figure and unit, bounds, per, subject."""
