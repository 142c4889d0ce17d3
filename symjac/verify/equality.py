"""left = right: at random points, for all values of the free indices; exactly, or to 30 digits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from symjac.errors import Absent, CheckError, LimitError
from symjac.expr.dims import Dim
from symjac.expr.expr import Expr, postorder
from symjac.verify.dots import read_dots
from symjac.verify.evaluate import Point
from symjac.verify.exact import Mat
from symjac.verify.functions import Decimals, Exact, Numbers
from symjac.verify.meaning import Meanings
from symjac.verify.points import ATTEMPTS, WHOLE, Draw, dims_of, draw_sizes
from symjac.verify.report import Report, mat_text, report, sizes_text
from symjac.verify.rounding import as_printed
from symjac.verify.scalars import CONTEXT, DIGITS, Irrational, NeedsDirection, Outgrown, Scalar
from symjac.verify.sizes import ASKING, LARGE, PLAIN, Large, Reading, counted, named, readings, shapes_in
from symjac.verify.term import Directional, Dotted, Explicit, Free, IndexForm, Rounded, Said, Term, Value
from symjac.writing.box import Sym

AGREE = 30  # digits, relative to the entry
TINY = Decimal(10) ** -40  # what counts as zero beside the largest entry (the differences are good to about 10^-50)
FLOOR = Decimal(10) ** -6  # the least that `largest entry` is taken for: below it, zeros would be compared with noise
FINE = 4 * DIGITS  # digits where it is too faint, or the sides cancel, in the usual arithmetic
FLOOR_OF_FINE = Decimal(10) ** -150
SURE = 50  # no more is claimed: derivatives of functions are good to about so many digits
MANY = 8  # points where a function has a kink: at a few points, all units of a relu layer may be off, or all on
SCARCE = (0, 1, 2)
ALIKE = 4  # rounds after which sizes need not differ: W X with W of size m x 2 is invertible for m = 2 alone
LONG = 150  # rows of a matrix whose number of rows is a product of letters
NAMES = "write letters for the sizes, M and N, and put the numbers in by instance"
Agreed = list[tuple[Point, int]]
Values = list[tuple[tuple[int, ...], Mat]]  # the places of the free indices, and the value there


@dataclass(frozen=True)
class Claim:
    """One displayed equality: it holds for all values of the free indices."""

    left: Term
    right: Term
    free: tuple[Free, ...] = ()
    where: str = ""


class Mismatch(CheckError):
    """The two sides of a line differ."""


class Faint(Mismatch):
    """The sides agree, but all entries are so small that zero would agree as well."""


class Nowhere(CheckError):
    """No point was found at which both sides have a value; `reason`: why there is none at the last one."""

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(f"{message} ({reason})")
        self.reason = reason


@dataclass
class Task:
    """Claims that are checked at common points."""

    claims: list[Claim]
    symbols: tuple[Expr, ...]
    definitions: Mapping[Expr, Expr]
    given: Mapping[str, int]
    seed: int
    reading: Reading = ASKING  # of large numbers in sizes
    scarce: int = 0  # how small the sizes must be
    least: dict[str, int] = field(default_factory=dict)  # and how large, for the entries that are named to be there

    def dims(self) -> list[Dim]:
        found = dims_of(self.symbols)
        for claim in self.claims:
            found += [f.size for f in claim.free]
            for meaning in (claim.left.meaning, claim.right.meaning):
                if isinstance(meaning, Dotted):
                    found += [f.size for f in (meaning.row, meaning.column, *meaning.inner)]
        return [self.reading.size(n) for n in found]

    def readings(self) -> list[Reading]:
        """How large numbers in the sizes can be read."""
        roots = [*self.symbols, *(e for c in self.claims for m in (c.left.meaning, c.right.meaning) for e in named(m))]
        roots += [*self.definitions, *self.definitions.values()]
        return list(readings([*dims_of(self.symbols), *shapes_in(roots)], counted(roots)))

    def counts(self) -> bool:
        """Whether a large number is written that may be a size, as in 1/784."""
        meanings = [m for c in self.claims for m in (c.left.meaning, c.right.meaning)]
        numbers = [e.data[0] for m in meanings for root in named(m) for e in postorder(root) if e.op.name == "number"]
        forms = [a for m in meanings if isinstance(m, IndexForm) for a in m.expr.atoms() if a.is_Rational]
        return any(max(abs(q.numerator), q.denominator) >= LARGE for q in (*numbers, *forms))

    def point(self, numbers: Numbers, turn: int, attempt: int) -> Point:
        # X'X is singular for every wide X: after a round of entries, other sizes.
        dims, rounds = self.dims(), attempt // len(WHOLE)
        sizes = draw_sizes(dims, self.given, turn + rounds, self.scarce or (2 if rounds >= ALIKE else 0), self.least)
        if self.scarce < max(SCARCE) and any(n.names and n.value(sizes) > LONG for n in dims):
            raise Outgrown("a size that is a product of many")
        draw = Draw(numbers, f"{self.seed}/{turn}", attempt, halves=turn > 0)
        return Point(numbers, sizes, draw, self.symbols, self.definitions, self.reading)


def verify(
    lines: Sequence[Claim],
    symbols: Iterable[Expr],
    *,
    points: int = 2,
    seed: int = 0,
    definitions: Mapping[Expr, Expr] | None = None,
) -> Report:
    """Check every line; CheckError names the first that fails, with both values and the sizes.

    `definitions` give symbols that stand for expressions (e = y − Φθ) their value; a derivative by such a
    symbol moves it alone, one by θ moves it too.
    """
    known, found = tuple(symbols), []
    said = [isinstance(m, Said) for c in lines for m in (c.left.meaning, c.right.meaning)]
    checked = [c for c, a, b in zip(lines, said[::2], said[1::2], strict=True) if not (a or b)]
    clear: set[Any] = set()
    for claim in checked:
        read_dots(claim.left, claim.right, claim.where or "a line", clear)
    with localcontext(CONTEXT):
        numbers: Numbers = Exact()
        for given, claims in by_sizes(checked).items():
            task = Task(claims, known, definitions or {}, dict(given), seed)
            numbers, agreed = read_and_checked(task, numbers, points)
            found += agreed
    return report(len(checked), len(lines) - len(checked), found, named_maps(checked))


def read_and_checked(task: Task, numbers: Numbers, points: int) -> tuple[Numbers, Agreed]:
    """The claims in the first reading of large numbers in which they hold; usually there are none."""
    try:
        return at_points(task, numbers, points)
    except Large:
        pass
    first: CheckError | None = None
    for reading in task.readings():
        try:
            return at_points(replace(task, reading=reading), numbers, points)
        except (Mismatch, Nowhere) as failure:
            if reading is PLAIN:
                raise
            first = first or failure
        except LimitError:
            if reading is PLAIN and isinstance(first, Mismatch) and not task.counts():
                raise first from None
            if reading is PLAIN:
                raise
    raise AssertionError("the plain reading is always tried")


def at_points(task: Task, numbers: Numbers, points: int) -> tuple[Numbers, Agreed]:
    """All claims at so many points; at smaller sizes where there are too many entries."""
    for scarce in SCARCE:
        try:
            return at_each(replace(task, scarce=scarce), numbers, points)
        except Outgrown:
            continue
    raise LimitError("a line of the derivation has too many entries to be checked", hint=NAMES if task.reading is PLAIN else None)


def at_each(task: Task, numbers: Numbers, points: int) -> tuple[Numbers, Agreed]:
    turn, kinked, found = 0, False, []
    while turn < (max(points, MANY) if kinked else points):
        numbers, point, digits = at_point(task, numbers, turn)
        found.append((point, digits))
        turn, kinked = turn + 1, kinked or numbers.kinked
    return numbers, found


def named_maps(claims: Iterable[Claim]) -> tuple[str, ...]:
    """The maps of which only the name is known: a polynomial stands for each."""
    meanings = [m for c in claims for m in (c.left.meaning, c.right.meaning)]
    roots = [root for m in meanings if (root := getattr(m, "expr", getattr(m, "f", None))) is not None]
    maps = (e for e in distinct(root for root in roots if isinstance(root, Expr)) if e.op.name in ("image", "jacobian"))
    return tuple(dict.fromkeys(str(e.data[0]) for e in maps))


def distinct(roots: Iterable[Expr]) -> Iterator[Expr]:
    """Every node in some expressions, once."""
    met: set[Expr] = set()
    for root in roots:
        for e in postorder(root, met):
            met.add(e)
            yield e


def by_sizes(claims: Sequence[Claim]) -> dict[tuple[tuple[str, int], ...], list[Claim]]:
    """Claims about an instance want its sizes; the others are free."""
    groups: dict[tuple[tuple[str, int], ...], list[Claim]] = {}
    for claim in claims:
        meanings = claim.left.meaning, claim.right.meaning
        given = {n: k for m in meanings if isinstance(m, Explicit) for n, k in m.sizes}
        groups.setdefault(tuple(sorted(given.items())), []).append(claim)
    return groups


def at_point(task: Task, numbers: Numbers, turn: int) -> tuple[Numbers, Point, int]:
    """All claims at the first admissible point; the arithmetic turns to decimals at the first irrational value."""
    reason = ""
    for attempt in range(ATTEMPTS):
        try:
            try:
                return numbers, *at(task, numbers, turn, attempt)
            except Irrational:
                numbers = Decimals()
                return numbers, *at(task, numbers, turn, attempt)
        except ArithmeticError as failure:
            reason = str(failure) or type(failure).__name__
        except Absent as failure:
            reason = failure.message
            task.least.update(dict.fromkeys(failure.names, failure.least))
    names = task.claims[0].where if len(task.claims) == 1 else f"{len(task.claims)} lines"
    raise Nowhere(f"{names} could not be checked: no admissible point found", reason)


def at(task: Task, numbers: Numbers, turn: int, attempt: int) -> tuple[Point, int]:
    """All claims at one point; with more digits where the sides cancel or underflow."""
    try:
        return compared(task, task.point(numbers, turn, attempt))
    except Mismatch:
        if numbers.exact:
            raise
    with localcontext(CONTEXT) as context:
        context.prec, fine = FINE, Decimals(FINE)
        found = compared(task, task.point(fine, turn, attempt))
        numbers.kinked |= fine.kinked
        return found


def compared(task: Task, point: Point) -> tuple[Point, int]:
    meanings = Meanings(point.view)
    digits = SURE
    for claim in task.claims:
        digits = min(digits, compare(claim, meanings, task, point))
    return point, digits


def compare(claim: Claim, meanings: Meanings, task: Task, point: Point) -> int:
    """The number of digits to which the sides agree; Mismatch if they do not."""
    try:
        left, right = sides(claim, meanings, ())
    except NeedsDirection:
        left, right = sides(claim, meanings, directions(claim, task, point))
    except (IndexError, ValueError) as failure:
        raise Mismatch(f"{claim.where}: cannot be evaluated ({failure})", hint=sizes_text(point.sizes)) from failure
    biggest = Decimal(0) if point.numbers.exact else largest(m for _, m in (*left, *right))
    floor = FLOOR if point.numbers.digits < FINE else FLOOR_OF_FINE
    scale, digits = max(biggest, floor), SURE
    for (places, a), (_, b) in zip(left, right, strict=True):
        if isinstance(claim.right.meaning, Rounded):
            same = SURE if as_printed(a, claim.right.meaning) else None
        else:
            same = agreement(a, b, scale) if a.shape == b.shape else None
        if same is None:
            raise mismatch(claim, places, a, b, point)
        digits = min(digits, same)
    pairs = [(a, b) for (_, a), (_, b) in zip(left, right, strict=True)]
    faint = floor is FLOOR and 0 < biggest < floor and not isinstance(claim.right.meaning, Rounded)
    if faint and not all(a == b or agreement(a, b, biggest) for a, b in pairs):
        raise Faint(f"{claim.where}: all entries are almost zero")
    return digits


def sides(claim: Claim, meanings: Meanings, moving: tuple[Expr, ...]) -> tuple[Values, Values]:
    """Both sides for every value of the free indices; of those, too, that stand free in the expressions."""
    meanings.moving = moving
    both: tuple[Values, Values] = [], []
    for _ in meanings.view.each_of(open_indices(claim)):
        for side, meaning in zip(both, (claim.left.meaning, claim.right.meaning), strict=True):
            side.extend(meanings.each(claim.free, meaning))
    return both


def open_indices(claim: Claim) -> list[Expr]:
    """The indices k of a line about x_k: it holds for each of them."""
    found = {i for m in (claim.left.meaning, claim.right.meaning) for e in named(m) for i in e.free}
    return sorted(found, key=lambda i: str(i.data[0]))


def directions(claim: Claim, task: Task, point: Point) -> tuple[Expr, ...]:
    """What moves in a line with an open differential: what it says itself, else what moves anywhere in the task."""
    own = (claim.left.meaning, claim.right.meaning)
    found = {m.x: None for m in own if isinstance(m, Directional)}
    if not found:
        values = [m.expr for m in own if isinstance(m, Value)]
        found = {x: None for s in symbols_of(*values) if (x := point.moves(s)) is not None}
    if not found:
        everywhere = [m for c in task.claims for m in (c.left.meaning, c.right.meaning)]
        found = {m.x: None for m in everywhere if isinstance(m, Directional)}
    if not found:
        raise CheckError(f"{claim.where}: a differential is left open, and nothing says what moves")
    return tuple(found)


def mismatch(claim: Claim, places: tuple[int, ...], a: Mat, b: Mat, point: Point) -> Mismatch:
    at_indices = ", ".join(f"{f.symbol}={n}" for f, n in zip(claim.free, places, strict=True))
    where = f"with {sizes_text(point.sizes)}" + (f" at {at_indices}" if at_indices else "")
    message = f"{claim.where or 'a line'}: the two sides differ {where}"
    return Mismatch(message, found=f"right = {mat_text(b)}", expected=f"left = {mat_text(a)}")


def largest(matrices: Iterable[Mat]) -> Decimal:
    return max((abs(Decimal(a)) for m in matrices for a in m.flat), default=Decimal(0))


def agreement(a: Mat, b: Mat, scale: Decimal) -> int | None:
    """Digits in common in the worst entry, None if fewer than AGREE."""
    worst = SURE
    for x, y in zip(a.flat, b.flat, strict=True):
        same = agree(x, y, scale)
        if same is None:
            return None
        worst = min(worst, same)
    return worst


def agree(x: Scalar, y: Scalar, scale: Decimal) -> int | None:
    if type(x) is Fraction and type(y) is Fraction:  # its own == asks first what the other may be
        return SURE if x.as_integer_ratio() == y.as_integer_ratio() else None
    if x == y:
        return SURE
    if type(x) is not Decimal and type(y) is not Decimal:
        return None
    gap = abs(x - y)
    digits: int = max(abs(x), abs(y)).adjusted() - gap.adjusted() - 1
    if digits < AGREE and gap <= TINY * scale:
        digits = scale.adjusted() - gap.adjusted() - 1
    return min(digits, SURE) if digits >= AGREE else None


def equal(a: Expr, b: Expr, *, points: int = 2, seed: int = 0, definitions: Mapping[Expr, Expr] | None = None) -> bool:
    """Whether two expressions have the same shape and the same values; CheckError if no point is admissible."""
    if a.shape != b.shape:
        return False
    try:
        claim = Claim(Term(Sym("a"), Value(a)), Term(Sym("b"), Value(b)), (), f"{a} = {b}")
        verify([claim], symbols_of(a, b), points=points, seed=seed, definitions=definitions)
    except Mismatch:
        return False
    return True


def symbols_of(*exprs: Expr) -> list[Expr]:
    """The variables in expressions, by first occurrence."""
    return [e for e in distinct(exprs) if e.op.name == "symbol"]
