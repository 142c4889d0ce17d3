"""How far an index runs: the size N, 2N or t − 1 above the sign."""

from __future__ import annotations

from symjac.errors import UnsupportedError
from symjac.expr.dims import ONE, Dim, dim
from symjac.language.text.brackets import OPEN, level
from symjac.language.text.names import full_name
from symjac.language.text.tree import Token


def upper_limit(rest: list[Token], source: str) -> tuple[Dim | None, list[Token]]:
    """The size that stands above the sign."""
    if not rest or rest[0].type != "POW":
        return None, rest
    end = 2
    if len(rest) > 1 and rest[1].type in OPEN:
        end = next(k for k in range(2, len(rest) + 1) if level(rest[1:k]) == 0)
    return limit(rest[1:end], source), rest[end:]


def limit(tokens: list[Token], source: str) -> Dim:
    """N, 5, 2N, t − 1: the upper limit of a sum, a size."""
    total, sign = dim(0), 1
    factor: Dim | None = None
    span = (tokens[0].start, tokens[-1].end) if tokens else None
    inner = tokens[1:-1] if tokens and tokens[0].type == "LPAR" else tokens
    for token in [*inner, Token("PLUS", "+", 0, 0)]:
        if token.type in ("PLUS", "MINUS"):
            if factor is not None:
                total, factor = total + dim(sign) * factor, None
            sign = 1 if token.type == "PLUS" else -1
        elif token.type == "NUM" and str(token.data).isdigit() and token.data:
            factor = (factor or ONE) * dim(int(str(token.data)))
        elif token.type == "WORD" and token.layer is None:
            factor = (factor or ONE) * dim(full_name(token))
        elif token.type not in ("_TIMES", "CDOT"):
            raise UnsupportedError(
                "this upper limit of a sum is not read", source=source, span=span, hint="it is a size: N, 5, t - 1"
            )
    if total == dim(0):
        raise UnsupportedError(
            "this upper limit of a sum is not read", source=source, span=span, hint="it is a size: N, 5, t - 1"
        )
    return total
