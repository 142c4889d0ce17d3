"""What was found: the equations, their solution, which kind of point it is and why, and what has to hold for all that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from symjac.calculus.optimum.exact import Quadratic
from symjac.calculus.optimum.linear import Solved
from symjac.calculus.optimum.needs import Need
from symjac.expr.expr import Expr

Words = tuple[str | Expr, ...]


@dataclass(frozen=True)
class Proof:
    """Why a stationary point is an optimum.

    name: convex, unimodal, compact, staged, reciprocal, numbers, roots, pythagoras; says: the reason, formulas between the words;
    unique: True, False, or None where nothing is known; needs: for what is claimed of uniqueness;
    table: the direction of each variable; form: q(v), the second differential along them, and about: of which function (f itself
    where it is None)
    """

    name: str
    says: Words
    unique: bool | None = None
    needs: tuple[Need, ...] = ()
    table: Mapping[Expr, Expr] = field(default_factory=dict)
    form: Expr | None = None
    strict: bool = False
    everywhere: bool = False  # whether the form is positive in all directions, those that constraints forbid included
    about: Expr | None = None
    stages: tuple[Proof, ...] = ()


@dataclass(frozen=True)
class Equation:
    """A stationarity equation or a constraint: left = right, and the unknown that it belongs to."""

    unknown: Expr
    left: Expr
    right: Expr


@dataclass(frozen=True)
class Candidate:
    """Another stationary point: the values of the variables, and its kind where that is known."""

    values: Mapping[Expr, Expr]
    kind: str = ""


@dataclass(frozen=True)
class Found:
    """status as of the contract; peeled: what was minimised in place of f."""

    status: str
    unique: bool | None
    equations: tuple[Equation, ...]
    steps: tuple[Solved, ...] = ()
    values: Mapping[Expr, Expr] = field(default_factory=dict)
    multipliers: tuple[Expr, ...] = ()
    needs: tuple[Need, ...] = ()
    proof: Proof | None = None
    others: tuple[Candidate, ...] = ()
    says: Words = ()  # what is to be said of a problem without a solution in closed form, or without any
    missing: Words = ()  # of a stationary point: what would make it an optimum
    peeled: Expr | None = None
    numbers: Quadratic | None = None
    fall: Mapping[Expr, Expr] = field(default_factory=dict)  # a direction along which f falls
    form: str = ""  # how an unsolved condition is called: sylvester, eigen, orthogonal, …
