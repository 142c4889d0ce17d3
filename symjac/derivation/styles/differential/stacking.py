"""vec(A (dX) B) = (Bᵀ ⊗ A) vec(dX), and vec(dX) = K vec((dX)ᵀ) where X is read row by row: to a flattened Jacobian."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from symjac.calculus.differential import direction
from symjac.calculus.identities.factors import flip
from symjac.calculus.simplify import signs_in_front
from symjac.derivation.question import Question
from symjac.derivation.rules import Letters, vec_rule
from symjac.derivation.styles.differential.tidy import factors_of, is_chain, scaled, split
from symjac.derivation.trail import Rule, Trail
from symjac.expr.expr import Expr, postorder
from symjac.expr.looks import written
from symjac.expr.make import add, commutation, eye, function, is_op, mul, transpose
from symjac.verify.term import Term, Value
from symjac.writing.block import Text
from symjac.writing.box import ATOM, Box, Prefix, relation, transposed
from symjac.writing.signs import function_box, product_box


def flattens(task: Question) -> bool:
    """The derivative is a flattened Jacobian, so the differential must be read as a vec."""
    return (task.f.is_matrix and not task.x.is_scalar) or (task.x.is_matrix and not task.f.is_scalar)


MOVED = "a commutation matrix swaps the factors"


@dataclass(frozen=True)
class Piece:
    """left · dX · right, or left · (dX)ᵀ · right."""

    left: Expr
    right: Expr
    turned: bool
    number: Fraction = Fraction(1)

    @property
    def transposed(self) -> Piece:
        return Piece(flip_all(self.right), flip_all(self.left), not self.turned, self.number)

    def product(self, d: Expr) -> Expr:
        middle = transpose(d) if self.turned else d
        return scaled(self.number, joined(*factors_of(self.left), middle, *factors_of(self.right)))

    def stacked(self, *vec: Expr) -> Expr:
        """(rightᵀ ⊗ left) vec(dX)"""
        return scaled(self.number, mul(function("kron", flip_all(self.right), self.left), *vec))


def flip_all(a: Expr) -> Expr:
    return mul(*map(flip, reversed(a.args))) if is_op(a, "mul") else a if is_op(a, "eye") else flip(a)


def stacked(task: Question, trail: Trail, expr: Expr, df: Box | None = None) -> None:
    """vec(dF) = J vec(dX); in full with the products that lead there."""
    by_rows = task.x.is_row or (task.x.is_matrix and task.order_of != "columns")
    turned = task.order_of == "rows" and task.f.is_matrix
    found = pieces(expr, direction(task.x)) if task.x.is_matrix else None
    says, why = reading(task), vec_rule(Letters(task)) if task.x.is_matrix else "each entry by itself"
    of_kron = any(is_op(e, "kron") for e in postorder(expr))
    why = "vec of a Kronecker product" if of_kron else why
    d = transpose(direction(task.x)) if by_rows else direction(task.x)
    J, whole = task.finish(task.raw("numerator")), function("vec", d) if task.x.is_matrix else d
    final = whole if is_op(J, "eye") else mul(J, whole)
    column = by_rows and task.f.is_vector
    lines = products(task, [p.transposed for p in found] if turned or column else found, by_rows) if found else []
    own: Text = (MOVED if contains_swap(J) else "collected",) if lines else (why,)
    if lines and task.look(lines[-1][0]) == task.look(final):
        own = lines.pop()[1]
    line = start(df or Prefix("d", task.name_box, ATOM), expr, turned)
    for new, because in lines:
        line = trail.apply(Rule("vectorise", "assemble", because, says, importance=1), line, task.term(new))
    rule = Rule("vectorise", "assemble", own, says, importance=3, grouped=(why,))
    trail.apply(Rule("vec_of_kron", "assemble", own, says, importance=3) if of_kron else rule, line, task.term(final))


def contains_swap(J: Expr) -> bool:
    return any(is_op(e, "commutation") for e in postorder(J))


def start(box: Box, expr: Expr, turned: bool) -> Term:
    """vec dF, or vec of its transpose where values are read row by row."""
    whole = function("vec", transpose(expr) if turned else expr)
    return Term(function_box("vec", transposed(box) if turned else box), Value(whole))


def pieces(expr: Expr, d: Expr) -> list[Piece] | None:
    """A sum of products with one dX in each; u ⊙ v of columns is diag(u) v."""
    found = []
    for term in expr.args if is_op(expr, "add") else (expr,):
        c, body = split(term)
        piece = piece_of(body, d)
        if piece is None:
            return None
        found.append(replace(piece, number=c))
    return found


def piece_of(body: Expr, d: Expr) -> Piece | None:
    if body is d:
        return Piece(eye(d.shape[0]), eye(d.shape[1]), False)
    if is_op(body, "transpose") and body.args[0] is d:
        return Piece(eye(d.shape[1]), eye(d.shape[0]), True)
    where = [k for k, arg in enumerate(body.args) if any(e is d for e in postorder(arg))]
    if len(where) != 1 or not is_op(body, "mul", "hadamard"):
        return None
    k = where[0]
    inner = piece_of(body.args[k], d)
    if inner is None:
        return None
    before, after = body.args[:k], body.args[k + 1 :]
    if is_op(body, "hadamard"):
        if not body.is_vector:
            return None
        scale = function("diag", before[0] if len(before) == 1 and not after else function("hadamard", *before, *after))
        return Piece(joined(scale, inner.left), inner.right, inner.turned)
    if not is_chain(body.args):
        return None
    return Piece(joined(*before, inner.left), joined(inner.right, *after), inner.turned)


def joined(*parts: Expr) -> Expr:
    kept = [factor for p in parts if not is_op(p, "eye") for factor in factors_of(p)]
    return mul(*kept) if kept else parts[0]


def products(task: Question, found: list[Piece], by_rows: bool) -> list[tuple[Expr, Text]]:
    """vec of the products, then (Bᵀ ⊗ A) vec(dX), then K vec((dX)ᵀ)."""
    d, letters = direction(task.x), Letters(task)
    first = function("vec", added([p.product(d) for p in found]))
    column = task.f.is_vector and by_rows
    why: Text = ("a column and its transpose have the same entries",) if column else ()
    lines: list[tuple[Expr, Text]] = [(first, why)]
    lines.append((added([p.stacked(function("vec", transpose(d) if p.turned else d)) for p in found]), (vec_rule(letters),)))
    if any(p.turned != by_rows for p in found):
        target = function("vec", transpose(d) if by_rows else d)
        swap = commutation(*(d.shape[::-1] if by_rows else d.shape))
        third = [p.stacked(target) if p.turned == by_rows else p.stacked(swap, target) for p in found]
        (C,) = letters("CYZUV")
        turn = relation(function_box("vec", C), "=", product_box(written(swap), function_box("vec", transposed(C))))
        lines.append((added(third), (turn,)))
    return lines


def added(terms: list[Expr]) -> Expr:
    return signs_in_front(add(*terms))


def reading(task: Question) -> Text:
    """How the arrays are stacked, in words."""
    if task.order_of == "columns":
        return ("Variable and value are both read column by column.",)
    if task.order_of == "rows" and task.f.is_matrix and task.x.is_matrix:
        return ("Variable and value are both read row by row.",)
    value = "row by row" if task.order_of == "rows" else "column by column"
    if not task.x.is_matrix:
        return (f"The value is read {value}.",)
    return ("The variable is read row by row" + (f", the value {value}." if task.f.is_matrix else "."),)
