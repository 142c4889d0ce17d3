"""x → v₁ = x² → v₂ = exp(v₁) → …: what goes into what, from statements, or from the shared parts of one formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from symjac.calculus.reverse import Statement, put_in
from symjac.calculus.simplify import rebuild
from symjac.derivation.question import Question
from symjac.derivation.styles.backprop import statements_of
from symjac.expr.expr import Expr, contains, postorder
from symjac.expr.make import is_op, symbol, value_of

LETTERS = "vuwtsrqpgh"  # for the parts of a formula


def upright(e: Expr) -> bool:
    """A number or a column: its derivative is a row, and a product of Jacobians reaches it."""
    return e.is_scalar or e.is_vector


@dataclass(frozen=True)
class Graph:
    """variables: where it starts; statements: name = body in the names of others, in order, f the last; every one of them
    moves with a variable, and f with it. split: whether the names are ours."""

    variables: Sequence[Expr]
    statements: Sequence[Statement]
    others: Mapping[Expr, Expr]  # names of what does not move, and what they stand for
    split: bool

    @property
    def f(self) -> Expr:
        return self.statements[-1].name

    @property
    def nodes(self) -> list[Expr]:
        return [*self.variables, *(s.name for s in self.statements)]

    @cached_property
    def bodies(self) -> dict[Expr, Expr]:
        return {s.name: s.body for s in self.statements}

    @cached_property
    def edges(self) -> list[tuple[Expr, Expr]]:
        """From what is used to what uses it."""
        known = set(self.nodes)
        return [(u, s.name) for s in self.statements for u in s.uses if u in known]

    def out_of(self, u: Expr) -> list[Expr]:
        return [w for v, w in self.edges if v is u]

    @cached_property
    def values(self) -> dict[Expr, Expr]:
        """Every node, written out in the symbols of the problem."""
        return put_in({n: n for n in self.nodes}, {**self.others, **self.bodies})

    @cached_property
    def depends(self) -> dict[Expr, set[Expr]]:
        """The nodes that move when one moves, itself included."""
        found: dict[Expr, set[Expr]] = {}
        for n in reversed(self.nodes):
            found[n] = {n}.union(*(found[w] for w in self.out_of(n)))
        return found

    def ways(self, x: Expr) -> int:
        """How many ways lead from x to f."""
        count = {self.f: 1}
        for n in reversed(self.nodes):
            count.setdefault(n, sum(count.get(w, 0) for w in self.out_of(n)))
        return count[x]


def graph_of(q: Question) -> Graph:
    """The statements where there are several that move, else the parts of the formula."""
    *before, last = statements_of(q)
    moving = set(q.variables)
    for s in before:
        if not moving.isdisjoint(s.uses):
            moving.add(s.name)
    others = {s.name: s.body for s in before if s.name not in moving}
    inner = [s for s in before if s.name in moving]
    split = not inner
    if split:
        taken = {*q.problem.symbols, *q.problem.maps, q.name, *(str(s.name.data[0]) for s in before)}
        *inner, last = parts(last, q.variables, taken)
    return used(Graph(tuple(q.variables), (*inner, last), others, split))


def used(graph: Graph) -> Graph:
    """Without what f does not use."""
    wanted = {graph.f}
    for s in reversed(graph.statements):
        if s.name in wanted:
            wanted |= set(s.uses)
    variables = [x for x in graph.variables if x in wanted] or list(graph.variables)[:1]
    return Graph(variables, [s for s in graph.statements if s.name in wanted], graph.others, graph.split)


def parts(f: Statement, variables: Sequence[Expr], taken: set[str]) -> list[Statement]:
    """One statement for each part that moves, equal parts once, and f in their names."""
    letter = next((c for c in LETTERS if free(c, taken)), "part")
    moving = {e for e in postorder(f.body) if any(contains(e, x) for x in variables)}
    users: dict[Expr, list[Expr]] = {}
    for e in postorder(f.body):
        for arg in dict.fromkeys(e.args):
            users.setdefault(arg, []).append(e)
    short: dict[Expr, Expr] = {}
    found: list[Statement] = []
    for e in postorder(f.body):
        short[e] = rebuild(e, tuple(short[arg] for arg in e.args)) if e.args else e
        if e in moving and e.args and e is not f.body and not within(e, users[e], moving):
            found.append(Statement(symbol(f"{letter}_{len(found) + 1}", e.shape), short[e]))
            short[e] = found[-1].name
    return [*found, Statement(f.name, short[f.body])]


def free(letter: str, taken: set[str]) -> bool:
    """Whether no name is this letter, with a number or without."""
    return not any(name == letter or name.startswith(f"{letter}_") for name in taken)


def within(e: Expr, users: Sequence[Expr], moving: set[Expr]) -> bool:
    """Whether a part stays in the formula that uses it: −u, uᵀ, Φθ in y − Φθ, ‖e‖ in ‖e‖²."""
    match e.op.name:
        case "neg" | "transpose":
            return True
        case "mul" | "div":
            alone = sum(arg in moving for arg in e.args) == 1
            return alone and len(users) == 1 and is_op(users[0], "add", "neg")
        case "norm":
            return len(users) == 1 and is_op(users[0], "power") and value_of(users[0].args[1]) == 2
    return False
