"""How expressions, sizes and shapes are written: Expr → Box, by the `look` of each operation."""

from __future__ import annotations

from functools import lru_cache

from symjac.errors import LimitError
from symjac.expr.dims import Dim, Shape
from symjac.expr.expr import Expr, fold, unwritable
from symjac.expr.names import look_of
from symjac.expr.told import is_loose, untold
from symjac.writing.box import PRODUCT, SUM, Box, Infix, Num, Script, Sym, infix, paren, power


@lru_cache(maxsize=1024)  # a line and the next have most of their formulas in common
def written(expr: Expr) -> Box:
    """The expression as written mathematics."""
    if much := unwritable(expr):
        raise LimitError(f"the formula {much}", hint="name intermediate results")
    sized = untold(expr) if has_loose(expr) else frozenset()
    return fold(expr, lambda e, args: with_size(e) if e in sized else e.op.look(e, args)) if sized else looked(expr)


@lru_cache(maxsize=8192)
def looked(expr: Expr) -> Box:
    """The same where no column has its size written: a part looks alike wherever it stands."""
    return expr.op.look(expr, tuple([looked(arg) for arg in expr.args]))


@lru_cache(maxsize=8192)
def has_loose(expr: Expr) -> bool:
    """Whether there is a column of ones or zeros in it."""
    return is_loose(expr) or any(map(has_loose, expr.args))


def with_size(column: Expr) -> Box:
    """𝟏_n, where nothing else tells n."""
    return Script(column.op.look(column, ()), sub=look_of_dim(column.shape[0]))


def look_of_dim(n: Dim) -> Box:
    """A size: N, 3, NM, n + 1."""
    if not n.terms:
        return Num("0")
    return infix("+", [_monomial(names, c) for names, c in reversed(n.terms)], SUM)


def _monomial(names: tuple[str, ...], coefficient: int) -> Box:
    parts: list[Box] = [] if coefficient == 1 and names else [Num(str(coefficient))]
    for name in dict.fromkeys(names):
        k = names.count(name)
        look: Box = Num(name) if name.isdecimal() else look_of(name)
        parts.append(look if k == 1 else power(look, Num(str(k))))
    return infix("", parts, PRODUCT)


def look_of_shape(shape: Shape) -> Box:
    """M × N, with brackets around composite sizes."""
    return Infix(tuple(paren(look_of_dim(n), PRODUCT) for n in shape), ("×",), PRODUCT)


def space_of(shape: Shape) -> Box:
    """ℝ, ℝᴺ or ℝ^{M×N}: where a quantity of this shape lives."""
    real = Sym("R", "blackboard")
    if str(shape[0]) == str(shape[1]) == "1":
        return real
    exponent = look_of_dim(shape[0]) if str(shape[1]) == "1" else look_of_shape(shape)
    return Script(real, sup=exponent)
