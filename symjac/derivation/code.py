"""A derivation as a function in NumPy, JAX or PyTorch: which arrays it returns, with which axes, and what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from symjac.derivation.choices import TARGETS
from symjac.derivation.styles.sums.matrices import in_arrays
from symjac.derivation.tensor import shape_kept
from symjac.errors import ParseError, UnsupportedError, one_of
from symjac.expr.dims import ONE, Dim, dim
from symjac.expr.expr import Expr, postorder
from symjac.interop.code.axes import Run, plain
from symjac.interop.code.function import source
from symjac.interop.code.names import checked_name, identifier
from symjac.interop.code.request import Output, Request
from symjac.verify.term import Derivative

if TYPE_CHECKING:
    from symjac.derivation.result import Derived


def code(d: Derived, target: str, name: str, value: bool, times: str | None) -> str:
    """The source of one function."""
    one_of("target", target, TARGETS)
    f = without_indices(d, d.f)
    symbols = tuple(e for e in postorder(f) if e.op.name == "symbol")
    outputs = {}
    if value:
        outputs["f"] = Output(f, plain(f.shape[0]), plain(f.shape[1]))
    outputs |= derivatives(d, times is not None)
    spelling = typed(d)
    request = Request(
        checked_name(name, "the name of a function"), outputs, symbols, spelling, doc(d, times),
        vector(d, times, {identifier(spelling(str(s.data[0]))) for s in symbols}), named(d), d.question.sizes or {},
        keys(d),
    )  # fmt: skip
    return source(request, target)


def function(d: Derived, target: str, **options: Any) -> Callable[..., Any]:
    """The function itself."""
    space: dict[str, Any] = {"__name__": "symjac.code"}
    exec(compile(code(d, target, "gradient", **options), f"<symjac {target}>", "exec"), space)
    found: Callable[..., Any] = space["gradient"]
    return found


def derivatives(d: Derived, times: bool) -> dict[str, Output]:
    """The derivative; those by several variables of a scalar f, each in the shape of its variable."""
    if keys(d) is None or d.answer.named is None:
        return {"the derivative": output(d, times)}
    if times:
        raise UnsupportedError("times is for one variable", found=", ".join(d.results), hint="name one of them: wrt")
    found = d.answer.named.expanded
    return {f"by {name}": Output(e, plain(e.shape[0]), plain(e.shape[1])) for name, e in found.items()}


def keys(d: Derived) -> list[str] | None:
    """The names of the variables, where the function returns a derivative for each."""
    return list(d.results) if d.answer.named is not None and len(d.results) > 1 else None


def output(d: Derived, times: bool) -> Output:
    """The result with the axes of `tensor`: see there."""
    what, expr = d.answer.meaning, without_indices(d, d.closed)
    f_axes, x_axes, by_columns = axes(what.f), variable_axes(what), what.order_of == "columns"
    if shape_kept(what):
        kept = len(axes(expr)) if what.variables[0].is_scalar else 0
        return Output(expr, plain(expr.shape[0]), plain(expr.shape[1]), kept=kept if times else None)
    if what.order == 2:
        return Output(expr, Run(x_axes, by_columns), Run(x_axes, by_columns), kept=len(x_axes) if times else None)
    rows, cols = Run(f_axes, what.order_of != "rows"), Run(x_axes, by_columns)
    return Output(expr, rows, cols, what.layout == "denominator", len(f_axes) if times else None)


def without_indices(d: Derived, expr: Expr) -> Expr:
    """The formula; of sums over an index, what they are in matrices."""
    if not d.question.indexed:
        return expr
    found = in_arrays(d.question, expr) if d.question.member is None else None
    if found is None:
        hint = "d.evaluate and d.tensor compute it"
        raise UnsupportedError("code is written for sums that have a form in matrices", found=str(d.result), hint=hint)
    return found


def axes(e: Expr) -> tuple[Dim, ...]:
    return tuple(n for n in e.shape if n != ONE)


def variable_axes(what: Derivative) -> tuple[Dim, ...]:
    """Of several scalars one axis."""
    first, *others = what.variables
    return (dim(1 + len(others)),) if others else axes(first)


def vector(d: Derived, times: str | None, taken: set[str]) -> tuple[str, tuple[Dim, ...]] | None:
    """The array that the derivative is multiplied by, of the shape of the variable."""
    if times is None:
        return None
    name = checked_name(times, "times")
    if name in taken:
        raise ParseError(f"`{name}` is a name in the formula already", found=name, hint="give the vector another name")
    return name, variable_axes(d.answer.meaning)


def typed(d: Derived) -> Callable[[str], str]:
    """The spelling of a name in the text: W1 where W1 was typed, although W_1 is the same name."""

    def spelling(name: str) -> str:
        short = re.sub(r"_(?=\d+(\[|$))", "", name)
        written = short != name and re.search(rf"(?<![A-Za-z0-9_\\]){re.escape(short)}(?![A-Za-z0-9_])", d.problem.source)
        return short if written and "[" not in name else name

    return spelling


def named(d: Derived) -> dict[Expr, str]:
    """Definitions by what they stand for."""
    if d.answer.named is not None:
        return {e: name for name, e in d.answer.named.values.items() if e.args}
    return {e: x.name for x in d.problem.definitions if (e := x.expanded).args and e is not d.f}


def doc(d: Derived, times: str | None) -> list[str]:
    """What is computed."""
    names = ", ".join(str(x) for x in d.variables)
    what = "The second derivative" if d.order == 2 else "The derivative"
    more = f", times {times}" if times else ""
    lines = [f"{what} of {short(str(d.f))} by {names}{more}.", "", f"In matrices, {d.layout} layout: {short(str(d.result))}"]
    return [*lines, "Derived by symjac, every line of the derivation checked." if d.check else "Derived by symjac."]


def short(text: str, longest: int = 400) -> str:
    """A formula on one line."""
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[:longest]} …"
