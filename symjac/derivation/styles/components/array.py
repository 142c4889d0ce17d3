"""∇_B A_11 as one long row and as a matrix, the array J_ijkl = ∂A_ij/∂B_kl, and its places in the flattened Jacobian.

Source: Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 5.4.
"""

from __future__ import annotations

from typing import Any

from symjac.calculus.entries import at as entry_at
from symjac.calculus.entries.look import look
from symjac.calculus.entries.nodes import plus, times
from symjac.calculus.entries.slopes import nodes_of
from symjac.derivation.notation import article, places
from symjac.derivation.styles.components.setting import Setting, boxes
from symjac.derivation.trail import Rule, Trail
from symjac.expr.dims import ONE, Dim
from symjac.expr.lazy import S, sympy
from symjac.expr.looks import look_of_dim, look_of_shape, space_of
from symjac.expr.make import function, transpose
from symjac.expr.names import look_of
from symjac.verify.term import Dotted, Entry, Free, IndexForm, Partial, Term
from symjac.writing.block import Text
from symjac.writing.box import RELATION, Box, Dots, Fence, Infix, Num, Row, Space, Sym
from symjac.writing.dotted import Cell, blocked, dotted
from symjac.writing.signs import COMMA, airy, indexed, nabla

FIRST = Num("1")
MOST = 4  # names in an entry that still fits into the long row


def views(s: Setting, trail: Trail) -> None:
    """One component's gradient both ways, then all of them: an array, and how it is flattened."""
    if not (s.f.is_matrix and s.x.is_matrix):
        return
    slope = first_component(s, slope_of(s))
    meaning = Partial(s.f, s.x, S.One, S.One, *s.x_place)
    rule = Rule("long_row", "component", (), row_words(s), importance=1)
    trail.apply(rule, Term(gradient_of_first(s), long_meaning(s, IndexForm(slope))), long_row(s, meaning))
    rule = Rule("as_matrix", "component", (), matrix_words(s), importance=1)
    k, l = s.columns
    trail.apply(rule, Term(gradient_of_first(s), Dotted(IndexForm(slope), k, l)), as_matrix(s, meaning))
    array(s, trail)


def slope_of(s: Setting) -> Any:
    """∂A_ij/∂B_kl of the formula that A_ij has been given, not worked out."""
    return sympy.Expr.__new__(sympy.Derivative, s.entry, sympy.Tuple(s.variable, S.One))


def first_component(s: Setting, e: Any) -> Any:
    """e for the component in row 1 and column 1."""
    return entry_at(e, dict.fromkeys((f.symbol for f in s.rows), S.One))


def gradient_of_first(s: Setting) -> Box:
    """∇_B A_11"""
    return nabla(s.task.x_box, s.f_box(FIRST, FIRST))


def read_in(s: Setting) -> tuple[Free, Free]:
    """The index of the blocks of a long row and the one that runs within a block."""
    k, l = s.columns
    return (l, k) if s.task.order_of == "columns" else (k, l)


def long_meaning(s: Setting, entry: IndexForm | Partial) -> Dotted:
    block, inner = read_in(s)
    return Dotted(entry, s.one, block, (inner,))


def long_row(s: Setting, meaning: Partial) -> Term:
    """[∂A_11/∂B_11 ⋯ ∂A_11/∂B_1q | ⋯ | ∂A_11/∂B_p1 ⋯ ∂A_11/∂B_pq]"""
    return Term(row_box(s, lambda k, l: s.partial_box((FIRST, FIRST), (look(k), look(l))), full=False), long_meaning(s, meaning))


def row_box(s: Setting, cell: Cell, *, full: bool) -> Box:
    block, inner = read_in(s)
    turned = block is not s.columns[0]
    blocks, within = (places(f.size, s.route.size(f.size), full=full) for f in (block, inner))
    return blocked([sympy.Integer(1)], blocks, within, lambda _, b, c: cell(c, b) if turned else cell(b, c))


def as_matrix(s: Setting, meaning: Partial) -> Term:
    """The same partial derivatives in the shape of B."""
    k, l = s.columns
    rows, columns = (places(f.size, s.route.size(f.size), full=False) for f in (k, l))
    box = dotted(rows, columns, lambda r, c: s.partial_box((FIRST, FIRST), (look(r), look(c))))
    return Term(box, Dotted(meaning, k, l))


def row_words(s: Setting) -> Text:
    side = "column" if s.task.order_of == "columns" else "row"
    x = s.task.x_box
    count = look_of_dim(s.x.shape[0] * s.x.shape[1])
    start: Text = ("Every component is a function of the ", count, " entries of ", x, ". ")
    return (*start, f"The gradient of the first one is a row, with bars between the {side}s of ", x, ",")


def matrix_words(s: Setting) -> Text:
    shape = look_of_shape(s.x.shape)
    return ("or, if we wish, ", article(shape), shape, " matrix,")


# all components


def array(s: Setting, trail: Trail) -> None:
    """J_ijkl = ∂A_ij/∂B_kl; f_1 = A_11, f_2 = A_21, …; [∇_B A]_{i+(j−1)m, (k−1)q+l} = J_ijkl."""
    mark = indexed(s.array, *boxes(s.free))
    slope = IndexForm(slope_of(s))
    rule = Rule("array", "define", (), array_words(s), importance=1)
    trail.apply(rule, Term(mark, slope), Term(s.partial_box(), s.partial_meaning()), free=s.free)
    numbered(s, trail)
    row, column = flat_place(s)
    grad = Fence("[", nabla(s.task.x_box, look_of(s.name)), "]")
    before = Term(indexed(grad, airy((look(row), look(column)))), Entry(s.task.result, row, column))
    rule = Rule("flatten", "assemble", (), flat_words(s), importance=1)
    trail.apply(rule, before, Term(mark, s.partial_meaning()), free=s.free)


def numbered(s: Setting, trail: Trail) -> None:
    """f_1 = K_11, f_2 = K_21, …, f_N = K_N1, …, f_{N²} = K_NN: the components in the order in force."""
    by_rows = s.task.order_of == "rows"
    fast, slow = s.rows[::-1] if by_rows else s.rows
    ends = places(fast.size, s.route.size(fast.size), full=True)
    count = s.f.shape[0] * s.f.shape[1]
    marks = [(S.One, c, look(c)) for c in ends if c is not None]
    marks.append((s.route.size(slow.size), ends[-1], look_of_dim(count)))
    says = order_words(s)
    for k, (b, c, n) in enumerate(marks):
        r, q = (b, c) if by_rows else (c, b)
        more = k == len(marks) - 2 or (None in ends and k == ends.index(None) - 1)
        rule = Rule("numbered", "define", (), says, importance=1)
        trail.apply(rule, component_term(s, r, q, n), entry_term(s, r, q, more))
        says = ()


def component_term(s: Setting, r: Any, c: Any, n: Box) -> Term:
    """f_N, the entry of vec K that holds K_rc."""
    by_rows = s.task.order_of == "rows"
    place = entry_at(one_index(s, s.rows, by_rows=by_rows), dict(zip((f.symbol for f in s.rows), (r, c), strict=True)))
    return Term(indexed(Sym(s.letter), n), Entry(function("vec", transpose(s.f) if by_rows else s.f), place, S.One))


def entry_term(s: Setting, r: Any, c: Any, more: bool) -> Term:
    """K_N1, and dots where the list goes on."""
    box: Box = s.f_box(look(r), look(c))
    return Term(Row((box, COMMA, Space("quad"), Dots("l"))) if more else box, Entry(s.f, r, c))


def array_words(s: Setting) -> Text:
    count = look_of_dim(s.f.shape[0] * s.f.shape[1])
    return ("Each of the ", count, " components has such a matrix; together they make an array with four indices,")


def order_words(s: Setting) -> Text:
    """But ℝ^{N×N} ≅ ℝ^{N²}: K can be read as a vector, down the columns,"""
    flat = Infix((space_of(s.f.shape), space_of((s.f.shape[0] * s.f.shape[1], ONE))), ("≅",), RELATION)
    how = "along the rows" if s.task.order_of == "rows" else "down the columns"
    start = "Such an array is awkward to write. But "
    return (start, flat, ", so ", look_of(s.name), f" can be read as a vector, its components ordered {how} first,")


def flat_place(s: Setting) -> tuple[Any, Any]:
    """The row and the column in which J_ijkl stands when the array is flattened."""
    order = s.task.order_of
    row = one_index(s, s.rows, by_rows=order == "rows")
    column = one_index(s, s.columns, by_rows=order != "columns")
    return (row, column) if s.task.layout == "numerator" else (column, row)


def one_index(s: Setting, places: tuple[Free, ...], *, by_rows: bool) -> Any:
    """(k − 1) q + l where the rows are read one after the other, i + (j − 1) m where the columns are."""
    a, b = places

    def whole(index: Free, length: Dim) -> Any:
        return times((plus((index.symbol, S.NegativeOne)), s.route.size(length)))

    return plus((whole(a, b.size), b.symbol)) if by_rows else plus((a.symbol, whole(b, a.size)))


def flat_words(s: Setting) -> Text:
    sizes = [look_of_dim(e.shape[0] * e.shape[1]) for e in (s.f, s.x)]
    rows, columns = sizes if s.task.layout == "numerator" else sizes[::-1]
    how = "column by column" if s.task.order_of == "columns" else "row by row"
    grad = nabla(s.task.x_box, look_of(s.name))
    start: Text = ("and ", s.task.x_box, f" as a vector, {how}. Then ", grad, " is a matrix with ")
    return (*start, rows, " rows and ", columns, " columns, in which")


# this f


def first_gradient(s: Setting, trail: Trail) -> None:
    """∇_B A_11 = [C_11 0 ⋯ 0 | C_12 0 ⋯ 0 | ⋯ | C_1p 0 ⋯ 0], where the entries are short and no instance shows them all."""
    final = s.derivative.final
    if not (s.f.is_matrix and s.x.is_matrix) or s.task.sizes is not None or not short(final):
        return
    first = dict.fromkeys((f.symbol for f in s.rows), S.One)
    k, l = (f.symbol for f in s.columns)

    full = bool(nodes_of(final, sympy.KroneckerDelta))
    box = row_box(s, lambda r, c: look(entry_at(final, {**first, k: r, l: c})), full=full)
    before = Term(gradient_of_first(s), long_meaning(s, Partial(s.f, s.x, S.One, S.One, *s.x_place)))
    rule = Rule("first_row", "assemble", (), ("For example, the gradient of the first component is",), importance=1)
    trail.apply(rule, before, Term(box, long_meaning(s, IndexForm(entry_at(final, first)))))


def short(e: Any) -> bool:
    """Whether the entries fit into the long row: no sums, no functions, few names."""
    functions = [node for node in nodes_of(e, sympy.Function) if not isinstance(node, sympy.KroneckerDelta)]
    return not (e.has(sympy.Sum) or functions) and len(nodes_of(e, sympy.Indexed)) <= MOST
