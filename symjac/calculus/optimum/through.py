"""a X⁻¹ = X⁻¹MX⁻¹ ⇔ aX = M; log p = u ⇔ p = eᵘ: equations that are affine once multiplied, or in a function of the unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import groupby

from symjac.calculus.differential import substitute
from symjac.calculus.domains import POSITIVE, sign
from symjac.calculus.expand import expanded
from symjac.calculus.identities.factors import Product, factors, rebuilt, symmetric_at_sight
from symjac.calculus.simple import simplify
from symjac.calculus.simplify import rebuild
from symjac.errors import SymjacError
from symjac.expr.expr import Expr, contains, fold, postorder
from symjac.expr.make import add, bigsum, function, hadamard, is_op, mul, number, power, sub, symbol

# g(z) = u ⇔ z = inverse(u), where both sides have a value
INVERSES: dict[str, Callable[[Expr], Expr]] = {
    "inv": lambda u: power(u, -1),
    "log": lambda u: function("exp", u),
    "exp": lambda u: function("log", u),
    "sigmoid": lambda u: function("logit", u),
}


def forms(equation: Expr, z: Expr) -> Iterator[tuple[Expr, str]]:
    """Equations with the same solutions, and how they were reached: as it is, without denominators, multiplied by X."""
    plain = simplify(equation)
    yield plain, ""
    parted = logarithms(plain, z)
    if parted is not plain:
        yield parted, ""
    cleared = without_denominators(plain, z)
    if cleared is not None:
        yield cleared, "denominators"
    if z.is_vector and any(is_op(e, "hdiv") and e.args[1] is z for e in postorder(plain)):
        wide = expanded(plain) or plain
        terms = wide.args if is_op(wide, "add") else (wide,)
        yield simplify(add(*(simplify(hadamard(z, t)) for t in terms))), "entries"
    if z.is_matrix and z.shape[0] == z.shape[1] and any(is_op(e, "inv") and e.args[0] is z for e in postorder(plain)):
        short, letters = hidden(plain, z)
        for turned, how in ((mul(z, short, z), "both sides"), (mul(z, short), "left"), (mul(short, z), "right")):
            yield simplify(substitute(multiplied(turned), letters)), how


def hidden(e: Expr, z: Expr) -> tuple[Expr, dict[Expr, Expr]]:
    """The equation with a letter for every product that does not contain z, so that it is not multiplied out; the letters."""
    letters: dict[Expr, Expr] = {}

    def visit(a: Expr, args: tuple[Expr, ...]) -> Expr:
        if not is_op(a, "mul") or not contains(a, z):
            return rebuild(a, args)
        out: list[Expr] = []
        for moving, run in groupby(zip(a.args, args, strict=True), key=lambda pair: contains(pair[0], z) or pair[0].is_scalar):
            parts = [new for _, new in run]
            out += parts if moving else [letter_for(mul(*parts), letters)]
        return mul(*out)

    return fold(e, visit), letters


def letter_for(product: Expr, letters: dict[Expr, Expr]) -> Expr:
    if is_op(product, "symbol", "eye"):
        return product
    for letter, meaning in letters.items():
        if meaning is product:
            return letter
    words = ("symmetric",) if product.is_matrix and symmetric_at_sight(product) else ()
    letter = symbol(f"hidden {len(letters) + 1}", product.shape, words)
    letters[letter] = product
    return letter


def logarithms(e: Expr, z: Expr) -> Expr:
    """log(p ⊘ q) = log p − log q"""

    def visit(a: Expr, args: tuple[Expr, ...]) -> Expr:
        a = rebuild(a, args)
        if is_op(a, "log") and contains(a, z) and is_op(a.args[0], "hdiv", "div"):
            top, bottom = a.args[0].args
            if top.shape == bottom.shape:
                return sub(function("log", top), function("log", bottom))
        if is_op(a, "log") and contains(a, z) and is_op(a.args[0], "hadamard"):
            return add(*(function("log", b) for b in a.args[0].args))
        return a

    found = fold(e, visit)
    return e if found is e else simplify(found)


def multiplied(e: Expr) -> Expr:
    wide = expanded(e)
    return simplify(e if wide is None else wide)


def without_denominators(e: Expr, z: Expr) -> Expr | None:
    """The sum times what its terms are divided by, and without the positive factors that all terms share."""
    terms = summands(e)
    table = multiplier_of(e, z)
    if not table:
        return None
    for base, k in table.items():
        terms = [lifted(t, base, k) for t in terms]
    return simplify(add(*map(rebuilt, terms)))


def multiplier_of(e: Expr, z: Expr) -> dict[Expr, Fraction]:
    """What the sum is multiplied by for that: the powers of scalars that hold z."""
    terms = summands(e)
    found: dict[Expr, Fraction] = {}
    for b in dict.fromkeys(b for t in terms for b, _ in t.scalars if contains(b, z)):
        least = min(dict(t.scalars).get(b, Fraction(0)) for t in terms)
        if least < 0 or (least > 0 and sign(b) == POSITIVE):
            found[b] = -least
    return found


def summands(e: Expr) -> list[Product]:
    terms = [p for t in (e.args if is_op(e, "add") else (e,)) for p in apart(factors(t))]
    return inner_terms(terms[0]) if len(terms) == 1 else terms


def apart(p: Product) -> list[Product]:
    """Σ_i (a_i + b_i) as Σ_i a_i + Σ_i b_i"""
    (base, k), *others = p.scalars or ((number(1), Fraction(1)),)
    if others or p.chain or k != 1 or not is_op(base, "bigsum") or not is_op(base.args[0], "add"):
        return [p]
    terms = [factors(simplify(bigsum(base.data[0], t))) for t in base.args[0].args]
    return [t.scaled(p.coefficient) for t in terms]


def inner_terms(p: Product) -> list[Product]:
    """c F (a + b) G as c F a G + c F b G where a and b are divided by something."""
    wide = expanded(rebuilt(p))
    if wide is None or not is_op(wide, "add"):
        return [p]
    return [factors(simplify(t)) for t in wide.args]


def lifted(p: Product, base: Expr, k: Fraction) -> Product:
    table = dict(p.scalars)
    table[base] = table.get(base, Fraction(0)) + k
    return Product(p.coefficient, tuple((b, e) for b, e in table.items() if e), p.chain)


def inside_function(equation: Expr, z: Expr) -> tuple[Expr, Expr, Callable[[Expr], Expr]] | None:
    """The equation in u = g(z), u, and the way back; None unless z stands in one such function only."""
    holders = {e for e in postorder(equation) if z in e.args}
    if len(holders) != 1:
        return None
    (g,) = holders
    if g.op.name not in INVERSES or g.args != (z,):
        return None
    u = symbol("u inside", g.shape, ("symmetric",) if is_op(g, "inv") else ())
    try:
        return simplify(substitute(equation, {g: u})), u, INVERSES[g.op.name]
    except SymjacError:
        return None
