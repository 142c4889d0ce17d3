"""Where a formula is cut into maps: at what every way down to the variable passes, in one pass from above, at any depth."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from symjac.derivation.question import Question
from symjac.derivation.styles.chain.stages import bottlenecks, found_stages
from symjac.expr.expr import Expr, contains, postorder
from symjac.expr.make import add, function, hadamard, mul, symbol
from symjac.language import read


def without(root: Expr, node: Expr, x: Expr) -> bool:
    """Whether a way leads from root down to x that does not pass node."""
    return root is not node and (root is x or any(without(arg, node, x) for arg in root.args))


@pytest.mark.parametrize("seed", range(40))
def test_a_bottleneck_is_what_no_way_down_avoids(seed: int) -> None:
    choose = random.Random(seed)
    n = read("x", "x", "x: n").symbols["x"].shape
    x, b = symbol("x", n), symbol("b", n)
    made = [x, b]
    for _ in range(9):
        one, other = choose.choice(made[-3:]), choose.choice(made)
        made.append(choose.choice([function("tanh", one), function("exp", one), add(one, other), hadamard(one, other)]))
    f = made[-1]
    if not contains(f, x):
        return
    wanted = [e for e in postorder(f) if contains(e, x) and e is not x and (e is f or not without(f, e, x))]
    assert bottlenecks(f, x) == wanted


def layers(count: int) -> Question:
    """tanh(A tanh(A x)) …"""
    problem = read("A x", "x", "A: n x n")
    f = x = problem.symbols["x"]
    for _ in range(count):
        f = function("tanh", mul(problem.symbols["A"], f))
    return Question(replace(problem, target=f), (x,))


def test_names_do_not_run_out() -> None:
    found = found_stages(layers(150))
    assert [stage.kind for stage in found] == ["affine", "entrywise"] * 150
    assert len({stage.symbol for stage in found}) == 300
    assert all(stage.inner is before.symbol for before, stage in zip(found, found[1:], strict=False))


@pytest.mark.parametrize(
    ("formula", "where", "kinds"),
    [
        ("norm(y - A (B x + c))^2", "A: m x n; B: n x k", ["affine", "other"]),
        ("tanh(exp(2x))", "x: n", ["affine", "entrywise"]),
        ("norm(exp(x)) + 1", "x: n", ["entrywise", "other"]),
        ("A tanh(norm(x) c)", "A: m x n; x: k", ["other", "entrywise", "affine"]),
        ("sin(norm(x)^2)", "x: n", ["other"]),
    ],
)
def test_a_map_is_as_long_as_it_stays_of_its_kind(formula: str, where: str, kinds: list[str]) -> None:
    problem = read(formula, "x", where)
    assert [stage.kind for stage in found_stages(Question(problem, (problem.symbols["x"],)))] == kinds
