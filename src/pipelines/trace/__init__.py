"""From a published figure down to cells, factors and their sources; from a cell up to every figure."""
