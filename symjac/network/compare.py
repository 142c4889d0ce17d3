"""(w, b) = (10, 0) or (−5, 5)? Choices of weights and biases, their outputs and errors at the data, and which does best."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from string import ascii_lowercase

from symjac.core.block import Table, Text
from symjac.core.box import RELATION, SUM, Box, Fence, Infix, Row
from symjac.core.errors import LimitError, ParseError
from symjac.core.expr import Expr
from symjac.core.looks import written
from symjac.core.term import Term, Value
from symjac.decimals import decimal, ends, exact_term
from symjac.instance import numbers
from symjac.kernel import add, function, neg, number
from symjac.network.data import Pair
from symjac.network.model import Network
from symjac.network.table import cell, error, error_sign, flat, numeral, output, squares
from symjac.styles.notation import listed
from symjac.worked import Board

MOST = len(ascii_lowercase)
FEW = 4  # inputs at which the best choice is followed in detail
SAME = Decimal(10) ** -60  # sums of squares so near to each other count as equal
CLOSEST = 12  # digits behind the point that are tried to tell two sums of squares apart


def write(board: Board, net: Network, choices: Sequence[Network], data: Sequence[Pair], digits: int) -> None:
    """A table with a row for each choice, and the winner."""
    if data[0].y is None:
        raise ParseError("to compare weights the data need targets", expected="0 -> 1; 1 -> 0")
    if len(choices) > MOST:
        raise LimitError(f"at most {MOST} choices are compared", found=str(len(choices)))
    errors = [squares(choice, data) for choice in choices]
    places = told_apart(errors, digits)
    outputs(board, net)
    board.say("For each choice, the output at every input and how far it is from the target:")
    board.put(Table(heads(net, data), tuple(row(board, k, c, data, digits, places, errors[k]) for k, c in enumerate(choices))))
    winner(board, net, choices, errors, data, digits, places)


def outputs(board: Board, net: Network) -> None:
    """a⁽¹⁾ = s(w⁽¹⁾a⁽⁰⁾ + b⁽¹⁾): what the choices are for."""
    board.say("The output is computed by" if net.depth == 1 else "The output is computed layer by layer,")
    for l in net.layers:
        meaning = Value(net.s(l).at(net.affine(l)))
        board.step(
            "layer", Term(written(net.a(l)), Value(net.a(l))), Term(net.s(l).look(written(net.affine(l))), meaning), kind="define"
        )


def told_apart(errors: Sequence[Expr], digits: int) -> int:
    """As many digits as the best and the second best need to be printed differently."""
    values = sorted(decimal(numbers(e)[0][0]) for e in errors)
    gap = float(values[1] - values[0]) if len(values) > 1 else 1.0
    return next((d for d in range(digits, CLOSEST) if gap == 0 or gap > 2 * 10.0**-d), CLOSEST)


def heads(net: Network, data: Sequence[Pair]) -> tuple[Text, ...]:
    """The choice, a(x) for every input, y − a(x) for every input, the sum of squares."""
    a = written(net.a(net.depth))
    inputs = [flat(numeral(pair.x, 6).box) for pair in data]
    at = [(applied(a, x),) for x in inputs]
    off = [
        (Infix((flat(numeral(pair.y, 6).box), applied(a, x)), ("−",), SUM),)
        for pair, x in zip(data, inputs, strict=True)
        if pair.y
    ]
    return (("",), names(net), *at, *off, (error_sign(net),))


def applied(a: Box, x: Box) -> Box:
    """a⁽¹⁾(0)"""
    return Row((a, x if isinstance(x, Fence) else Fence("(", x, ")")))


def names(net: Network) -> Text:
    return (Fence("(", Infix(tuple(written(p) for p in net.parameters), (",",) * (len(net.parameters) - 1), RELATION), ")"),)


def choice_box(choice: Network) -> Box:
    """(−5, 5)"""
    values = tuple(numeral(choice.values[str(p)], 6).box for p in choice.parameters)
    return Fence("(", Infix(values, (",",) * (len(values) - 1), RELATION), ")")


def letter(k: int) -> str:
    return f"{ascii_lowercase[k]})"


def row(
    board: Board, k: int, choice: Network, data: Sequence[Pair], digits: int, places: int, total: Expr
) -> tuple[Text, ...]:  # fmt: skip
    outputs = [cell(board, output(choice, pair), digits) for pair in data]
    errors = [cell(board, error(choice, pair), digits) for pair in data]
    return ((letter(k),), (choice_box(choice),), *outputs, *errors, cell(board, total, places))


def winner(
    board: Board, net: Network, choices: Sequence[Network], errors: Sequence[Expr], data: Sequence[Pair], digits: int, places: int
) -> None:
    """The least sum of squared errors; that it is the least is checked, too."""
    values = [decimal(numbers(e)[0][0]) for e in errors]
    least = min(values)
    best = [k for k, v in enumerate(values) if v - least < SAME]
    for k, e in enumerate(errors):
        if k not in best:
            claim_less(board, errors[best[0]], e)
        elif k != best[0]:
            board.claim(Term(error_sign(net), Value(e)), Term(error_sign(net), Value(errors[best[0]])), "the comparison")
    chosen = listed([(f"{letter(k)} ", choice_box(choices[k])) for k in best])
    alike = " do equally well and best:" if all(map(ends, errors)) else " do best, and to 30 digits equally well:"
    verb: Text = (" does best: its sum of squared errors is the least,",) if len(best) == 1 else (alike,)
    board.say("Choice ", *chosen, *verb)
    board.step("winner", Term(error_sign(net), Value(errors[best[0]])), numeral(errors[best[0]], places))
    if net.depth == 1 and len(best) == 1:
        in_detail(board, choices[best[0]], data, digits)


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
    board.claim(Term(written(one), Value(function("step", add(b, neg(a))))), Term(written(one), Value(one)), "the comparison")
