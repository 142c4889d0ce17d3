"""Every displayed equality, evaluated on both sides at random points; every derivative against dual numbers.

Imports nothing of calculus and derivation: it shares no rule with what it checks.
"""

from symjac.verify.equality import Claim, Mismatch, Nowhere, equal, symbols_of, verify
from symjac.verify.report import Report
from symjac.verify.scalars import Irrational, Outside
from symjac.verify.values import point, tensor, value

__all__ = [
    "Claim", "Irrational", "Mismatch", "Nowhere", "Outside", "Report", "equal", "point", "symbols_of", "tensor", "value",
    "verify",
]  # fmt: skip
