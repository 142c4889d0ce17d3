"""The signs of the subject, whatever they are applied to: ∇ₓf, ∂f/∂x, f_i, f(x), f: A → B."""

from __future__ import annotations

from collections.abc import Sequence

from symjac.writing.block import Inline, Text
from symjac.writing.box import (
    ATOM,
    PRODUCT,
    RELATION,
    SCRIPTED,
    Box,
    Call,
    Fence,
    Frac,
    Infix,
    Prefix,
    Row,
    Script,
    Space,
    Sym,
    Words,
    commas,
    paren,
)


def nabla(x: Box, f: Box) -> Box:
    """∇ₓ f"""
    space = (Space("thin"),) if isinstance(f, Call) else ()
    return Row((Script(Sym("∇"), sub=x), *space, paren(f, SCRIPTED)), PRODUCT)


def partial(f: Box, x: Box) -> Box:
    """∂f/∂x"""
    return Frac(Prefix("∂", f, ATOM), Prefix("∂", x, ATOM))


def indexed(name: Box, *indices: Box) -> Box:
    """f_i, A_{ij}; a name that has a subscript keeps it before the indices."""
    index = indices[0] if len(indices) == 1 else Row(tuple(indices))
    if isinstance(name, Script) and name.sub is not None:
        return Script(name.base, Infix((name.sub, index), (",",), RELATION), name.sup)
    if isinstance(name, Script):
        return Script(name.base, index, name.sup)
    return Script(paren(name, ATOM), sub=index)


def applied(f: Box, *args: Box) -> Box:
    """f(x)"""
    inside = commas(args)
    return Row((f, Fence("(", inside, ")")), SCRIPTED)


def function_box(name: str, *args: Box) -> Box:
    """tr(A), vec(X)"""
    return Call(Sym(name, "roman"), args)


def product_box(*factors: Box) -> Box:
    """A X B"""
    if len(factors) == 1:
        return factors[0]
    return Infix(factors, ("",) * (len(factors) - 1), PRODUCT)


def mapping(f: Box, domain: Box, codomain: Box) -> Infix:
    """f : ℝᴺ → ℝᴹ"""
    return Infix((f, domain, codomain), (":", "→"), RELATION)


def airy(parts: Sequence[Box]) -> Box:
    """p = q,  j = p: relations beside each other, farther apart than the letters of one."""
    apart = [Row((Space("thin"), part)) for part in parts[1:]]
    return commas([parts[0], *apart])


def beside(first: Box, *others: Box) -> Box:
    """a = b,    c = d: formulas that share a display."""
    return Row((first, *(part for box in others for part in (Words(","), Space("qquad"), box)))) if others else first


def listed(words: Sequence[Text]) -> Text:
    """a, b and c"""
    out: list[Inline] = []
    for k, word in enumerate(words):
        out += ["" if k == 0 else " and " if k == len(words) - 1 else ", ", *word]
    return tuple(out)


OTHERWISE = Words("otherwise")


COMMA = Sym(",")
