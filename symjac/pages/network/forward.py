"""W⁽ˡ⁾a⁽ˡ⁻¹⁾, then z⁽ˡ⁾ = W⁽ˡ⁾a⁽ˡ⁻¹⁾ + b⁽ˡ⁾, then a⁽ˡ⁾ = s(z⁽ˡ⁾), with numbers: the forward pass, layer by layer."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from symjac.derivation.decimals import ends, exact_term, matrix_box, number_box, numeral, places_of, rounded_term
from symjac.expr.dims import ONE
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.expr.make import add, matrix, mul, number
from symjac.pages.board import Board
from symjac.pages.network.model import Network
from symjac.pages.network.notation import SHOWN
from symjac.pages.network.softmax import is_joint, quotient
from symjac.verify.term import Rounded, Term, Value
from symjac.verify.values import numbers
from symjac.writing.block import Text
from symjac.writing.box import ATOM, PRODUCT, Box, Infix, Matrix, Row, paren, signed_sum


def write(board: Board, net: Network, digits: int) -> None:
    """From the input given to the output; numbers that do not end are rounded to so many digits behind the point."""
    introduce(board, net)
    for l in net.layers:
        layer(board, net, l, digits)


def introduce(board: Board, net: Network) -> None:
    """The numbers given."""
    says: Text = ("Given are",)
    for p in (*net.parameters, net.a(0)):
        value = net.values[str(p)]
        board.step("given", Term(written(p), Value(value)), shown(value, 0), says=says, kind="define")
        says = ()


def shown(value: Expr, digits: int) -> Term:
    """Exactly, or rounded where it does not end."""
    exact = exact_term(value)
    return exact if exact is not None else rounded_term(value, digits)


def layer(board: Board, net: Network, l: int, digits: int) -> None:
    """Exactly as far as the numbers are decimals that end; from there on rounded in print, never in value."""
    W, b, a = (net.constant(e) for e in (net.W(l), net.b(l), net.a(l - 1)))
    z = add(mul(W, a), b)
    says: Text = (f"Layer {l}:",) if net.depth > 1 else ("Multiply the input by the weights:",)
    if all(map(ends, (W, b, a))):
        product(board, net, l, W, a, says)
        added(board, net, l, z, mul(W, a), b)
    else:
        line = Term(written(net.z(l)), Value(z))
        line = board.step("affine", line, Term(written(net.affine(l)), Value(z)), says=says)
        found = rounded_term(z, digits)
        if max(net.count(l) or 1, net.count(l - 1) or 1) <= SHOWN:
            line = board.step("numbers", line, Term(in_numbers(W, a, b, digits), found.meaning))
        board.step("value", line, found)
    activated(board, net, l, z, digits)


def in_numbers(W: Expr, a: Expr, b: Expr, digits: int) -> Box:
    """[1 −2][−0.8854; −0.8617] + 0.3, with numbers as they are printed"""
    left, right, bias = (shown(e, digits).box for e in (W, a, b))
    both = W.shape == (ONE, ONE)
    factors = Infix((left, paren(right, ATOM)), ("·",), PRODUCT) if both else Row((left, right), PRODUCT)
    return signed_sum([factors, bias])


def product(board: Board, net: Network, l: int, W: Expr, a: Expr, says: Text) -> None:
    """Wa = [W][a] = [−0.6 + 1.6 − 0.1; …] = [0.9; 1.5]"""
    left, right = exact(W), exact(a)
    scalars = W.shape == (ONE, ONE)
    factors = Infix((left.box, paren(right.box, ATOM)), ("·",), PRODUCT) if scalars else Row((left.box, right.box), PRODUCT)
    line = Term(written(mul(net.W(l), net.a(l - 1))), Value(mul(W, a)))
    line = board.step("numbers", line, Term(factors, Value(mul(value(left), value(right)))), says=says)
    sums = spelled(numbers(W), [x for (x,) in numbers(a)])
    if sums is not None:
        line = board.step("products", line, sums)
    board.step("product", line, exact(mul(W, a), places_of(a)))


def exact(expr: Expr, places: int = 0) -> Term:
    """An expression that is known to have exact decimals."""
    found = exact_term(expr, places)
    assert found is not None
    return found


def value(term: Term) -> Expr:
    assert isinstance(term.meaning, Value)
    return term.meaning.expr


def spelled(rows: list[list[Any]], column: list[Any]) -> Term | None:
    """[−0.6 + 1.6 − 0.1; 1.8 − 0.3], where it is short; what is zero is left out."""
    if max(len(column), len(rows)) > SHOWN:
        return None
    products = [[Fraction(w) * x for w, x in zip(row, column, strict=True)] for row in rows]
    kept = [[t for t in terms if t] or [Fraction(0)] for terms in products]
    if all(len(terms) == 1 for terms in kept):
        return None
    sums = matrix([[add(*map(number, terms))] for terms in kept])
    return Term(matrix_box([[signed_sum(list(map(number_box, terms)))] for terms in kept]), Value(sums))


def added(board: Board, net: Network, l: int, z: Expr, product: Expr, b: Expr) -> None:
    """∴ z = Wa + b = [0.9; 1.5] + [0.1; −2.5] = [1.0; −1.0]"""
    places = max(places_of(product), places_of(b))
    left, right = exact(product, places_of(net.constant(net.a(l - 1)))), exact(b)
    line = Term(written(net.z(l)), Value(z))
    line = board.step("affine", line, Term(written(net.affine(l)), Value(z)), lead="∴")
    line = board.step("add", line, Term(signed_sum([left.box, right.box]), Value(add(value(left), value(right)))))
    board.step("sum", line, exact(z, places))


def activated(board: Board, net: Network, l: int, z: Expr, digits: int) -> None:
    """⇒ a = s(z) = [tanh(1.0); tanh(−1.0)] ≈ [0.76; −0.76]"""
    a, s = net.s(l).at(z), net.s(l)
    line = Term(written(net.a(l)), Value(a))
    line = board.step("activate", line, Term(s.look(written(net.z(l))), Value(a)), lead="⇒")
    if is_joint(s) and (net.count(l) or 1) <= SHOWN:
        found = numeral(a, digits)
        shown = quotient(entries(numeral(z, digits).box))
        line = board.step("entries", line, Term(shown, found.meaning if isinstance(found.meaning, Rounded) else Value(a)))
    elif not s.is_identity and ends(z) and (net.count(l) or 1) <= SHOWN:
        at = exact(z, places_of(z))
        line = board.step("entries", line, Term(matrix_box([[s.look(x)] for x in entries(at.box)]), Value(s.at(value(at)))))
    board.step("value", line, numeral(a, digits))


def entries(box: Box) -> list[Box]:
    """The numbers of a column."""
    return [row[0] for row in box.rows] if isinstance(box, Matrix) else [box]
