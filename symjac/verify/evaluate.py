"""Values of expressions at a point, and their derivatives by dual numbers: each distinct node once, at any depth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

import symjac.verify.exact as exact
from symjac.errors import DomainError, UnsupportedError
from symjac.expr.dims import Dim, Shape
from symjac.expr.expr import Expr
from symjac.expr.make import number, symbol
from symjac.expr.scoped import Scoped
from symjac.verify.exact import Mat, room
from symjac.verify.functions import Functions, Numbers
from symjac.verify.maps import Polynomial
from symjac.verify.points import Draw
from symjac.verify.scalars import Dual, Irrational, NeedsDirection, Outgrown, Outside, Scalar, Surd, part, primal, tidy, total
from symjac.verify.sizes import PLAIN, Reading

NOTICED, BUDGET = 5_000, 1_500_000  # numbers in the entries of a matrix that are counted, and of all these at a point
LONGEST = 3000  # bits of a denominator that are still computed with exactly


class Arrays:
    """The array namespace of the operations' `value`, over the checker's scalars."""

    def __init__(self, numbers: Numbers, sizes: Mapping[str, int], reading: Reading = PLAIN) -> None:
        self.numbers, self.sizes, self.reading = numbers, sizes, reading
        self.functions = Functions(numbers)
        self.known: dict[Dim, int] = {}
        self.inv, self.kron, self.khatrirao = exact.inverse, exact.kron, exact.khatrirao
        self.vec, self.block = exact.vec, exact.block

    def size(self, n: Dim) -> int:
        found = self.known.get(n)
        if found is None:
            found = self.known[n] = self.reading.size(n).value(self.sizes)
        return found

    def number(self, q: Fraction | int) -> Mat:
        return Mat([[self.numbers.number(q)]])

    def each(self, function: Callable[[Functions, Scalar], Scalar], a: Mat) -> Mat:
        wide, f = self.numbers.wide, self.functions
        return a.map(lambda z: self.settled(function(f, wide(z))))

    def settled(self, z: Scalar) -> Scalar:
        """A plain 1 that a formula returned, as a number of this arithmetic. A function within a function within ... makes
        fractions so long that decimals must do."""
        value = primal(z)
        if type(value) is Fraction and value.denominator.bit_length() > LONGEST:
            raise Irrational
        return self.numbers.number(z) if type(z) is int or type(z) is Fraction else z

    def power(self, a: Mat, k: Mat) -> Mat:
        exponent = k.item
        return a.map(lambda z: self.functions.power(z, exponent))

    def whole(self, k: Mat) -> int:
        """The exponent of a matrix: a whole number that does not move."""
        z = k.item
        if isinstance(z, Dual):
            raise UnsupportedError("a matrix power has no derivative by its exponent")
        if isinstance(z, Surd) or z != int(z):
            raise DomainError("the exponent of a matrix must be a whole number", found=str(z))
        return int(z)

    def det(self, a: Mat) -> Mat:
        return Mat([[exact.det(a)]])

    def adjugate(self, a: Mat) -> Mat:
        return exact.adjugate(a)

    def logabsdet(self, a: Mat) -> Mat:
        d = exact.det(a)
        if exact.vanishes(d, a.rows):
            raise Outside("a singular matrix")
        return Mat([[self.functions.log(abs(d))]])

    def trace(self, a: Mat) -> Mat:
        return Mat([[total(a.rows[i][i] for i in range(a.shape[0]))]])

    def sum(self, a: Mat) -> Mat:
        return Mat([[total(a.flat)]])

    def diag_matrix(self, a: Mat) -> Mat:
        return Mat.build(a.shape[0], a.shape[0], lambda i, j: a.rows[i][0] if i == j else 0)

    def diagonal(self, a: Mat) -> Mat:
        return Mat([[a.rows[i][i]] for i in range(a.shape[0])])

    def eye(self, n: int) -> Mat:
        room(n, n)
        return Mat.build(n, n, lambda i, j: self.numbers.one if i == j else 0)

    def ones(self, m: int, n: int = 1) -> Mat:
        room(m, n)
        return Mat.build(m, n, lambda i, j: self.numbers.one)

    def zeros(self, m: int, n: int = 1) -> Mat:
        room(m, n)
        return Mat.build(m, n, lambda i, j: 0)

    def commutation(self, m: int, n: int) -> Mat:
        """K vec(A) = vec(A') for A of shape m x n: entry (i, j) of A moves from place jm + i to place in + j."""
        k = self.zeros(m * n, m * n)
        for i in range(m):
            for j in range(n):
                k.rows[i * n + j][j * m + i] = self.numbers.one
        return k

    def image(self, name: str, inputs: Dim, outputs: Dim, x: Mat) -> Mat:
        """The value of a map that is only named: of the polynomial that stands for it."""
        return Polynomial(self.numbers, name, self.size(inputs), self.size(outputs)).value(x)

    def image_jacobian(self, name: str, inputs: Dim, outputs: Dim, x: Mat) -> Mat:
        return Polynomial(self.numbers, name, self.size(inputs), self.size(outputs)).jacobian(x)

    def part(self, a: Mat, row: int, column: int, m: int, n: int) -> Mat:
        """m rows and n columns from a place on."""
        return Mat([line[column : column + n] for line in a.rows[row : row + m]])

    def peak(self, z: Mat) -> Mat:
        """Nothing overflows here."""
        return Mat([[0]])


def parts_in(z: Scalar) -> int:
    """How many numbers a scalar is made of."""
    if type(z) is not Dual:
        return 1
    deep = type(z.a) is Dual
    return 1 + (sum(map(parts_in, z.d.values())) if deep else len(z.d))


def squared(expr: Expr) -> Expr | None:
    """u of ‖u‖², which has a derivative at u = 0, too."""
    square = expr.op.name == "power" and expr.args[0].op.name == "norm" and expr.args[1] is number(2)
    return expr.args[0].args[0] if square else None


class View(Arrays, Scoped[Mat]):
    """Expressions at a point, some variables moved by infinitesimals (`seeds`); the rest is its parent's."""

    def __init__(self, point: Point, parent: View | None = None, seeds: Mapping[str, Mat] | None = None) -> None:
        Scoped.__init__(self, point.bound)
        Arrays.__init__(self, point.numbers, point.sizes, point.reading)
        self.point, self.parent, self.seeds = point, parent, dict(seeds or {})
        self.functions = parent.functions if parent else self.functions
        self.level: int = parent.level + 1 if parent else 0
        self.moving: set[Expr] = set()
        self.open: set[Expr] = set()  # in which a d(A) stands: it has a value along a direction only
        self.children: dict[tuple[str, ...], View] = {}
        self.width: int = parent.width if parent else 1  # infinitesimal parts of an entry, at most
        self.one_way = False  # all moves along one direction, so that d(A) has a value

    def below(self, expr: Expr) -> tuple[Expr, ...]:
        args = expr.args
        if not args:
            if expr.op.name == "symbol" and expr.data[0] not in self.seeds:
                meaning = self.point.definitions.get(expr)
                return () if meaning is None else (meaning,)
            return args
        if (u := squared(expr)) is not None:
            return (u,)
        return () if expr.op.binds else args

    def compute(self, expr: Expr) -> Mat:
        if expr.op.binds:
            terms = self.over(expr)
            for marked in (self.moving, self.open):
                if not marked.isdisjoint(expr.args):
                    marked.add(expr)
            total: Mat = expr.op.value(self, expr, *terms)
            return total
        below = self.below(expr)
        if self.parent is not None:
            seeded = expr.op.name == "symbol" and expr.data[0] in self.seeds
            if seeded or not self.moving.isdisjoint(below):
                self.moving.add(expr)
            elif self.one_way and (expr.op.name == "differential_of" or not self.open.isdisjoint(below)):
                self.open.add(expr)
            else:
                return self.parent.value(expr)
        if below and not expr.args:
            return self.memo[self.key(below[0])]
        if expr.op.name == "number":
            return Mat([[self.constant(expr.data[0])]])
        args = [self.memo[self.key(a) if a.free else a] for a in below]
        if below is not expr.args and below:  # u of ‖u‖²
            return self.sum(args[0] * args[0])
        found: Mat = expr.op.value(self, expr, *args)
        if found.shape[0] * found.shape[1] * self.width > NOTICED:
            self.point.spend(sum(map(parts_in, found.flat)))
        return found

    def constant(self, q: Fraction) -> Scalar:
        """A number that is written; 1/784 where that is 1/N."""
        c, above, below = self.reading.value(q)
        for n in above:
            c *= self.size(n)
        for n in below:
            c /= self.size(n)
        return self.numbers.number(c)

    def variable(self, expr: Expr) -> Mat:
        name = str(expr.data[0])
        seed = self.seeds.get(name)
        return seed if seed is not None else self.parent.variable(expr) if self.parent else self.point.variable(expr)

    def moved(self, variables: Sequence[Expr], structure: str = "") -> View:
        """The view in which each entry of the variables has an infinitesimal of its own, counted row by row.

        structure: 'diagonal' where only those on the diagonal move.
        """
        names = [str(x.data[0]) for x in variables]
        key = ("moved", structure, *names)
        if key not in self.children:
            seeds, count = {}, 0
            for x, name in zip(variables, names, strict=True):
                a = self.value(x)
                seeds[name] = self.seeded(a, count, structure == "diagonal")
                count += a.shape[0] * a.shape[1]
            child = self.children[key] = View(self.point, self, seeds)
            child.width = self.width * max(count, 1)
        return self.children[key]

    def seeded(self, a: Mat, start: int, diagonal: bool) -> Mat:
        one, level, n = self.numbers.one, self.level + 1, a.shape[1]

        def entry(i: int, j: int) -> Scalar:
            return a.rows[i][j] if diagonal and i != j else Dual(a.rows[i][j], {start + i * n + j: one}, level)

        return Mat.build(*a.shape, entry)

    def along(self, variables: Sequence[Expr]) -> View:
        """The view in which the variables move, each in the direction held by the symbol 'd' + name."""
        names = [str(x.data[0]) for x in variables]
        key = ("along", *names)
        if key not in self.children:
            seeds = {name: self.pushed(x) for x, name in zip(variables, names, strict=True)}
            self.children[key] = View(self.point, self, seeds)
            self.children[key].one_way = True
        return self.children[key]

    def pushed(self, x: Expr) -> Mat:
        """x + dX ε"""
        a, d = self.value(x), self.point.direction(str(x.data[0]), x.shape)
        level = self.level + 1
        still = {(i, j) for i, row in enumerate(d.rows) for j, b in enumerate(row) if type(b) is int and b == 0}  # off a diagonal
        return Mat.build(*a.shape, lambda i, j: a.rows[i][j] if (i, j) in still else Dual(a.rows[i][j], {0: d.rows[i][j]}, level))

    def tangent(self, a: Mat) -> Mat:
        """The change of a value along the direction: what d(A) stands for while it is not worked out."""
        if not self.one_way:
            raise NeedsDirection
        return a.map(lambda z: part(z, self.level).get(0, 0))

    def still(self, expr: Expr) -> Mat:
        """The value without its own change."""
        return self.value(expr).map(lambda z: z.a if type(z) is Dual and z.level == self.level else z)

    def parts(self, expr: Expr) -> list[list[dict[int, Scalar]]]:
        """The ε-parts of every entry."""
        return [[part(a, self.level) for a in row] for row in self.value(expr).rows]


class Point:
    """Sizes and values of all variables, drawn when first asked for; `definitions` give symbols a meaning."""

    def __init__(
        self,
        numbers: Numbers,
        sizes: Mapping[str, int],
        draw: Draw,
        symbols: Iterable[Expr] = (),
        definitions: Mapping[Expr, Expr] | None = None,
        reading: Reading = PLAIN,
    ) -> None:
        self.numbers, self.sizes, self.draw, self.reading = numbers, sizes, draw, reading
        self.spent = 0
        self.symbols = {str(s.data[0]): s for s in symbols}
        self.declared = frozenset(self.symbols)
        self.definitions = dict(definitions or {})
        self.values: dict[str, Mat] = {}
        self.bound: dict[Expr, int] = {}  # the indices of the sums that are being evaluated
        self.view = View(self)

    def variable(self, expr: Expr) -> Mat:
        if self.moves(expr) is not None:
            return self.direction(str(expr.data[0])[1:], expr.shape)
        name = str(expr.data[0])
        self.symbols.setdefault(name, expr)
        return self.drawn(name, expr.shape, expr.data[1])

    def drawn(self, name: str, shape: Shape, assumptions: Iterable[str] = ()) -> Mat:
        if name not in self.values:
            m, n = (self.view.size(d) for d in shape)
            room(m, n)
            self.values[name] = self.draw.matrix(name, m, n, assumptions)
        return self.values[name]

    def spend(self, count: int) -> None:
        """Outgrown where all entries together, with their infinitesimal parts, have become too many."""
        self.spent += count
        if self.spent > BUDGET:
            raise Outgrown(f"{self.spent} numbers")

    def direction(self, name: str, shape: Shape) -> Mat:
        """dX for the variable of this name; a diagonal matrix stays one."""
        x = self.symbols.get(name)
        return self.drawn(f"direction of {name}", shape, {"diagonal"} & x.data[1] if x is not None else ())

    def moves(self, expr: Expr) -> Expr | None:
        """The variable whose direction a symbol is: it is so marked, or not declared and called 'd' + a variable."""
        name, assumptions = expr.data
        marked = "differential" in assumptions
        if marked or (name not in self.declared and str(name)[:1] == "d"):
            return self.symbols.get(str(name)[1:], expr if marked else None)
        return None

    def named(self, name: str) -> Expr | None:
        """The symbol of this name; 'dX' also as the direction of X."""
        found = self.symbols.get(name)
        if found is None and name.startswith("d") and name[1:] in self.symbols:
            return symbol(name, self.symbols[name[1:]].shape)
        return found

    def fix(self, values: Mapping[str, Sequence[Sequence[Fraction | int]]]) -> None:
        """Given values instead of random ones."""
        for name, rows in values.items():
            self.values[name] = Mat([[self.numbers.number(tidy(a)) for a in row] for row in rows])
