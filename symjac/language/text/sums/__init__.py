"""Sums over an index, and what stands below a name."""
