"""Whether an answer is in finished form: X + X, A·I, 2·½, a zero term, (X⁻¹)⁻¹ are obvious things left undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction

from symjac.calculus.simplify import Simplifier
from symjac.expr.expr import Expr, postorder
from symjac.expr.make import is_op, value_of

Table = dict[str, tuple[Callable[[Expr], str], ...]]


def undone(expr: Expr) -> tuple[str, ...]:
    """What is left undone, in words; nothing for a finished form."""
    found = (test(e) for e in postorder(expr) for test in TESTS.get(e.op.name, ()))
    return tuple(dict.fromkeys(text for text in found if text))


def like_terms(e: Expr) -> str:
    """Two summands that differ in a number only."""
    simplify = Simplifier()
    seen: Counter[Expr] = Counter()
    for term in e.args:
        seen[bare(simplify(bare(term)))] += 1
    if seen[bare(simplify(e.args[0]))] and any(n > 1 for n in seen.values()):
        numbers = all(value_of(t) is not None for t, n in seen.items() if n > 1)
        return "numbers are not added up" if numbers else "equal terms are not collected"
    return ""


def bare(term: Expr) -> Expr:
    """A term without its sign and its numbers; any number is 1."""
    while is_op(term, "neg"):
        term = term.args[0]
    if is_op(term, "div") and value_of(term.args[1]) is not None:
        return bare(term.args[0])
    if is_op(term, "mul"):
        rest = [a for a in term.args if value_of(a) is None]
        if len(rest) < len(term.args) and rest:
            from symjac.expr.make import mul

            return bare(mul(*rest))
        if any(is_op(a, "neg") for a in term.args):
            from symjac.expr.make import mul

            return mul(*(a.args[0] if is_op(a, "neg") else a for a in term.args))
    return term


def zero_term(e: Expr) -> str:
    return "a zero is added" if any(is_zero(a) for a in e.args) else ""


def is_zero(e: Expr) -> bool:
    return is_op(e, "zeros") or value_of(e) == 0


def identity_factor(e: Expr) -> str:
    """A·I, but not t·I."""
    arrays = [a for a in e.args if not a.is_scalar]
    return "a product with the identity is left standing" if len(arrays) > 1 and any(is_op(a, "eye") for a in arrays) else ""


def numbers_apart(e: Expr) -> str:
    """2·(1/2)·…, 0·…, 1·…"""
    values = [v for v in map(number_of, e.args) if v is not None]
    if any(v == 0 for v in values) or any(is_zero(a) for a in e.args):
        return "a product with zero is left standing"
    if any(v == 1 for v in values):
        return "a factor 1 is left standing"
    return "numbers are not multiplied" if len(values) > 1 else ""


def number_of(e: Expr) -> Fraction | None:
    """A number, also behind a sign or below another."""
    if is_op(e, "neg"):
        inner = number_of(e.args[0])
        return None if inner is None else -inner
    if is_op(e, "div") and value_of(e.args[0]) is not None:
        return value_of(e.args[0])
    return value_of(e)


def reducible(e: Expr) -> str:
    """(2x)/2 and x/1"""
    bottom = value_of(e.args[1])
    if bottom is None:
        return "a quotient of equal terms is left standing" if e.args[0] is e.args[1] else ""
    top = e.args[0]
    numbers = [v for v in map(number_of, top.args if is_op(top, "mul") else (top,)) if v is not None]
    if bottom == 1 or any(
        (v / bottom).denominator < abs(bottom) for v in numbers if v.denominator == 1 and bottom.denominator == 1
    ):
        return "a fraction is not reduced"
    return ""


def twice(name: str, words: str) -> Callable[[Expr], str]:
    return lambda e: words if is_op(e.args[0], name) else ""


def trivial_power(e: Expr) -> str:
    return "a power 0 or 1 is left standing" if value_of(e.args[1]) in (0, 1) else ""


def inverse_beside(e: Expr) -> str:
    """X X⁻¹"""
    pairs = zip(e.args, e.args[1:], strict=False)
    cancel = any((is_op(a, "inv") and a.args[0] is b) or (is_op(b, "inv") and b.args[0] is a) for a, b in pairs)
    return "a product with its own inverse is left standing" if cancel else ""


TESTS: Table = {
    "add": (like_terms, zero_term),
    "mul": (identity_factor, numbers_apart, inverse_beside),
    "div": (reducible,),
    "inv": (twice("inv", "a double inverse is left standing"),),
    "transpose": (twice("transpose", "a double transpose is left standing"),),
    "neg": (twice("neg", "a double sign is left standing"),),
    "power": (trivial_power,),
    "hpower": (trivial_power,),
    "matrix_power": (trivial_power,),
}
