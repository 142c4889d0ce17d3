"""Gradients of a program of named statements, all at once: moved along one direction, f changes by Σ ⟨G_v, dV_v⟩.

Forwards, in dual numbers, every variable moves by V_v/⟨G_v, V_v⟩ for a random V_v, and so does every intermediate result whose
derivative is claimed: each claim adds exactly 1 to the change of f, however small the gradient is, so a single one that is wrong
shows. The cost is that of two evaluations. Nothing is known here of how the gradients were found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import partial

from symjac.expr.dims import dim
from symjac.expr.expr import Expr
from symjac.verify.equality import AGREE, Mismatch, Nowhere
from symjac.verify.evaluate import Point, View
from symjac.verify.exact import Mat
from symjac.verify.functions import Decimals
from symjac.verify.points import ATTEMPTS, Draw, Sizes, dims_of
from symjac.verify.report import Report, sizes_text
from symjac.verify.scalars import CONTEXT, DIGITS, Dual, Outgrown, Outside, Scalar, part
from symjac.verify.sizes import Reading, counted, readings, shapes_in

SMALL = (2, 3)  # sizes: there are many statements
MORE = 50  # digits, where it is in doubt whether a number is more than rounding
SHOWN = 6  # sizes that are told
Named = tuple[Expr, Expr]  # a name and what it stands for


@dataclass(frozen=True)
class Gradient:
    """The claim that ∂f/∂of, in the shape of `of`, is `is_`. free: 'symmetric' or 'diagonal' where it is by the free entries."""

    of: Expr
    is_: Expr
    free: str = ""


@dataclass(frozen=True)
class Program:
    """Statements in order, the last one f; adjoints, each in the names of those before it; and what is claimed."""

    statements: Sequence[Named]
    adjoints: Sequence[Named]
    claims: Sequence[Gradient]
    symbols: Sequence[Expr]


def verify_program(program: Program, *, points: int = 1, seed: int = 0) -> Report:
    """All claims at random points, to 30 digits and more; Mismatch names the first that is wrong."""
    with localcontext(CONTEXT):
        found = in_the_first_reading(program, points, seed)
    lines = len(program.adjoints) + len({c.of for c in program.claims} & {*program.symbols})
    digits = min(d for _, d in found)
    sizes = tuple(dict(list(point.sizes.items())[:SHOWN]) for point, _ in found)
    how = method(len(found), digits)
    return Report(lines, 0, False, digits, sizes, how, (f"to {digits} digits {how.removesuffix(f', to {digits} digits')}",))


def in_the_first_reading(program: Program, points: int, seed: int) -> list[tuple[Point, int]]:
    """At so many points, large sizes read as letters: see verify.sizes."""
    roots = [e for pair in (*program.statements, *program.adjoints) for e in pair] + [c.is_ for c in program.claims]
    found = [*readings([*dims_of(program.symbols), *shapes_in(roots)], counted(roots))]
    for reading in found:
        try:
            return [at_a_point(program, reading, seed, turn) for turn in range(points)]
        except (Mismatch, Nowhere, Outgrown):
            if reading is found[-1]:
                raise
    raise AssertionError("the plain reading is always tried")


def method(points: int, digits: int) -> str:
    where = "1 random point" if points == 1 else f"{points} random points"
    return f"at {where} along one direction in which every variable and every named result moves, to {digits} digits"


def at_a_point(program: Program, reading: Reading, seed: int, turn: int) -> tuple[Point, int]:
    reason = ""
    for attempt in range(ATTEMPTS):
        try:
            draw = partial(drawn, program, reading, f"{seed}/{turn}", attempt)
            point = draw()
            return point, compared(program, point, draw)
        except ArithmeticError as failure:
            reason = str(failure) or type(failure).__name__
    raise Nowhere("the gradients could not be checked: no admissible point found", reason)


def drawn(program: Program, reading: Reading, seed: str, attempt: int, digits: int = DIGITS) -> Point:
    """A point, with the values of all statements and adjoints."""
    numbers = Decimals(digits)
    order = [n for n in SMALL if all(dim(n) not in s.shape for s in program.symbols)] or list(SMALL)
    sizes = Sizes({}, order)
    for letter in (letter for n in dims_of(program.symbols) for letter in sorted(reading.size(n).names)):
        sizes[letter]  # noqa: B018  (draws it)
    point = Point(numbers, sizes, Draw(numbers, seed, attempt, halves=False), program.symbols, None, reading)
    for name, body in (*program.statements, *program.adjoints):
        point.values[str(name.data[0])] = point.view.value(body)
    return point


def compared(program: Program, point: Point, draw: Callable[..., Point]) -> int:
    """The digits to which the change of f is what is claimed."""
    moves = [move(claim, point) for claim in program.claims]
    digits = agreeing(program, point, moves)
    if digits < AGREE:
        refuse_noise(program, point, draw)
        raise wrong(program, point, moves)
    return digits


def refuse_noise(program: Program, point: Point, draw: Callable[..., Point]) -> None:
    """Where entries happen to be equal a gradient may be zero but for rounding, which changes with the digits."""
    with localcontext(CONTEXT) as context:
        context.prec += MORE
        finer = draw(digits=DIGITS + MORE)
        for claim in program.claims:
            rough, exact = total(products(claim, point)), total(products(claim, finer))
            if abs(rough - exact) > abs(exact).scaleb(-AGREE):
                raise Outside("a gradient is zero here but for rounding")


Move = tuple[Expr, Mat, int]  # what moves, by how much, and how much f is claimed to change: 1, or 0 for a gradient of zero


def move(claim: Gradient, point: Point) -> Move:
    terms = products(claim, point)
    change = total(terms)
    if not change and any(terms):
        raise Outside("the gradient and the direction are orthogonal")
    T = heading(claim, point)
    return claim.of, T.map(lambda t: t / change) if change else T, int(bool(change))


def heading(claim: Gradient, point: Point) -> Mat:
    return point.drawn(f"direction of {claim.of.data[0]}", claim.of.shape, (claim.free,) if claim.free else ())


def products(claim: Gradient, point: Point) -> list[Scalar]:
    """The terms of ⟨G, V⟩."""
    G, T = point.view.value(claim.is_), heading(claim, point)
    return [
        g * t
        for i, (p, q) in enumerate(zip(G.rows, T.rows, strict=True))
        for j, (g, t) in enumerate(zip(p, q, strict=True))
        if not claim.free or (i == j if claim.free == "diagonal" else i <= j)
    ]


def total(terms: Sequence[Scalar]) -> Scalar:
    return sum(terms, Decimal(0))


def agreeing(program: Program, point: Point, moves: Sequence[Move]) -> int:
    """How many digits of the change of f are right, as a number between 0 and 1."""
    wanted = sum(n for *_, n in moves)
    gap = abs(change(program, point, {of: T for of, T, _ in moves}) - wanted)
    return DIGITS // 2 if not gap else min(DIGITS // 2, -Decimal(gap).adjusted() - 1)


def change(program: Program, point: Point, moves: Mapping[Expr, Mat]) -> Scalar:
    """The change of f when these move: forwards, in dual numbers."""
    view = View(point, point.view)
    statements = {str(name.data[0]) for name, _ in program.statements}
    for of, T in moves.items():
        if str(of.data[0]) not in statements:
            view.seeds[str(of.data[0])] = pushed(point.view.value(of), T)
    for name, body in program.statements:
        value = view.value(body)
        view.seeds[str(name.data[0])] = pushed(value, moves[name]) if name in moves else value
    return part(value.item, 1).get(0, 0)


def pushed(a: Mat, T: Mat) -> Mat:
    """a + T ε"""
    return Mat.build(*a.shape, lambda i, j: a.rows[i][j] + Dual(0, {0: T.rows[i][j]}, 1))


def wrong(program: Program, point: Point, moves: Sequence[Move]) -> Mismatch:
    """The claim that does not hold, found by halving."""
    left = list(moves)
    while len(left) > 1:
        half = left[: len(left) // 2]
        left = half if agreeing(program, point, half) < AGREE else left[len(left) // 2 :]
    message = f"the derivative by {left[0][0].data[0]} is not what is claimed"
    return Mismatch(message, hint=sizes_text(dict(list(point.sizes.items())[:SHOWN])))
