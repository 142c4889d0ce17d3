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
    Num,
    Prefix,
    Row,
    Script,
    Space,
    Sym,
    Words,
    commas,
    paren,
)


def nabla(x: Box, f: Box, order: int = 1) -> Box:
    """∇ₓ f, or ∇ₓ² f"""
    space = (Space("thin"),) if isinstance(f, Call) else ()
    return Row((Script(Sym("∇"), sub=x, sup=Num("2") if order == 2 else None), *space, paren(f, SCRIPTED)), PRODUCT)


def partial(f: Box, x: Box) -> Box:
    """∂f/∂x"""
    return Frac(Prefix("∂", f, ATOM), Prefix("∂", x, ATOM))


def second_partial(f: Box, x: Box, y: Box) -> Box:
    """∂²f/∂x∂y"""
    twice = Row((Script(Sym("∂", "roman"), sup=Num("2")), f))
    return Frac(twice, Row((Prefix("∂", x, ATOM), Space("thin"), Prefix("∂", y, ATOM)), PRODUCT))


def total(f: Box, x: Box, order: int = 1) -> Box:
    """df/dx, d²f/dx²: of a function of one number."""
    if order == 1:
        return Frac(Prefix("d", f, ATOM), Prefix("d", x, ATOM))
    twice = Row((Script(Sym("d", "roman"), sup=Num("2")), f))
    return Frac(twice, Prefix("d", Script(x, sup=Num("2")), ATOM))


def indexed(name: Box, *places: Box) -> Box:
    """A_ij, w_ij⁽ˡ⁾; a name that has a subscript keeps it before the indices, an expression stands in brackets."""
    below = subscript(places)
    if isinstance(name, Script) and name.sub is not None:
        return Script(name.base, Infix((name.sub, below), (",",), RELATION), name.sup)
    if isinstance(name, Script) and isinstance(name.sup, Fence):
        return Script(name.base, below, name.sup)
    return Script(paren(name, ATOM), sub=below)


def subscript(places: Sequence[Box]) -> Box:
    """ij; 1,12 and i,j−1, where it must be said which sign belongs to which index."""
    if len(places) == 1:
        return places[0]
    wide = any(isinstance(p, Infix | Script) or (isinstance(p, Num) and len(p.text) > 1) for p in places)
    return commas(places) if wide else Row(tuple(places))


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


def slashed(box: Box, below: int = ATOM) -> Box:
    """xᵀ/‖x‖, which in a line of text needs no built fraction; below: what stands under the stroke without brackets."""
    return Infix((paren(box.num, PRODUCT), paren(box.den, below)), ("/",), PRODUCT) if isinstance(box, Frac) else box
