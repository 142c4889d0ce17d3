"""½‖a − y‖², −yᵀ log a, −yᵀ log a − (𝟏 − y)ᵀ log(𝟏 − a): how far an output a is from the target y, by name.

Sources: Bishop, PRML, eqs. (5.11), (4.108), (4.90); Goodfellow, Bengio & Courville, Deep Learning, 6.2.2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symjac.errors import DomainError, ParseError, UnsupportedError
from symjac.expr.expr import Expr
from symjac.expr.families import over, times
from symjac.expr.looks import written
from symjac.expr.make import add, div, function, is_op, mul, neg, number, ones, power, transpose
from symjac.verify.values import numbers
from symjac.writing.block import Text

NEAR = Fraction(1, 10**12)  # probabilities that come as floating point numbers add up to 1 but for so much


@dataclass(frozen=True, eq=False)
class Loss:
    """E as a function of the output a and the target y, for one example.

    title: what it is called; value: E; says: what leads to E, and what a target is; output: the activation that the last layer
    must have ("" for any); summed: what is added up over data, where that is not E; fraction: ∂E/∂a as one fraction, where that
    is another form; distribution: whether the entries of a target add up to 1; chance: whether they lie between 0 and 1.
    """

    name: str
    title: str
    value: Callable[[Expr, Expr], Expr]
    says: Callable[[Expr, Expr], Text]
    output: str = ""
    summed: Callable[[Expr, Expr], Expr] | None = None
    fraction: Callable[[Expr, Expr], Expr] | None = None
    distribution: bool = False
    chance: bool = False

    def known(self, y: Expr) -> dict[Expr, Expr]:
        """What holds of every target: y₁ + ⋯ + y_m = 1."""
        return {function("sum", y): number(1)} if self.distribution else {}

    def total(self, a: Expr, y: Expr) -> Expr:
        """What an example adds to the sum over the data."""
        return (self.summed or self.value)(a, y)


def difference(a: Expr, y: Expr) -> Expr:
    return add(a, neg(y))


def square(e: Expr) -> Expr:
    return power(e if e.is_scalar else function("norm", e), 2)


def inner(y: Expr, e: Expr) -> Expr:
    """yᵀe, a plain product of two numbers"""
    return mul(y if y.is_scalar else transpose(y), e)


def rest(e: Expr) -> Expr:
    """1 − e, for every entry"""
    return add(number(1) if e.is_scalar else ones(*e.shape), neg(e))


def log(e: Expr) -> Expr:
    return function("log", e)


def quotient(a: Expr, y: Expr) -> Expr:
    """(a − y)/(a(1 − a)), for every entry"""
    return over(difference(a, y), times(a, rest(a)))


def let(y: Expr) -> Text:
    return ("Let ", written(y), " be the target, ")


LOSSES = {
    loss.name: loss
    for loss in (
        Loss(
            "mse",
            "squared error",
            lambda a, y: mul(div(number(1), number(2)), square(difference(a, y))),
            lambda a, y: (*let(y), "the output that is wanted for this input. Half the squared error of ", written(a), " is"),
            summed=lambda a, y: square(difference(y, a)),
        ),
        Loss(
            "crossentropy",
            "cross-entropy",
            lambda a, y: neg(inner(y, log(a))),
            lambda a, y: (
                *let(y),
                "a probability for every class: its entries lie between 0 and 1 and add up to 1. ",
                "The cross-entropy of ",
                written(y),
                " and ",
                written(a),
                " is",
            ),
            output="softmax",
            distribution=True,
            chance=True,
        ),
        Loss(
            "bce",
            "binary cross-entropy",
            lambda a, y: add(neg(inner(y, log(a))), neg(inner(rest(y), log(rest(a))))),
            lambda a, y: (
                *let(y),
                "a number " if y.is_scalar else "with entries ",
                "from 0 to 1. The binary cross-entropy of ",
                written(y),
                " and ",
                written(a),
                "" if y.is_scalar else ", added up over the outputs,",
                " is",
            ),
            output="sigmoid",
            fraction=quotient,
            chance=True,
        ),
    )
}
MSE = LOSSES["mse"]


def loss_of(name: Any, source: str = "", span: tuple[int, int] = (0, 0)) -> Loss:
    """By name; hyphens and underscores do not matter."""
    plain = str(name).strip().lower().replace("-", "").replace("_", "")
    if plain not in LOSSES:
        where: dict[str, Any] = {"source": source, "span": span} if source else {}
        raise ParseError(f"there is no loss {str(name)[:40]!r}", expected=", ".join(LOSSES), **where)
    return LOSSES[plain]


def fit(loss: Loss, last: str) -> None:
    """Refuse a loss whose output layer has another activation, by name."""
    if loss.output and last != loss.output:
        fits = next((other.name for other in LOSSES.values() if other.output == last), MSE.name)
        raise UnsupportedError(
            f"the loss {loss.name!r} needs an output layer with {loss.output}, for its outputs are probabilities",
            found=f"{last} in the output layer",
            hint=f"{loss.output} in the last layer, or the loss {fits}",
        )


def fit_target(loss: Loss, y: Expr) -> None:
    """Refuse a target that is none for this loss: the logarithms weigh with its entries."""
    entries: list[Fraction] = [Fraction(x) for row in numbers(y) for x in row] if loss.chance else []
    outside = next((x for x in entries if x < 0 or x > 1), None)
    if outside is not None:
        raise DomainError(f"for the loss {loss.name!r} the entries of a target lie between 0 and 1", found=f"{float(outside):g}")
    if loss.distribution and abs(sum(entries, Fraction(-1))) > NEAR:
        raise DomainError(
            f"for the loss {loss.name!r} the entries of a target add up to 1",
            found=f"{spelled(y)}, with the sum {float(sum(entries)):g}",
            hint="a 1 for the class and 0 for the others, as in y = [0; 1; 0]",
        )


def spelled(y: Expr) -> str:
    return str(y) if is_op(y, "literal") else "a target"
