"""Σ_k A_ik δ_kj → Box: index expressions as a lecturer writes them, every factor where it stands in the tree."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from symjac.expr.dims import SCALAR
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.expr.make import function, symbol
from symjac.expr.names import look_of
from symjac.expr.registry import get
from symjac.writing.box import (
    ATOM,
    PRODUCT,
    RELATION,
    SUM,
    BigOp,
    Box,
    Call,
    Cases,
    Fence,
    Frac,
    Infix,
    Num,
    Prefix,
    Root,
    Script,
    Sym,
    Words,
    infix,
    paren,
    power,
)
from symjac.writing.signs import indexed, subscript

FUNCTION_NAMES = {"Abs": "abs"}


def look(e: Any) -> Box:
    """An index expression as written mathematics."""
    for kind in type(e).__mro__:
        rule = RULES.get(kind.__name__)
        if rule is not None:
            return rule(e)
    raise TypeError(f"no look for {type(e).__name__}")


def of_indexed(e: Any) -> Box:
    """A_ij; what stands for a scalar has no index."""
    expr: Expr | None = getattr(e.base, "_symjac_expr", None)
    return name_of(e.base) if expr is not None and expr.is_scalar else indexed(name_of(e.base), *map(look, e.indices))


def name_of(base: Any) -> Box:
    """The name of an array; a whole expression without a name is written out."""
    expr: Expr | None = getattr(base, "_symjac_expr", None)
    name = getattr(base, "_symjac_name", "")
    given: Box | None = getattr(base, "_symjac_look", None)
    if given is not None:
        return given
    return written(expr) if expr is not None and not name else look_of(name or base.label.name)


def of_symbol(e: Any) -> Box:
    """A name, or A_12 for an entry of an explicit instance."""
    base, _, digits = e.name.rpartition("_")
    marks = digits.strip("{}")
    if not base or not digits.replace(",", "").strip("{}").isdigit() or e.is_integer:
        return look_of(e.name)
    parts = [Num(d) for d in (marks.split(",") if "," in marks else marks)]
    whole = subscript(list(parts)) if "," in marks or base[0].isupper() else Num(marks)
    name = look_of(base)
    return Script(name.base, whole, name.sup) if isinstance(name, Script) and name.sub is None else Script(name, sub=whole)


def of_rational(e: Any) -> Box:
    p, q = abs(int(e.p)), int(e.q)
    body: Box = Num(str(p)) if q == 1 else Frac(Num(str(p)), Num(str(q)))
    return Prefix("−", body) if e.p < 0 else body


def of_add(e: Any) -> Box:
    """a − b + c"""
    items, signs = [], []
    for n, term in enumerate(e.args):
        box = look(term)
        minus = isinstance(box, Prefix) and box.sign == "−"
        if n:
            signs.append("−" if minus else "+")
            box = box.body if minus and isinstance(box, Prefix) else box
        items.append(box if n == 0 and minus else paren(box, SUM + 1))
    return Infix(tuple(items), tuple(signs), SUM)


def of_mul(e: Any) -> Box:
    """−2 a (b + c) Σ_k d; negative powers are a denominator."""
    number = e.args[0] if e.args[0].is_Rational else None
    factors = e.args if number is None else e.args[1:]
    below = [f for f in factors if is_inverse(f)]
    open_ = [f for f in factors if below and type(f).__name__ == "Derivative"]  # ∂z/∂x stands beside a fraction, not in it
    above = [f for f in factors if f not in below and f not in open_]
    p, q = (1, 1) if number is None else (abs(int(number.p)), int(number.q))
    size: Box = Num(str(p)) if q == 1 else Frac(Num(str(p)), Num(str(q)))
    if below:
        number_above = [Num(str(p))] if p != 1 or not above else []
        top = look(above[0]) if len(above) == 1 and not number_above else joined(number_above + boxes(above))
        turned = [f.args[0] if f.args[1] == -1 else upright(f) for f in below]
        bottom = look(turned[0]) if len(turned) == q == 1 else joined(([Num(str(q))] if q != 1 else []) + boxes(turned))
        body: Box = joined([Frac(top, bottom), *boxes(open_)])
    else:
        front: list[Box] = [] if (p, q) == (1, 1) else [size]
        body = joined(front + boxes(above))
    return Prefix("−", body) if number is not None and number < 0 else body


def is_inverse(f: Any) -> bool:
    return type(f).__name__ == "Pow" and bool(f.args[1].is_Rational) and f.args[1] < 0


def upright(f: Any) -> Any:
    """1/f"""
    return type(f)(f.args[0], -f.args[1], evaluate=False)


def boxes(factors: list[Any]) -> list[Box]:
    """Factors as they are written; a sum may stand open only at the end."""
    shown = [look(f) for f in factors]
    return [box if stands_open(box, n == len(shown) - 1) else paren(box, PRODUCT + 1) for n, box in enumerate(shown)]


def stands_open(box: Box, last: bool) -> bool:
    return isinstance(box, Frac) or (last and isinstance(box, BigOp))


def joined(items: list[Box]) -> Box:
    if len(items) == 1:
        return items[0]
    signs = tuple("·" if isinstance(b, Num) else "" for b in items[1:])
    return Infix(tuple(items), signs, PRODUCT)


def of_pow(e: Any) -> Box:
    base, k = e.args
    if is_inverse(e):
        return Frac(Num("1"), look(base) if k == -1 else look(upright(e)))
    if k.is_Rational and k.q == 2:
        root = Root(look(base))
        return root if k.p == 1 else power(root, Num(str(k.p)))
    inner = look(base)
    if isinstance(inner, Call) and isinstance(inner.head, Sym):
        return Call(Script(inner.head, sup=look(k)), inner.args)
    return squared_entry(inner, look(k))


def squared_entry(base: Box, k: Box) -> Box:
    """x_k²: the exponent stands above the index, unless something stands there already."""
    if isinstance(base, Script) and base.sup is None and not isinstance(base.base, Fence):
        return Script(base.base, base.sub, k)
    return power(base, k)


def of_sum(e: Any) -> Box:
    """Σ_k Σ_l, the outermost first; a minus stands before the sum."""
    term = look(e.args[0])
    if isinstance(term, Prefix) and term.sign == "−":
        return Prefix("−", governed(e, term.body))
    return governed(e, term)


def governed(e: Any, term: Box) -> Box:
    """The sum signs of e before a term."""
    box = paren(term, SUM + 5)
    for k, low, high in e.args[1:]:
        box = BigOp("∑", Infix((look(k), look(low)), ("=",), RELATION), look(high), box)
    return box


def of_delta(e: Any) -> Box:
    return Script(Sym("delta"), sub=subscript([look(i) for i in e.args[:2]]))


def of_derivative(e: Any) -> Box:
    """∂x_k/∂x_j; dZ_kl/dt where the variable is one number."""
    below = e.args[1][0]
    d = "d" if type(below).__name__ == "Symbol" else "∂"
    return Frac(Prefix(d, look(e.args[0]), ATOM), Prefix(d, look(below), ATOM))


@cache
def _sample(name: str) -> Expr:
    return function(name, symbol("z", SCALAR))


def of_function(e: Any) -> Box:
    """A call as its operation writes it."""
    name = getattr(type(e), "_symjac_op", None) or FUNCTION_NAMES.get(type(e).__name__, type(e).__name__)
    return get(name).look(_sample(name), tuple(look(a) for a in e.args))


def of_piecewise(e: Any) -> Box:
    return Cases(tuple((look(pair.args[0]), condition(pair.args[1])) for pair in e.args))


SIGNS = {"Equality": "=", "Unequality": "≠", "StrictGreaterThan": ">", "GreaterThan": "≥", "StrictLessThan": "<", "LessThan": "≤"}


def condition(c: Any) -> Box:
    """p ≠ q, j = p"""
    if c == True:  # noqa: E712 (SymPy's truth is not Python's)
        return Words("otherwise")
    if type(c).__name__ in SIGNS:
        return Infix(tuple(look(a) for a in c.args), (SIGNS[type(c).__name__],), RELATION)
    return infix(",", [condition(a) for a in c.args], RELATION - 1)


RULES: dict[str, Callable[[Any], Box]] = {
    "Rational": of_rational, "Symbol": of_symbol, "Indexed": of_indexed, "Add": of_add, "Mul": of_mul, "Pow": of_pow,
    "Sum": of_sum, "KroneckerDelta": of_delta, "Derivative": of_derivative, "Piecewise": of_piecewise, "Function": of_function,
    "Exp1": lambda e: Sym("e", "roman"), "Pi": lambda e: Sym("pi"), "ImaginaryUnit": lambda e: Sym("i", "roman"),
}  # fmt: skip
