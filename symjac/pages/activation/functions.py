"""a = s(z), entry by entry, with s′: any function of one number, and one of which only the name is known.

Sources of derivatives: Bishop, PRML, eqs. (4.88) for σ, (5.60) for tanh; for the others the file of each in symjac/expr/ops.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from symjac.calculus.differential import by_scalar
from symjac.calculus.domains import evident
from symjac.calculus.simplify import finished
from symjac.errors import UnsupportedError
from symjac.expr.dims import SCALAR
from symjac.expr.expr import Condition, Expr, postorder
from symjac.expr.families import FUNCTIONS, Entrywise, Scalar1, ScalarOp, scalar_op
from symjac.expr.looks import written
from symjac.expr.make import number, ones, symbol
from symjac.expr.names import look_of
from symjac.expr.registry import apply
from symjac.writing.box import Box, Call, Script, Sym

OPEN = "sigma"  # the activation that is only named: σ, as in the general equations of a layer


@dataclass(frozen=True, eq=False)
class Activation:
    """A function of one number, and how it acts on every entry of a vector.

    op: None for the identity; slope_op: s′ where it has a sign of its own, None where it is written in z and a (1 − a ⊙ a);
    argument, body: the name of the number and s as a formula in it, None where s is left open
    """

    name: str
    op: ScalarOp | None
    slope_op: ScalarOp | None
    argument: Expr
    body: Expr | None

    @property
    def is_identity(self) -> bool:
        return self.op is None

    @property
    def is_open(self) -> bool:
        return self.body is None

    def at(self, z: Expr) -> Expr:
        """s(z), entry by entry."""
        return z if self.op is None else apply(self.op, (z,))

    def slope(self, z: Expr, a: Expr) -> Expr:
        """s′(z), entry by entry, where a = s(z)."""
        if self.op is None:
            return ones(*z.shape)
        if self.slope_op is not None:
            return apply(self.slope_op, (z,))
        found = self.op.derivative(Entrywise(z), Entrywise(a), FUNCTIONS)
        return found.expr if isinstance(found, Entrywise) else number(found)

    @property
    def has_kinks(self) -> bool:
        """Whether there are places without a derivative."""
        return any(condition.kind.startswith("nonzero") for condition in self.conditions)

    @property
    def is_partial(self) -> bool:
        """Whether there are numbers without a value, as for log t."""
        return any(condition.kind.startswith("positive") and not evident(condition) for condition in self.conditions)

    @property
    def conditions(self) -> list[Condition]:
        nodes = postorder(self.body) if self.body is not None else ()
        return [condition for e in nodes if isinstance(e.op, ScalarOp) for condition in e.op.domain(e)]

    @property
    def sign(self) -> Box:
        """s alone, without an argument."""
        shown = self.look(written(self.argument))
        return shown.head if isinstance(shown, Call) else Sym(self.name, "roman")

    def look(self, argument: Box) -> Box:
        """s(z), as it is written."""
        return argument if self.op is None else self.op.look(self.at(self.argument), (argument,))

    def derivative(self) -> Expr:
        """s′(t), in finished form."""
        assert self.body is not None
        return finished(by_scalar(self.body, self.argument), self.body)


def identity() -> Activation:
    t = symbol("t", SCALAR)
    return Activation("identity", None, None, t, t)


def built_in(op: ScalarOp) -> Activation:
    t = symbol("t", SCALAR)
    body = op.definition(FUNCTIONS, Entrywise(t))
    return Activation(op.name, op, None, t, body.expr)


def prime(name: str, formula: Scalar1) -> ScalarOp:
    """s′, with a sign of its own: its own derivative is not asked for."""

    def refused(z: Any, h: Any, f: Any) -> Any:
        raise UnsupportedError(f"the second derivative of {name} is not derived")

    return scalar_op(f"{name}_prime", formula, refused, call_of(Script(look_of(name), sup=Sym("′"))), sentence="")


def call_of(head: Box) -> Callable[[Expr, tuple[Box, ...]], Box]:
    return lambda expr, args: Call(head, args)


def left_open() -> Activation:
    """σ with σ′, of which nothing is used but that one is the derivative of the other.

    For the checker σ is t/(1 + t²) + t, so that every line is checked in rational numbers.
    """
    op = scalar_op(
        OPEN,
        lambda f, z: z / (1 + z * z) + z,
        lambda z, h, f: (1 - z * z) / (1 + z * z) ** 2 + 1,
        call_of(Sym("sigma")),
        sentence="σ is left open",
    )
    slope = prime(OPEN, lambda f, z: (1 - z * z) / (1 + z * z) ** 2 + 1)
    return Activation(OPEN, op, slope, symbol("t", SCALAR), None)
