"""The tree with its shapes to an expression, exactly as typed."""
