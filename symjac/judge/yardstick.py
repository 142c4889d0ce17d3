"""What an answer is measured by: an expression, places where it has a value, the value there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from symjac.errors import DomainError
from symjac.expr.dims import Dim
from symjac.expr.expr import Expr, postorder
from symjac.judge.places import EIGHTHS, FINE, GENTLE, SMALL, UNEVEN, WIDE, Array, Place, Profile, draw, either
from symjac.verify.exact import Mat

KINKED = frozenset(("abs", "sign", "relu", "step", "norm1"))
ROUNDS = 4  # sizes that are tried with every profile of entries
SCREEN = 64


def has_kinks(root: Expr) -> bool:
    return any(e.op.name in KINKED for e in postorder(root))


class Yardstick:
    """result: what is right; roots: the expressions whose symbols have values; dims: sizes that occur nowhere else."""

    result: Expr

    @cached_property
    def symbols(self) -> tuple[Expr, ...]:
        return tuple(dict.fromkeys(e for root in self.roots for e in postorder(root) if e.op.name == "symbol"))

    @property
    def roots(self) -> Sequence[Expr]:
        return (self.result,)

    @property
    def measured(self) -> Sequence[Expr]:
        """What is compared, for the reader."""
        return self.roots

    @cached_property
    def dims(self) -> tuple[Dim, ...]:
        return tuple(n for root in self.roots for n in root.shape)

    @cached_property
    def kinked(self) -> bool:
        return any(map(has_kinks, self.roots))

    @cached_property
    def truths(self) -> dict[tuple[Place, bool], Mat]:
        return {}

    def place(self, turn: int, profiles: tuple[Profile, ...], least: float = 1e-9) -> Place:
        """Where the answer has a value, of moderate size if that can be."""
        other: Place | None = None
        for attempt in range(ROUNDS * len(profiles)):
            try:
                place = draw(self.symbols, self.dims, turn, attempt, profiles)
                value = place.floats(self.result)
            except ArithmeticError:
                continue
            np = place.xp.np
            if not np.isfinite(value).all() or not self.has_value(place) or not self.defined(place):
                continue
            other = other or place
            if value.size == 0 or least < np.abs(value).max() < 1e12 or profiles[attempt % len(profiles)] in WIDE:
                return place
        if other is None:
            raise DomainError("no numbers were found for which the derivative has a value", found=str(self.result))
        return other

    def defined(self, place: Place) -> bool:
        """Floats invert singular matrices; fractions do not."""
        try:
            either(lambda exact: (self.truth(place, exact),))
        except ArithmeticError:
            return False
        return True

    def has_value(self, place: Place) -> bool:
        """Whether the place may be used."""
        return True

    @cached_property
    def quick(self) -> tuple[Place, Place]:
        """Two places at which floats tell most wrong answers."""
        return self.place(0, EIGHTHS), self.place(1, EIGHTHS)

    def sure(self, rational: bool) -> tuple[Place, ...]:
        """Places at which an answer that agrees is right, up to the stated chance; functions with kinks want many."""
        return self.wide if rational and self.rational else self.fine

    @cached_property
    def wide(self) -> tuple[Place, ...]:
        """Large whole numbers: among many values a polynomial has few zeros."""
        return tuple(self.place(turn, WIDE + FINE) for turn in range(self.turns))

    @cached_property
    def fine(self) -> tuple[Place, ...]:
        """Small numbers of many digits, where functions neither overflow nor saturate."""
        return tuple(self.place(turn, FINE) for turn in range(self.turns))

    @property
    def turns(self) -> int:
        return 8 if self.kinked else 3

    @cached_property
    def screen(self) -> tuple[Place, ...]:
        """Many places on all sides of the kinks of relu and its like, for a look with floats."""
        found = []
        for turn in range(SCREEN):
            try:
                place = draw(self.symbols, self.dims, turn, 0, UNEVEN, uneven=True)
            except ArithmeticError:
                continue
            if place.xp.np.isfinite(place.floats(self.result)).all() and self.has_value(place):
                found.append(place)
        return tuple(found)

    @cached_property
    def rational(self) -> bool:
        return either(lambda exact: (self.quick[0].value(self.result, exact),))[1]

    @cached_property
    def small(self) -> tuple[Place, ...]:
        """Places in small whole numbers, for counterexamples; smaller where tanh would be 1."""
        profiles = SMALL if self.rational else GENTLE
        found: list[Place] = []
        for turn in range(4):
            try:
                found.append(self.place(turn, profiles, 1e-2))
            except DomainError:
                break
        return tuple(found)

    # Values

    def truth(self, place: Place, exact: bool) -> Mat:
        """The right answer there; Irrational where it has no rational value."""
        key = place, exact
        if key not in self.truths:
            if len(self.truths) > 64:
                self.truths.clear()
            self.truths[key] = place.value(self.result, exact)
        return self.truths[key]

    def truth_float(self, place: Place) -> Array:
        return place.floats(self.result)
