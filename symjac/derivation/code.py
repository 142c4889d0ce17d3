"""A derivation as a function in NumPy, JAX or PyTorch: which arrays it returns, and with which axes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from symjac.calculus.identities.factors import symmetric_at_sight
from symjac.calculus.structured.gram import halved
from symjac.calculus.structured.solution import certainly_definite, narrow
from symjac.calculus.structured.structure import Structure
from symjac.derivation.choices import TARGETS
from symjac.derivation.docstring import doc
from symjac.derivation.structure import densely, right_side, solved, structure
from symjac.derivation.tensor import shape_kept, without_indices
from symjac.errors import ParseError, UnsupportedError, one_of
from symjac.expr.collector import seldom_collected
from symjac.expr.dims import ONE, Dim, dim
from symjac.expr.expr import Expr, postorder
from symjac.interop.code.axes import Run, plain
from symjac.interop.code.function import source
from symjac.interop.code.names import checked_name, identifier
from symjac.interop.code.request import Narrow, Output, Request
from symjac.verify.term import Derivative

if TYPE_CHECKING:
    from symjac.derivation.result import Derived


@dataclass(frozen=True)
class Asked:
    """What the function returns: see `Derivation.code`."""

    value: bool = False
    times: str | None = None
    structure: bool = False
    solve: str | None = None
    batch: str | None = None

    def __post_init__(self) -> None:
        given = [name for name in ("times", "structure", "solve") if getattr(self, name)]
        if len(given) > 1:
            raise UnsupportedError("one of these at a time", found=" and ".join(given), expected="times, structure or solve")


@seldom_collected()
def code(d: Derived, target: str, name: str, asked: Asked) -> str:
    """The source of one function."""
    one_of("target", target, TARGETS)
    f = without_indices(d, d.f)
    symbols = tuple(e for e in postorder(f) if e.op.name == "symbol")
    spelling = typed(d)
    taken = {identifier(spelling(str(s.data[0]))) for s in symbols}
    H = structure(d) if asked.structure or asked.solve is not None else None
    request = Request(
        checked_name(name, "the name of a function"), {}, symbols, spelling, doc(d, asked, H),
        vector(d, asked.times, taken), named(d), d.question.sizes or {},
        definite=certainly_definite, symmetric=symmetric_at_sight,
    )  # fmt: skip
    first = {"f": Output(f, plain(f.shape[0]), plain(f.shape[1]))} if asked.value else {}
    if asked.batch is not None:
        request.batch, request.examples = given_each(asked.batch, symbols, spelling), (unused(symbols),)
    if asked.structure and H is not None:
        in_parts(H, request, first)
    elif asked.solve is not None:
        system(d, request, first, own_name(asked.solve, "solve", taken))
    else:
        request.outputs, request.keys = first | derivatives(d, asked.times is not None), keys(d)
        if target == "numpy" and asked.times is None and asked.batch is None:
            found = halved({key: o.expr for key, o in request.outputs.items()})
            request.outputs = {key: replace(o, expr=found[key]) for key, o in request.outputs.items()}
    return source(request, target)


def function(d: Derived, target: str, asked: Asked) -> Callable[..., Any]:
    """The function itself."""
    space: dict[str, Any] = {"__name__": "symjac.code"}
    exec(compile(code(d, target, "gradient", asked), f"<symjac {target}>", "exec"), space)
    found: Callable[..., Any] = space["gradient"]
    return found


def given_each(names: str, symbols: Sequence[Expr], spelling: Callable[[str], str]) -> frozenset[Expr]:
    """The symbols that are given for every example, by the names that they have in the formula or in the code."""
    table = {key: s for s in symbols for key in (str(s), spelling(str(s.data[0])), identifier(spelling(str(s.data[0]))))}
    found = []
    for name in (part.strip() for part in names.split(",")):
        if name not in table:
            expected = ", ".join(map(str, symbols))
            raise ParseError(f"batch: `{name}` is not in the formula", found=names, expected=expected)
        found.append(table[name])
    return frozenset(found)


def unused(symbols: Sequence[Expr]) -> Dim:
    """A letter for the number of examples."""
    taken = {x for s in symbols for n in s.shape for x in n.names} | {str(s) for s in symbols}
    name = "batch"
    while name in taken:
        name += "_"
    return dim(name)


def in_parts(H: Structure, request: Request, first: dict[str, Output]) -> None:
    """The parts of the structure, by name."""
    parts = H.computed
    if not parts:
        raise UnsupportedError("the matrix has no parts that are computed", found=str(H.expr))
    request.outputs = first | {key: Output(e, plain(e.shape[0]), plain(e.shape[1])) for key, e in parts.items()}
    request.keys = list(parts)


def system(d: Derived, request: Request, first: dict[str, Output], name: str) -> None:
    """x with Hx = b: by the structure of H, or densely where that is less work, as the sizes are known or turn out to be."""
    b = right_side(d, name)
    M, x, H = solved(d, b)
    request.symbols, request.right = (*request.symbols, b), b
    request.batch |= {b} if request.batch else set()
    by_structure = first | {"x": solution_output(d, x)}
    if not narrow(H) or H.rank is None:
        request.outputs = by_structure
        return
    whole = first | {"x": solution_output(d, densely(d, M, H, b))}
    few, many = (n.value(request.sizes) if n.names <= set(request.sizes) else None for n in (H.rank, M.shape[0]))
    if few is not None and many is not None:
        request.outputs = by_structure if few < many else whole
    else:
        request.outputs, request.narrow = whole, Narrow(H.rank, M.shape[0], by_structure)


def solution_output(d: Derived, x: Expr) -> Output:
    what = d.answer.meaning
    return Output(x, Run(variable_axes(what), what.order_of == "columns"), plain(ONE))


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


def axes(e: Expr) -> tuple[Dim, ...]:
    return tuple(n for n in e.shape if n != ONE)


def variable_axes(what: Derivative) -> tuple[Dim, ...]:
    """Of several scalars one axis."""
    first, *others = what.variables
    return (dim(1 + len(others)),) if others else axes(first)


def vector(d: Derived, times: str | None, taken: set[str]) -> tuple[str, tuple[Dim, ...]] | None:
    """The array that the derivative is multiplied by, of the shape of the variable."""
    return None if times is None else (own_name(times, "times", taken), variable_axes(d.answer.meaning))


def own_name(name: str, what: str, taken: set[str]) -> str:
    """The name of a further argument."""
    if checked_name(name, what) in taken:
        raise ParseError(f"`{name}` is a name in the formula already", found=name, hint="give the vector another name")
    return name


def typed(d: Derived) -> Callable[[str], str]:
    """The spelling of a name in the text: W1 where W1 was typed, although W_1 is the same name."""

    written = set(re.findall(r"(?<![A-Za-z0-9_\\])[A-Za-z0-9_]+", d.problem.source))

    def spelling(name: str) -> str:
        short = re.sub(r"_(?=\d+(\[|$))", "", name)
        return short if short in written and "[" not in name else name

    return spelling


def named(d: Derived) -> dict[Expr, str]:
    """Definitions by what they stand for."""
    if d.answer.named is not None:
        return {e: name for name, e in d.answer.named.values.items() if e.args}
    return {e: x.name for x in d.problem.definitions if (e := x.expanded).args and e is not d.f}
