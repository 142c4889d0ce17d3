"""z'Hz/2 + g'z + c with Cz = d, all in numbers: the stationary points, and along which directions f falls. Exact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from symjac.calculus.differential import differential, direction, substitute
from symjac.calculus.numeric import constant_grid, form, inertia, null_space, shortest, solution
from symjac.calculus.optimum.second import directions_of, second_differential, summed
from symjac.calculus.simple import simplify
from symjac.calculus.simplify import is_zero
from symjac.errors import SymjacError
from symjac.expr.expr import Expr, contains
from symjac.expr.make import add, matrix, zeros
from symjac.expr.rational import Grid, Row

MOST = 12  # unknown numbers


@dataclass(frozen=True)
class Quadratic:
    """The problem in numbers, and what was found.

    status: minimum, saddle, or none; point: a stationary point (the shortest of several), if there is one; null: directions in
    which all of them lie; fall: a direction in which f falls without end, or from the saddle; why_none: which of the two
    kinds of none it is
    """

    places: tuple[tuple[Expr, int, int], ...]
    H: Grid
    g: Row
    C: Grid
    d: Row
    status: str
    point: Row | None
    multipliers: Row
    null: tuple[Row, ...]
    fall: Row
    why_none: str = ""

    def values(self, z: Row) -> dict[Expr, Expr]:
        """The unknowns, taken from the long column."""
        table: dict[Expr, list[list[Fraction]]] = {}
        for (x, i, j), a in zip(self.places, z, strict=True):
            m, n = sizes(x)
            grid = table.setdefault(x, [[Fraction(0)] * n for _ in range(m)])
            grid[i][j] = a
            if symmetric(x):
                grid[j][i] = a
        return {x: matrix(grid) for x, grid in table.items()}


def symmetric(x: Expr) -> bool:
    return x.is_matrix and bool({"symmetric", "posdef"} & x.data[1])


def sizes(x: Expr) -> tuple[int, int]:
    m, n = (k.number or 0 for k in x.shape)
    return m, n


def quadratic(f: Expr, variables: Sequence[Expr], constraints: Sequence[Expr]) -> Quadratic | None:
    """The problem in numbers, solved; None where there are letters, or it is not quadratic with linear constraints."""
    places = places_of(variables)
    if places is None or any("posdef" in x.data[1] or "positive" in x.data[1] for x in variables):
        return None
    table = directions_of(variables, [str(x.data[0]) for x in variables])
    try:
        q = second_differential(f, table)
        if any(contains(q, x) for x in variables):
            return None
        H = hessian(q, table, places)
        linear = [rows_of(e, variables, places) for e in (f, *constraints)]
        if H is None or None in linear or any(bends(c, table) for c in constraints):
            return None
    except SymjacError:
        return None
    (g, _), *rest = (pair for pair in linear if pair is not None)
    C = [row for rows, _ in rest for row in rows]
    d = [-a for _, at in rest for a in at]
    return classified(places, H, g[0], C, d)


def places_of(variables: Sequence[Expr]) -> tuple[tuple[Expr, int, int], ...] | None:
    if any(n.number is None for x in variables for n in x.shape):
        return None
    found = []
    for x in variables:
        m, n = sizes(x)
        if m * n > MOST:
            return None
        found += [(x, i, j) for i in range(m) for j in range(n) if not (symmetric(x) and j < i)]
    return tuple(found) if len(found) <= MOST else None


def bends(c: Expr, table: dict[Expr, Expr]) -> bool:
    return not is_zero(simplify(second_differential_of(c, table)))


def second_differential_of(c: Expr, table: dict[Expr, Expr]) -> Expr:
    first = summed([differential(c, x) for x in table])
    second = summed([differential(first, x) for x in table]) if first is not None else None
    return zeros(*c.shape) if second is None else simplify(second)


def unit(x: Expr, i: int, j: int) -> Expr:
    m, n = sizes(x)
    on = {(i, j), (j, i)} if symmetric(x) else {(i, j)}
    return matrix([[Fraction(int((r, c) in on)) for c in range(n)] for r in range(m)])


def at(e: Expr, values: dict[Expr, Expr]) -> Grid | None:
    return constant_grid(substitute(e, values))


def hessian(q: Expr, table: dict[Expr, Expr], places: Sequence[tuple[Expr, int, int]]) -> Grid | None:
    """H by polarisation: 2 v'Hw = q(v + w) − q(v) − q(w)."""
    n = len(places)
    still = {v: zeros(*v.shape) for v in table.values()}

    def value(*ks: int) -> Fraction | None:
        moved: dict[Expr, Expr] = {}
        for k in ks:
            x, i, j = places[k]
            v = table[x]
            moved[v] = add(moved[v], unit(x, i, j)) if v in moved else unit(x, i, j)
        grid = at(q, {**still, **moved})
        return None if grid is None else grid[0][0]

    alone = [value(k) for k in range(n)]
    if None in alone:
        return None
    H = [[Fraction(0)] * n for _ in range(n)]
    for a in range(n):
        H[a][a] = alone[a] or Fraction(0)
        for b in range(a):
            both = value(a, b)
            if both is None:
                return None
            H[a][b] = H[b][a] = (both - (alone[a] or 0) - (alone[b] or 0)) / 2
    return H


def rows_of(e: Expr, variables: Sequence[Expr], places: Sequence[tuple[Expr, int, int]]) -> tuple[Grid, Row] | None:
    """The slopes of every entry of e at 0 by every unknown, and the values there."""
    origin = {x: zeros(*x.shape) for x in variables}
    value = at(e, origin)
    if value is None:
        return None
    columns = []
    for x, i, j in places:
        d = differential(e, x)
        d = None if d is None else simplify(d)
        grid = [[Fraction(0)] * len(value[0]) for _ in value] if d is None else at(d, {**origin, direction(x): unit(x, i, j)})
        if grid is None:
            return None
        columns.append([a for row in grid for a in row])
    return [list(row) for row in zip(*columns, strict=True)], [a for row in value for a in row]


def classified(places: tuple[tuple[Expr, int, int], ...], H: Grid, g: Row, C: Grid, d: Row) -> Quadratic:
    n = len(H)
    if C and solution(C, d) is None:
        return Quadratic(places, H, g, C, d, "none", None, [], (), [], "inconsistent")
    base = null_space(C) if C else [[Fraction(int(i == j)) for j in range(n)] for i in range(n)]
    reduced = [[form(H, v, w) for w in base] for v in base]
    kkt = [[*H[i], *(row[i] for row in C)] for i in range(n)] + [[*row, *([Fraction(0)] * len(C))] for row in C]
    found = solution(kkt, [*(-a for a in g), *d])
    positive, negative, fall = inertia(reduced) if base else (0, 0, [])
    null = flat(reduced, base)
    back = [sum((c * v[i] for c, v in zip(fall, base, strict=True)), Fraction(0)) for i in range(n)] if negative else []
    if found is None and negative:
        return Quadratic(places, H, g, C, d, "none", None, [], tuple(null), back, "unbounded")
    if found is None:
        # along a flat direction the slope is not zero: f falls without end
        down = next((v for v in null if slope(g, H, solution(C, d) if C else [Fraction(0)] * n, v)), null[0] if null else [])
        steep = slope(g, H, (solution(C, d) if C else None) or [Fraction(0)] * n, down) if down else 0
        return Quadratic(places, H, g, C, d, "none", None, [], tuple(null), [-a if steep > 0 else a for a in down], "unbounded")
    z, nu = found[:n], found[n:]
    if negative:
        status, why = ("saddle", "") if positive else ("none", "maximum")
        return Quadratic(places, H, g, C, d, status, z, nu, tuple(null), back, why)
    return Quadratic(places, H, g, C, d, "minimum", shortest(z, null), nu, tuple(null), [])


def flat(reduced: Grid, base: list[Row]) -> list[Row]:
    """The feasible directions along which the form and its slope vanish."""
    if not base:
        return []
    n = len(base[0])
    return [[sum((c * v[i] for c, v in zip(w, base, strict=True)), Fraction(0)) for i in range(n)] for w in null_space(reduced)]


def slope(g: Row, H: Grid, z: Row | None, v: Row) -> Fraction:
    z = z or [Fraction(0)] * len(g)
    return sum((a * b for a, b in zip(g, v, strict=True)), Fraction(0)) + form(H, z, v)
