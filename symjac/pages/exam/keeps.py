"""Which marks an answer with a named mistake keeps: the share that the sheet states, or a usual one; whole or half marks."""

from __future__ import annotations

from fractions import Fraction

from symjac.pages.exam.sheet import Part

# A slip at the end of a right derivation keeps most, a missing rule half, a wrong idea nothing.
USUAL = {
    "F2": 0.75, "SIGN": 0.75, "EVAL": 0.75, "T_LAYOUT": 0.75, "T_MISSING": 0.5, "ORDER": 0.5, "CONST": 0.5, "SYM": 0.5,
    "BIAS": 0.5,    "CHAIN": 0.5, "CHAIN_ORDER": 0.5, "T_PRODUCT": 0.5, "HADAMARD": 0.5, "ATA2A": 0.5, "NORM1": 0.5, "INDEX": 0.5,
}  # fmt: skip


def kept(part: Part, code: str, total: Fraction) -> Fraction:
    """Rounded down to half marks. A wrong choice keeps what the sheet says, and nothing by itself."""
    usual = 0 if part.kind == "choose" else USUAL.get(code, 0)
    share = Fraction(str(part.given.get("keeps", {}).get(code, usual)))
    return Fraction(int(total * share * 2), 2)
