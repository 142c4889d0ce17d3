"""A constant expression as a NumPy array."""

from __future__ import annotations

import numpy as np

from symjac.derivation.decimals import in_floats
from symjac.expr.expr import Expr


def floats(expr: Expr) -> np.ndarray:
    return np.array(in_floats(expr))
