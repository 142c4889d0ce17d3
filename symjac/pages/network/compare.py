"""(w, b) = (10, 0) or (−5, 5)? Choices of weights and biases, their outputs and errors at the data, and which does best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from string import ascii_lowercase

from symjac.derivation.decimals import decimal, ends, exact_term, flat, numeral
from symjac.errors import LimitError, ParseError
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.expr.make import add, function, neg, number
from symjac.pages.board import Board
from symjac.pages.network.data import Pair
from symjac.pages.network.losses import MSE
from symjac.pages.network.model import Network
from symjac.pages.network.notation import activated
from symjac.pages.network.table import cell, off, off_sign, output, summed, total_sign
from symjac.verify.term import Term, Value, value_term
from symjac.verify.values import numbers
from symjac.writing.block import Table, Text
from symjac.writing.box import SUM, Box, Fence, Infix, Row, commas, equation
from symjac.writing.signs import listed

MOST = len(ascii_lowercase)
FEW = 4  # inputs at which the best choice is followed in detail
SAME = Decimal(10) ** -60  # sums of squares so near to each other count as equal
CLOSEST = 12  # digits behind the point that are tried to tell two sums of squares apart


@dataclass(frozen=True)
class Trial:
    """Networks that differ in their numbers, the data they are tried on, and digits behind the point."""

    choices: Sequence[Network]
    data: Sequence[Pair]
    digits: int

    @cached_property
    def errors(self) -> list[Expr]:
        """The sum of squared errors of each choice, or that of the loss."""
        return [summed(choice, self.data) for choice in self.choices]

    @cached_property
    def values(self) -> list[Decimal]:
        return [decimal(numbers(e)[0][0]) for e in self.errors]

    @cached_property
    def best(self) -> list[int]:
        """Those whose sums of squares are the least; several that cannot be told apart."""
        return [k for k, v in enumerate(self.values) if v - min(self.values) < SAME]

    @cached_property
    def places(self) -> int:
        """As many digits as the best and the second best need to be printed differently."""
        values = sorted(self.values)
        gap = float(values[1] - values[0]) if len(values) > 1 else 1.0
        return next((d for d in range(self.digits, CLOSEST) if gap == 0 or gap > 2 * 10.0**-d), CLOSEST)


def write(board: Board, net: Network, choices: Sequence[Network], data: Sequence[Pair], digits: int) -> None:
    """A table with a row for each choice, and the winner."""
    if data[0].y is None:
        raise ParseError("to compare weights the data need targets", expected="0 -> 1; 1 -> 0")
    if len(choices) > MOST:
        raise LimitError(f"at most {MOST} choices are compared", found=str(len(choices)))
    trial = Trial(choices, data, digits)
    outputs(board, net)
    how = "how far it is from the target:" if net.loss is MSE else f"its {net.loss.title},"
    board.say(f"For each choice, the output at every input and {how}")
    if net.loss is not MSE:
        board.show(equation(off_sign(net), written(net.loss.value(net.a(net.depth), net.y))), end=":")
    board.put(Table(heads(net, data), tuple(row(board, trial, k) for k in range(len(choices)))))
    winner(board, net, trial)


def outputs(board: Board, net: Network) -> None:
    """a⁽¹⁾ = s(w⁽¹⁾a⁽⁰⁾ + b⁽¹⁾): what the choices are for."""
    board.say("The output is computed by" if net.depth == 1 else "The output is computed layer by layer,")
    for l in net.layers:
        board.step("layer", value_term(net.a(l)), activated(net, l), kind="define")


def heads(net: Network, data: Sequence[Pair]) -> tuple[Text, ...]:
    """The choice, a(x) for every input, y − a(x) for every input, the sum of squares."""
    a = written(net.a(net.depth))
    inputs = [flat(numeral(pair.x, 6).box) for pair in data]
    at = [(applied(a, x),) for x in inputs]
    distances = [(far(net, pair, x),) for pair, x in zip(data, inputs, strict=True)]
    return (("",), names(net), *at, *distances, (total_sign(net),))


def far(net: Network, pair: Pair, x: Box) -> Box:
    """y − a(x), with the number for y; E(x) of a loss other than the squared error"""
    if net.loss is not MSE:
        return applied(off_sign(net), x)
    assert pair.y is not None
    return Infix((flat(numeral(pair.y, 6).box), applied(written(net.a(net.depth)), x)), ("−",), SUM)


def applied(a: Box, x: Box) -> Box:
    """a⁽¹⁾(0)"""
    return Row((a, x if isinstance(x, Fence) else Fence("(", x, ")")))


def names(net: Network) -> Text:
    return (Fence("(", commas([written(p) for p in net.parameters]), ")"),)


def choice_box(choice: Network) -> Box:
    """(−5, 5)"""
    return Fence("(", commas([numeral(choice.values[str(p)], 6).box for p in choice.parameters]), ")")


def letter(k: int) -> str:
    return f"{ascii_lowercase[k]})"


def row(board: Board, trial: Trial, k: int) -> tuple[Text, ...]:
    choice = trial.choices[k]
    outputs = [cell(board, output(choice, pair), trial.digits) for pair in trial.data]
    errors = [cell(board, off(choice, pair), trial.digits) for pair in trial.data]
    return ((letter(k),), (choice_box(choice),), *outputs, *errors, cell(board, trial.errors[k], trial.places))


def winner(board: Board, net: Network, trial: Trial) -> None:
    """The least sum of squared errors; that it is the least is checked, too."""
    first, *others = trial.best
    least = trial.errors[first]
    for k, e in enumerate(trial.errors):
        if k in others:
            board.claim(Term(total_sign(net), Value(e)), Term(total_sign(net), Value(least)), "the comparison")
        elif k != first:
            claim_less(board, least, e)
    board.say("Choice ", *listed([(f"{letter(k)} ", choice_box(trial.choices[k])) for k in trial.best]), verb(trial))
    board.step("winner", Term(total_sign(net), Value(least)), numeral(least, trial.places))
    if net.depth == 1 and not others:
        in_detail(board, trial.choices[first], trial.data, trial.digits)


def verb(trial: Trial) -> str:
    if len(trial.best) == 1:
        found = "sum of squared errors" if trial.choices[0].loss is MSE else trial.choices[0].loss.title
        return f" does best: its {found} is the least,"
    return " do equally well and best:" if all(map(ends, trial.errors)) else " do best, and to 30 digits equally well:"


def in_detail(board: Board, net: Network, data: Sequence[Pair], digits: int) -> None:
    """a(0) = tanh(5) ≈ 0.9999: what the winner does at the first inputs."""
    says: Text = ("Indeed,",)
    for pair in data[:FEW]:
        z = net.given(**{"a[0]": pair.x}).constant(net.z(1))
        at, a = exact_term(z), net.s(1).at(z)
        if at is None or not z.is_scalar:
            return
        left = Term(applied(written(net.a(1)), flat(numeral(pair.x, digits).box)), Value(a))
        line = board.step("at", left, Term(net.s(1).look(at.box), Value(a)), says=says, kind="value")
        board.step("value", line, numeral(a, digits), kind="value")
        says = ()


def claim_less(board: Board, a: Expr, b: Expr) -> None:
    """a < b: the step of b − a is 1."""
    one = number(1)
    board.claim(Term(written(one), Value(function("step", add(b, neg(a))))), value_term(one), "the comparison")
