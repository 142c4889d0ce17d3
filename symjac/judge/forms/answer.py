"""An answer: whatever its form, a matrix of known shape that has a value at every place."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from symjac.expr.dims import Shape
from symjac.expr.expr import Expr
from symjac.expr.scoped import Key
from symjac.judge.places import Array, Place
from symjac.verify.exact import Mat
from symjac.writing.box import Box


@dataclass(frozen=True, eq=False)
class Answer(ABC):
    """text: as it was given; shape: of the derivative that it claims. expr: the formula, where it is one."""

    text: str
    shape: Shape

    @property
    def expr(self) -> Expr | None:
        return None

    @property
    @abstractmethod
    def box(self) -> Box:
        """As it was read."""

    @abstractmethod
    def value(self, place: Place, exact: bool) -> Mat:
        """Irrational where there is no exact value, an ArithmeticError outside the domain."""

    def floats(self, place: Place, memo: dict[Key, Array]) -> Array:
        return place.xp.np.array([[float(z) for z in row] for row in self.value(place, False).rows])

    @property
    def tolerance(self) -> float:
        """How far an answer in floats may be off, relative to the largest entry; 0 for what is exact."""
        return 0.0


@dataclass(frozen=True, eq=False)
class Formula(Answer):
    """A formula in the variables of the question; shown: as it is written, 2x_i where all of them are meant."""

    formula: Expr
    shown: Expr | None = None

    @property
    def expr(self) -> Expr | None:
        return self.formula

    @property
    def box(self) -> Box:
        from symjac.expr.looks import written

        return written(self.shown or self.formula)

    def value(self, place: Place, exact: bool) -> Mat:
        return place.value(self.formula, exact)

    def floats(self, place: Place, memo: dict[Key, Array]) -> Array:
        return place.floats(self.formula, memo)
