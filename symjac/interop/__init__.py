"""Expressions in other systems: NumPy, SymPy."""
