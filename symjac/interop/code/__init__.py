"""Expressions as functions in NumPy, JAX and PyTorch: arrays in indices, contracted in the cheapest order, written as Python."""
