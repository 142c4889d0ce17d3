"""What can be asked for by name: the layout, the order in which matrices are flattened, the detail, the language of code."""

from __future__ import annotations

LAYOUTS = ("numerator", "denominator")
SYMMETRIC = ("free", "gradient")  # by the free entries of a symmetric matrix, or with all entries independent
ORDERS_OF = ("notes", "rows", "columns")
DETAILS = ("brief", "exam", "full")
TARGETS = ("numpy", "jax", "torch")
