"""Every displayed equality, evaluated on both sides at random points; every derivative against dual numbers.

Imports nothing of calculus, simplify, styles, entries or vectorize: it shares no rule with what it checks.
"""

from symjac.check.equality import Claim, Mismatch, Nowhere, equal, symbols_of, verify
from symjac.check.public import point, tensor, value
from symjac.check.report import Report
from symjac.check.scalars import Irrational, Outside

__all__ = [
    "Claim", "Irrational", "Mismatch", "Nowhere", "Outside", "Report", "equal", "point", "symbols_of", "tensor", "value",
    "verify",
]  # fmt: skip
