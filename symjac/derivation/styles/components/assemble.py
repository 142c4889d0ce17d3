"""∴ ∇f = [∂f_1/∂x_1 ⋯; ⋮ ⋱ ⋮] = [A_11 ⋯; ⋮ ⋱ ⋮] = A: the entries collected, and the closed form they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symjac.calculus.differential import differential
from symjac.calculus.entries import at as entry_at
from symjac.calculus.entries.look import look
from symjac.calculus.entries.nodes import factors_of
from symjac.calculus.entries.slopes import nodes_of
from symjac.derivation.notation import NUMBER_WORDS, jacobian_shape, places
from symjac.derivation.styles.components.array import read_in
from symjac.derivation.styles.components.cases import Cases, in_cases
from symjac.derivation.styles.components.inner import in_blocks
from symjac.derivation.styles.components.setting import Setting
from symjac.derivation.styles.components.words import gradient_box
from symjac.derivation.trail import Rule, Trail
from symjac.expr.dims import ONE
from symjac.expr.expr import contains, postorder
from symjac.expr.lazy import S, sympy
from symjac.expr.looks import look_of_shape, written
from symjac.expr.make import function, mul, symbol, transpose
from symjac.expr.names import look_of
from symjac.verify.term import Directional, Dotted, Entry, Free, IndexForm, Partial, Term, value_term
from symjac.writing.block import Text
from symjac.writing.box import ATOM, RELATION, Box, Fence, Infix, Prefix, commas
from symjac.writing.dotted import blocked, dotted
from symjac.writing.layout.fit import width
from symjac.writing.signs import indexed as entry_of
from symjac.writing.signs import nabla

LONG = 12.0  # em: a longer formula stands before its gradient by its name


def assemble(s: Setting, cases: Cases | None, trail: Trail) -> None:
    """Every way in which the entries can be put together for this f and x."""
    if in_blocks(s.f) or (s.f.is_matrix and not s.x.is_scalar):
        as_linear_map(s, cases, trail)
    elif s.x.is_matrix and not s.f.is_scalar:
        by_blocks(s, trail)
    else:
        plain(s, trail)


def gradient_term(s: Setting) -> Term:
    return Term(gradient_box(s), s.task.meaning)


# a matrix with one index for rows and one for columns


def axes(s: Setting) -> tuple[Free, Free]:
    """The index of the rows and that of the columns of the result."""
    if len(s.columns) == 2:
        return s.columns[0], s.columns[1]
    if len(s.rows) == 2:
        return s.rows[0], s.rows[1]
    f, x = (s.rows or (s.one,))[0], (s.columns or (s.one,))[0]
    if s.x.is_scalar:
        upright = s.f.is_row == (s.task.layout == "denominator")
        return (f, s.one) if upright else (s.one, f)
    return (f, x) if s.task.layout == "numerator" else (x, f)


def plain(s: Setting, trail: Trail) -> None:
    row, column = axes(s)
    final = s.derivative.final
    rule = Rule("partials", "assemble", (), ("Collecting these entries,",), importance=2)
    line = gradient_term(s)
    if (row.size, column.size) == (ONE, ONE) or reads_off(s):
        return
    line = trail.apply(rule, line, grid(s, row, column, s.partial_meaning(), partial_cell(s), False), lead="∴")
    diagonal = bool(nodes_of(final, sympy.KroneckerDelta))
    rule = Rule("entries", "assemble", (), rule.long, importance=2)
    line = trail.apply(rule, line, grid(s, row, column, IndexForm(final), entry_cell(final), diagonal))
    trail.apply(Rule("closed_form", "assemble", (), rule.long, importance=2), line, value_term(s.task.result))


Cell = Callable[[dict[Any, Any]], Box]


def partial_cell(s: Setting) -> Cell:
    """∂f_1/∂x_N"""

    def cell(table: dict[Any, Any]) -> Box:
        return s.partial_box(
            tuple(look(table.get(f.symbol, f.symbol)) for f in s.rows),
            tuple(look(table.get(f.symbol, f.symbol)) for f in s.columns),
        )

    return cell


def entry_cell(e: Any) -> Cell:
    return lambda table: look(entry_at(e, table))


def grid(s: Setting, row: Free, column: Free, meaning: Partial | IndexForm, cell: Cell, full: bool) -> Term:
    rows = places(row.size, s.route.size(row.size), full=full)
    columns = places(column.size, s.route.size(column.size), full=full)
    box = dotted(rows, columns, lambda r, c: cell({row.symbol: r, column.symbol: c}))
    return Term(box, Dotted(meaning, row, column))


def read_off(s: Setting, line: Term, trail: Trail) -> None:
    """∂f/∂x_j = Σ_k (A_jk + A_kj) x_k = [x'(A + A')]_j, where that is more than the name of a matrix."""
    if not reads_off(s):
        return
    result = s.task.result
    row, column = axes(s)
    place = tuple(S.One if f.size == ONE else f.symbol for f in (row, column))
    shown = tuple(f.symbol for f in (row, column) if f.size != ONE)
    box = entry_of(Fence("[", written(result), "]"), *map(look, shown))
    rule = Rule("read_off", "simplify", (), (), importance=3)
    trail.apply(rule, line, Term(box, Entry(result, *place)), free=s.free)


def reads_off(s: Setting) -> bool:
    """Whether the entries say at once which matrix they are of, so that they need not be collected."""
    result = s.task.result
    if in_blocks(s.f):
        return False
    if one_entry(s.derivative.final) and not any(e.op.name == "transpose" for e in postorder(result)):
        return False
    if not result.args or any(e.op.name in ("kron", "commutation", "literal", "khatrirao") for e in postorder(result)):
        return False
    if in_cases(s.derivative.final, s) is not None:
        return False
    return not ((s.f.is_matrix and not s.x.is_scalar) or (s.x.is_matrix and not s.f.is_scalar) or result.is_scalar)


def one_entry(e: Any) -> bool:
    """A_ij, or 2 A_ij: nobody needs to be told where that stands."""
    return [type(f).__name__ for f in factors_of(e) if not f.is_Rational] == ["Indexed"]


# a vector by a matrix


def by_blocks(s: Setting, trail: Trail) -> None:
    """One block of columns for each row of the variable (or each column, if it is read so)."""
    if s.task.layout != "numerator" or len(s.rows) != 1:
        return
    final = s.derivative.final
    says: Text = ("Collecting these entries; ", *block_words(s))
    rule, partials = Rule("partials", "assemble", (), says, importance=1), partial_cell(s)
    line = trail.apply(rule, gradient_term(s), blocks(s, s.partial_meaning(), partials, False), lead="∴")
    full = bool(nodes_of(final, sympy.KroneckerDelta))
    rule = Rule("entries", "assemble", (), says, importance=2)
    line = trail.apply(rule, line, blocks(s, IndexForm(final), entry_cell(final), full))
    trail.apply(Rule("closed_form", "assemble", (), rule.long, importance=2), line, value_term(s.task.result))


def blocks(s: Setting, meaning: Partial | IndexForm, cell: Cell, full: bool) -> Term:
    """[∂f_1/∂A_11 ⋯ ∂f_1/∂A_1N | ⋯ | ∂f_1/∂A_M1 ⋯ ∂f_1/∂A_MN; ⋮], labelled M × (M × N)"""
    (i,), (block, inner) = s.rows, read_in(s)
    rows = places(i.size, s.route.size(i.size), full=full)
    across = places(block.size, s.route.size(block.size), full=True)
    columns = places(inner.size, s.route.size(inner.size), full=False)

    def at(r: Any, b: Any, c: Any) -> Box:
        return cell({i.symbol: r, block.symbol: b, inner.symbol: c})

    label = jacobian_shape(s.f.shape, s.x.shape)
    return Term(blocked(rows, across, columns, at, label), Dotted(meaning, i, block, (inner,)))


def block_words(s: Setting) -> Text:
    side = "column" if s.task.order_of == "columns" else "row"
    index = look(read_in(s)[0].symbol)
    return ("column block ", index, f" holds the derivatives with respect to {side} ", index, " of ", s.task.x_box, ":")


# a matrix by a matrix or a vector


def as_linear_map(s: Setting, cases: Cases | None, trail: Trail) -> None:
    """dK = (dA)'A + A'dA"""
    df = differential(s.f, s.x)
    if df is None:
        return
    shown = s.task.finish(df)
    before = Term(Prefix("d", look_of(s.name), ATOM), Directional(s.f, s.x))
    rule = Rule("linear_map", "assemble", (), (*exhaustive(s, cases), "As a linear map,"), importance=2)
    trail.apply(rule, before, value_term(shown))


def exhaustive(s: Setting, cases: Cases | None) -> Text:
    """The four cases are exclusive and cover every (p, q, i, j)."""
    if cases is None:
        return ()
    indices = commas([look(f.symbol) for f in s.free])
    return (f"The {NUMBER_WORDS[cases.count]} cases are exclusive and cover every ", Fence("(", indices, ")"), ". ")


# the answer


def conclude(s: Setting, trail: Trail) -> None:
    result = s.task.result
    shown = written(s.f)
    by_name = s.x.is_scalar or width(shown) > LONG
    before = Term(s.task.sign if by_name else nabla(s.task.x_box, shown), s.task.meaning)
    same = not contains(result, s.x) and contains(s.f, s.x) and not s.f.is_scalar
    remark: Text = ("the same at every ", s.task.x_box) if same else ()
    trail.conclude(before, value_term(result), says=closing(s), why=remark, lead="∴" if reads_off(s) else "")


def closing(s: Setting) -> Text:
    """What the order of the entries makes of it, and what K_{m,n} is where it occurs."""
    if not s.f.is_matrix or s.x.is_scalar:
        return ()
    stacked: Text = ("Stacked in the order above, the derivative is the matrix",)
    swap = next((e for e in postorder(s.task.result) if e.op.name == "commutation"), None)
    if swap is None:
        return stacked
    C = symbol(next(c for c in "CZYUV" if c not in {*s.names.used, s.name}), swap.data)
    turned = written(mul(swap, function("vec", C))), written(function("vec", transpose(C)))
    fact = Infix(turned, ("=",), RELATION)
    shape = look_of_shape(C.shape)
    every: Text = (" for every ", shape, " matrix ", written(C), ". ")
    return ("Let ", written(swap), " be the commutation matrix, ", fact, *every, *stacked)
