"""The size of a 𝟏: n in 𝟏'x and in 𝟏 + x, for x tells it; in Σ_i 𝟏_i nothing does, and it has to be written.

A letter of a shape rule, (m, k) (k, n) -> (m, n), is told where one of its places is: by a variable inside of an argument, or by
what the whole stands in. So what is told goes up the formula first, and then down.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from symjac.expr.dims import Shape
from symjac.expr.expr import Expr, postorder
from symjac.expr.signature import Case, Pattern, match, size

Told = tuple[bool, bool]  # whether the rows and the columns are
Node = Any  # an expression, or a product of the first factors of one


@dataclass(frozen=True)
class Rule:
    """The letters of one shape rule at one node."""

    args: tuple[Node, ...]
    patterns: tuple[Pattern, ...]
    node: Node
    result: Pattern


def untold(root: Expr) -> frozenset[Expr]:
    """The columns of ones and of zeros whose size nothing in the formula, nor its own shape, tells."""
    order = list(postorder(root))
    loose = [e for e in order if is_loose(e)]
    if not loose:
        return frozenset()
    rules = [rule for e in order for rule in rules_at(e)]
    inside: dict[Node, Told] = {e: (not is_loose(e), True) for e in order}
    for rule in rules:
        inside[rule.node] = tuple(told_by_args(rule, pattern, inside) for pattern in rule.result)  # type: ignore[assignment]
    outside: dict[Node, Told] = {}
    for rule in reversed(rules):
        whole = outside.setdefault(rule.node, (True, True))
        for k, arg in enumerate(rule.args):
            before = outside.get(arg, (True, True))  # it may stand in several places, and is to be told in all
            outside[arg] = tuple(b and told_beside(rule, k, axis, inside, whole) for axis, b in enumerate(before))  # type: ignore[assignment]
    return frozenset(e for e in loose if not outside.get(e, (True, True))[0])


def is_loose(e: Expr) -> bool:
    """A column of ones or zeros, which is written without its size."""
    return e.op.name in ("ones", "zeros") and e.is_vector


def rules_at(e: Expr) -> Iterator[Rule]:
    """The shape rule at a node; a product of several factors is taken from the left."""
    if e.op.name == "literal":
        yield blocks(e)
    elif e.op.signature is not None and e.args:
        cases, shapes = e.op.signature.cases, [arg.shape for arg in e.args]
        case = fitting(cases, shapes)
        if case is not None:
            yield Rule(e.args, case.expand(len(shapes)) or (), e, case.result)
        else:
            yield from from_the_left(e, cases)


def from_the_left(e: Expr, cases: Sequence[Case]) -> Iterator[Rule]:
    left: Node = e.args[0]
    shape = e.args[0].shape
    for k, arg in enumerate(e.args[1:], 1):
        case = fitting(cases, [shape, arg.shape])
        assert case is not None
        node = e if k == len(e.args) - 1 else (e, k)
        yield Rule((left, arg), case.expand(2) or (), node, case.result)
        bound = match(case, [shape, arg.shape]) or {}
        left, shape = node, (size(case.result[0], bound), size(case.result[1], bound))


def fitting(cases: Sequence[Case], shapes: Sequence[Shape]) -> Case | None:
    return next((case for case in cases if match(case, shapes) is not None), None)


def blocks(e: Expr) -> Rule:
    """The blocks of a row have the same rows, those of a column the same columns."""
    rows, columns = e.data
    patterns = tuple((f"r{r}", f"c{c}") for r in range(rows) for c in range(columns))
    return Rule(e.args, patterns, e, ("*".join(f"r{r}" for r in range(rows)), "*".join(f"c{c}" for c in range(columns))))


def told_by_args(rule: Rule, pattern: str, inside: dict[Node, Told]) -> bool:
    """Whether the arguments tell every letter of a size of the result."""
    places = [(letter, axis, arg) for arg, pair in zip(rule.args, rule.patterns, strict=True) for axis, letter in enumerate(pair)]
    wanted = [letter for letter in pattern.split("*") if not letter.isdigit()]
    return all(any(inside[arg][axis] for letter, axis, arg in places if letter == each) for each in wanted)


def told_beside(rule: Rule, k: int, axis: int, inside: dict[Node, Told], whole: Told) -> bool:
    """Whether a size of an argument is told by the other arguments, or by the whole."""
    wanted = rule.patterns[k][axis]
    if wanted.isdigit() or any(letter == wanted and told for letter, told in zip(rule.result, whole, strict=True)):
        return True
    others = ((n, a) for n, pair in enumerate(rule.patterns) for a, letter in enumerate(pair) if letter == wanted)
    return any(inside[rule.args[n]][a] for n, a in others if (n, a) != (k, axis))
