"""From a published figure down to its cells and sources, and from a cell up to every figure."""
