"""Reading off the Jacobian: vec(A dX B) = (B' ⊗ A) vec dX, with commutation matrices where dX stands transposed.

A linear expression in dX is a sum of terms; each is followed through the linear operations in one of two forms:
a chain A D B with D = dX or dX', or, once that is left, vec(value) = M r with r the entries of dX in the order in which
the variable is read (row by row in the lecture notes). Source: Magnus & Neudecker, ch. 2, section 4, and ch. 3, section 7.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from symjac.expr.dims import ONE, Dim, Shape
from symjac.expr.expr import Expr, postorder
from symjac.expr.make import add, bigsum, commutation, div, eye, function, is_op, mul, number, ones, transpose, zeros
from symjac.expr.registry import no_rule


@dataclass(frozen=True)
class Term:
    """factor · A D B (with M None), or vec(value) = factor · M r. `shape` is that of the value; `rows`: X is read row by row."""

    D: Expr
    shape: Shape
    rows: bool
    factor: tuple[Expr, ...] = ()
    A: Expr | None = None
    B: Expr | None = None
    M: Expr | None = None

    def left(self, P: Expr) -> Term:
        """P · value."""
        shape = product_shape(P.shape, self.shape)
        if P.is_scalar:
            return replace(self, factor=(*self.factor, P))
        if self.shape == (ONE, ONE):
            return self._outside(P, shape)
        if self.M is None:
            return replace(self, A=joined(P, self.A), shape=shape)
        return replace(self, M=mul(function("kron", eye(self.shape[1]), P), self.M), shape=shape)

    def right(self, Q: Expr) -> Term:
        """value · Q."""
        shape = product_shape(self.shape, Q.shape)
        if Q.is_scalar:
            return replace(self, factor=(*self.factor, Q))
        if self.shape == (ONE, ONE):
            return self._outside(Q, shape)
        if self.M is None:
            return replace(self, B=joined(self.B, Q), shape=shape)
        return replace(self, M=mul(function("kron", transpose(Q), eye(self.shape[0])), self.M), shape=shape)

    def _outside(self, C: Expr, shape: Shape) -> Term:
        """A scalar value times a constant array C."""
        if self.M is None and C.is_vector:
            return replace(self, A=joined(C, self.A), shape=shape)
        if self.M is None and C.is_row:
            return replace(self, B=joined(self.B, C), shape=shape)
        return replace(self.flattened(), M=mul(function("vec", C), self.flattened().M or number(1)), shape=shape)

    def transposed(self) -> Term:
        r, c = self.shape
        if self.M is None:
            turned = self.D.args[0] if is_op(self.D, "transpose") else transpose(self.D)
            return replace(self, A=flip(self.B), D=turned, B=flip(self.A), shape=(c, r))
        return replace(self, M=mul(commutation(r, c), self.M), shape=(c, r))

    def negated(self) -> Term:
        return replace(self, factor=(*self.factor, number(-1)))

    def over(self, s: Expr) -> Term:
        return replace(self, factor=(*self.factor, div(number(1), s)))

    def hadamard(self, S: Expr) -> Term:
        r, c = self.shape
        if S.is_scalar:
            return replace(self, factor=(*self.factor, S))
        if self.M is None and c == ONE:
            return replace(self, A=joined(function("diag", S), self.A))
        if self.M is None and r == ONE:
            return replace(self, B=joined(self.B, function("diag", transpose(S))))
        return replace(self.flattened(), M=mul(function("diag", function("vec", S)), self.flattened().M or number(1)))

    def over_index(self, i: Expr) -> Term:
        """Σ_i of the value; where both A and B depend on i, only the flattened form can be summed."""
        sides = [e for e in (self.A, self.B, self.M) if e is not None and i in e.free]
        if len(sides) > 1:
            return self.flattened().over_index(i)
        moving = tuple(s for s in self.factor if i in s.free)
        rest = replace(self, factor=tuple(s for s in self.factor if i not in s.free))
        if self.M is not None:
            return replace(rest, M=bigsum(i, mul(*moving, self.M)))
        if self.B is not None and sides == [self.B]:
            return replace(rest, B=bigsum(i, mul(*moving, self.B)))
        return replace(rest, A=bigsum(i, mul(*moving, self.A or eye(self.D.shape[0]))))

    def summed(self) -> Term:
        r, c = self.shape
        one = self if r == ONE else self.left(transpose(ones(r)))
        return one if c == ONE else one.right(ones(c))

    def traced(self) -> Term:
        """tr(A D B) = tr(C D) with C = BA, which is vec(C')' vec D."""
        scalar = (ONE, ONE)
        if self.M is not None:
            return replace(self, M=mul(transpose(function("vec", eye(self.shape[0]))), self.M), shape=scalar)
        C = joined(self.B, self.A)
        if self.D.shape[1] == ONE:
            return replace(self, A=C, B=None, shape=scalar)
        if self.D.shape[0] == ONE:
            return replace(self, A=None, B=C, shape=scalar)
        C = eye(self.D.shape[0]) if C is None else C
        row = transpose(function("vec", transpose(C) if self._as_read else C))
        return replace(self, A=None, B=None, M=row, shape=scalar)

    def diagonal(self) -> Term:
        """diag of a vector value (a matrix) or of a matrix value (its diagonal)."""
        r, c = self.shape
        if c == ONE:
            return replace(self.flattened(), M=mul(khatrirao(eye(r), eye(r)), self.flattened().M or number(1)), shape=(r, r))
        if self.M is not None:
            return replace(self, M=mul(transpose(khatrirao(eye(r), eye(r))), self.M), shape=(r, ONE))
        A, B = self._sides()
        pair = khatrirao(B, transpose(A)) if self._as_read else khatrirao(transpose(A), B)
        return replace(self, A=None, B=None, M=transpose(pair), shape=(r, ONE))

    def stacked(self) -> Term:
        """vec of the value."""
        r, c = self.shape
        if c == ONE:
            return self
        return self.transposed() if r == ONE else replace(self.flattened(), shape=(r * c, ONE))

    def kron_left(self, A: Expr) -> Term:
        """A ⊗ value (Magnus & Neudecker, ch. 3, theorem 10)."""
        (p, q), (m, n) = self.shape, A.shape
        spread = function("kron", function("vec", A), eye(p * q))
        return self._kron(mul(middle(n, commutation(q, m), p), spread), (m * p, n * q))

    def kron_right(self, B: Expr) -> Term:
        """value ⊗ B."""
        (m, n), (p, q) = self.shape, B.shape
        spread = function("kron", eye(m * n), function("vec", B))
        return self._kron(mul(middle(n, commutation(q, m), p), spread), (m * p, n * q))

    def _kron(self, outer: Expr, shape: Shape) -> Term:
        inner = self.flattened()
        return replace(inner, M=mul(outer, inner.M or number(1)), shape=shape)

    @property
    def _as_read(self) -> bool:
        """vec D is r itself: X' when X is read row by row, X when column by column; a vector always."""
        return ONE in self.D.shape or is_op(self.D, "transpose") == self.rows

    def _sides(self) -> tuple[Expr, Expr]:
        return self.A or eye(self.D.shape[0]), self.B or eye(self.D.shape[1])

    def flattened(self) -> Term:
        """The same term as vec(value) = M r."""
        if self.M is not None:
            return self
        A, B = self._sides()
        if self._as_read:
            M = function("kron", transpose(B), A)
        else:
            M = function("kron", A, transpose(B))
            if ONE not in self.shape:
                M = mul(commutation(self.shape[1], self.shape[0]), M)
        return replace(self, A=None, B=None, M=M)

    @property
    def jacobian(self) -> Expr:
        flat = self.flattened()
        return mul(*self.factor, flat.M or number(1))


def joined(a: Expr | None, b: Expr | None) -> Expr | None:
    return b if a is None else a if b is None else mul(a, b)


def flip(a: Expr | None) -> Expr | None:
    return None if a is None else transpose(a)


def khatrirao(a: Expr, b: Expr) -> Expr:
    return function("khatrirao", a, b)


def middle(n: Dim, K: Expr, p: Dim) -> Expr:
    """I_n ⊗ K ⊗ I_p."""
    return function("kron", function("kron", eye(n), K), eye(p))


def product_shape(a: Shape, b: Shape) -> Shape:
    if a == (ONE, ONE):
        return b
    return a if b == (ONE, ONE) else (a[0], b[1])


def jacobian(linear: Expr, d: Expr, *, rows: bool, value_rows: bool) -> Expr:
    """J with vec(linear) = J r, for an expression linear in the direction d (unsimplified).

    rows: the variable is read row by row; value_rows: the value is, too (else column by column).
    """
    found = terms(linear, d, rows)
    if value_rows and ONE not in linear.shape:
        found = [term.transposed() for term in found]
    if not found:
        return zeros(linear.shape[0] * linear.shape[1], d.shape[0] * d.shape[1])
    return add(*(term.jacobian for term in found))


def terms(linear: Expr, d: Expr, rows: bool) -> list[Term]:
    """The terms of an expression linear in d, each distinct node followed once; none where d does not occur."""
    done: dict[Expr, list[Term]] = {d: [Term(d, d.shape, rows)]}
    for expr in postorder(linear):
        if expr is not d:
            active = [(k, arg) for k, arg in enumerate(expr.args) if done.get(arg)]
            done[expr] = collected(pushed(expr, k, term) for k, arg in active for term in done[arg])
    return done.get(linear, [])


def pushed(expr: Expr, k: int, term: Term) -> Term:
    if expr.op.linear is None:
        raise no_rule(expr, "read a Jacobian off")
    after: Term = expr.op.linear.push(expr, k, term)
    return after


def collected(found: Iterable[Term]) -> list[Term]:
    """Terms that differ in A alone are one term: A₁ D B + A₂ D B = (A₁ + A₂) D B; so the cost is linear in depth."""
    table: dict[object, list[Term]] = {}
    for term in found:
        table.setdefault((term.D, term.B, term.M is None), []).append(term)
    return [merge(group) for group in table.values()]


def merge(group: list[Term]) -> Term:
    first = group[0]
    if len(group) == 1:
        return first
    if first.M is not None:
        return replace(first, factor=(), M=add(*(term.jacobian for term in group)))
    sides = [mul(*term.factor, term.A or eye(term.D.shape[0])) for term in group]
    return replace(first, factor=(), A=add(*sides))
