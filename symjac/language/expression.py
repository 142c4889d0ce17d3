"""pose(): the problem that an expression poses, its shapes known: what `symjac.parse` returns, or what came from SymPy."""

from __future__ import annotations

from collections.abc import Mapping

from symjac.errors import ParseError, ShapeError
from symjac.expr.dims import shape_text
from symjac.expr.expr import Expr, fold, postorder
from symjac.expr.make import symbol
from symjac.expr.registry import apply
from symjac.language.declare import Declaration, declarations
from symjac.language.maps import Map, maps
from symjac.language.problem import Problem, differentiable
from symjac.language.text.spelled import one_name


def pose(expr: Expr, wrt: str | None = None, where: str | Mapping[str, str] | None = None) -> Problem:
    """An expression to be differentiated; `where` adds properties, and what it says of shapes must be so already."""
    target, symbols = declared(expr, where)
    named = named_maps(target) | maps(where, declarations(where))
    return differentiable(Problem(str(expr), target, None, (), (), symbols, variables(symbols, wrt), (), named))


def declared(expr: Expr, where: str | Mapping[str, str] | None) -> tuple[Expr, dict[str, Expr]]:
    """The expression and its symbols by name, with the properties that are declared of them."""
    given = declarations(where)
    known = {str(e.data[0]): e for e in postorder(expr) if e.op.name == "symbol"}
    symbols = {name: with_words(e, given[name]) if name in given else e for name, e in known.items()}
    return renewed(expr, {known[name]: e for name, e in symbols.items()}), symbols


def with_words(e: Expr, given: Declaration) -> Expr:
    """The symbol with the properties that are declared of it."""
    for own, said in zip(e.shape, (given.rows, given.columns), strict=True):
        if said is not None and said != own:
            raise ShapeError(f"`{e.data[0]}` is {shape_text(e.shape)} in the expression", expected=shape_text(e.shape))
    return symbol(str(e.data[0]), e.shape, e.data[1] | given.words)


def renewed(expr: Expr, table: Mapping[Expr, Expr]) -> Expr:
    return fold(expr, lambda e, args: table.get(e) or (apply(e.op, args, e.data, e.shape) if args else e))


def named_maps(expr: Expr) -> dict[str, Map]:
    """The functions in it that are only named."""
    return {str(e.data[0]): Map(*e.data) for e in postorder(expr) if e.op.name in ("image", "jacobian")}


def variables(symbols: Mapping[str, Expr], wrt: str | None) -> tuple[str, ...]:
    """The names of the variables; where none is given, the only symbol that is not constant."""
    names = [name for name, e in symbols.items() if "constant" not in e.data[1]]
    if wrt is None:
        if len(names) == 1:
            return tuple(names)
        raise ParseError(
            "which variable?" if names else "there is no variable to differentiate by", expected=", ".join(names) or None
        )
    found = tuple(one_name(part, "the variable") for part in wrt.split(","))
    for name in found:
        if name not in symbols:
            raise ParseError(f"`{name}` does not occur in the expression", expected=", ".join(names))
    if len(set(found)) < len(found):
        raise ParseError("a variable is named twice", found=wrt)
    return found
