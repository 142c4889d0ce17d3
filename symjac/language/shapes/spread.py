"""x − mean(x), X W + b, W X + b: a number beside a column is added to every entry, a bias to every row, or to every column."""

from __future__ import annotations

import re
from collections.abc import Mapping

from symjac.expr.dims import ONE
from symjac.language.shapes.elementwise import is_scalar_function
from symjac.language.shapes.sizes import Clash, Constraint, Pair, Sizes
from symjac.language.text.tree import Node, names_in


class Spread(Constraint):
    """A term that is a number, in a sum that need not be one. `anywhere`: a matrix takes it, too, as in NumPy."""

    def __init__(self, node: Node, index: int, term: Pair, out: Pair, anywhere: bool) -> None:
        self.node, self.index, self.term, self.out, self.anywhere = node, index, term, out, anywhere
        self.watched = (*term, *out)

    def step(self, s: Sizes) -> bool:
        if s.scalar(self.out) is None:
            return False
        if s.scalar(self.out) is True:
            return True
        if self.anywhere or s.is_one(self.out[0]) or s.is_one(self.out[1]):
            return True
        if s.decided(self.out[0]) and s.decided(self.out[1]):
            raise Clash(s.get(self.out[0]), ONE, (None, None))
        return False

    def equal(self, s: Sizes) -> None:
        s.unify_pairs(self.term, self.out)
        self.done = True


class Bias(Constraint):
    """A column of K, or a row, beside a matrix of K columns, or of K rows; beside anything else an equal shape.

    One bias goes with every output: with the columns of X W, whose examples are rows, and with the rows of W X.
    """

    def __init__(self, node: Node, index: int, term: Pair, out: Pair) -> None:
        self.node, self.index, self.term, self.out = node, index, term, out
        self.lies = inner(node.args[index]).kind == "transpose"  # b' of a column b is a row
        self.stands = weights_lead(node)
        self.watched = (*term, *out)

    def step(self, s: Sizes) -> bool:
        wide = s.is_plural(self.out[1])
        if s.is_plural(self.term[1]) and not s.is_one(self.term[0]):
            if not s.is_plural(self.term[0]):
                return False
            s.unify_pairs(self.term, self.out)
            return True
        if s.is_one(self.out[1]):
            s.unify_pairs(self.term, self.out)
            return True
        if not wide or not s.is_plural(self.out[0]):
            return False
        if s.is_one(self.term[0]) or self.lies:
            s.bind(self.term[0], ONE)
            s.unify(self.term[1], self.out[1])
            return True
        high, wide = (s.get(n) is not None and s.get(n) == s.get(self.term[0]) for n in self.out)
        if high and (wide or not self.stands):
            raise Clash(s.get(self.out[1]), ONE, (None, None))
        s.bind(self.term[1], ONE)
        upright = self.stands and not s.differ(self.term[0], self.out[0])
        s.unify(self.term[0], self.out[0] if upright else self.out[1])
        return True


def inner(term: Node) -> Node:
    """The term without its sign."""
    return term.args[0] if term.kind == "neg" else term


def is_centred(term: Node, others: list[Node], bodies: Mapping[str, Node]) -> bool:
    """mean(x) beside x, or m for m = mean(x): of a number x nobody takes the mean."""
    name = str(inner(term).data) if inner(term).kind == "name" else ""
    term = bodies.get(name, term)
    mine = {str(n.data) for n in names_in(term)} - {name} if is_a_number(term) else set()
    return any(inner(other).kind == "name" and inner(other).data in mine for other in others)


def begins_with_a_matrix(term: Node) -> bool:
    factors = inner(term).args if inner(term).kind == "mul" else []
    return bool(factors) and factors[0].kind == "name" and str(factors[0].data)[0].isupper()


def is_a_layer(term: Node) -> bool:
    """X W, X Wᵀ, σ(…) W, W σ(…): a product of capital letters and values of functions."""
    factors = inner(term).args if inner(term).kind == "mul" else []
    if len(factors) < 2 or not all(_is_capital(part) or part.kind == "call" for part in factors):
        return False
    return _is_capital(factors[-1]) or (_is_capital(factors[0]) and is_scalar_function(factors[-1]))


def weights_lead(sum_: Node) -> bool:
    """W X, Θ X, A X, whose examples are columns, and not X W, H W, A B."""
    layers = [inner(term).args for term in sum_.args if is_a_layer(term)]
    ends = [tuple(_letter(part) for part in (args[0], args[-1])) for args in layers]
    return any((a in _WEIGHTS and b not in _WEIGHTS) or (a and b == "X" != a) for a, b in ends)


def _letter(factor: Node) -> str:
    """W of W, W_1, W[1], Wᵀ; of a value of a function nothing."""
    name = _bare(factor)
    return re.split(r"[_\[\d]", str(name.data))[0] if name.kind == "name" else ""


_WEIGHTS = ("W", "Theta")


def _bare(node: Node) -> Node:
    return node.args[0] if node.kind == "transpose" else node


def _is_capital(node: Node) -> bool:
    node = node.args[0] if node.kind == "transpose" else node
    return node.kind == "name" and str(node.data)[0].isupper()


def may_be_a_bias(term: Node) -> bool:
    """b, or bᵀ."""
    at = inner(term)
    at = at.args[0] if at.kind == "transpose" else at
    return at.kind == "name" and str(at.data)[0].islower()


def is_a_number(term: Node) -> bool:
    """A name, or a mean or sum, perhaps with numbers: what somebody adds to a column; x'x is hardly meant so."""
    term = inner(term)
    if term.kind in ("mul", "div"):
        return any(map(is_a_number, term.args)) and all(part.kind in ("num", "size") or is_a_number(part) for part in term.args)
    return term.kind == "name" or (term.kind == "call" and term.data in _TOTALS)


_TOTALS = ("mean", "sum", "logsumexp")
