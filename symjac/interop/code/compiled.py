"""Expressions to arrays: every one computed once, what is needed in several places by name, no inverse where a system will do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from symjac.expr.dims import ONE
from symjac.expr.expr import Expr, postorder
from symjac.expr.families import ScalarOp
from symjac.expr.make import is_op
from symjac.interop.code.arrays import Array
from symjac.interop.code.axes import array, times, unstacked
from symjac.interop.code.label import Label, letters
from symjac.interop.code.network import amount
from symjac.interop.code.nodes import Graph, Node
from symjac.interop.code.nodes import postorder as nodes_below
from symjac.interop.code.program import Program
from symjac.interop.code.request import Output, Request

FACTORED = ("inv", "logdet")  # what is taken of a positive definite matrix by its Cholesky factor
NEW = 3  # terms that a sum has beyond one that is there
SOLVES = 2  # systems with one matrix; for more the inverse is computed once


class Compiled(Program):
    """A program, what its definitions have become, and the vector that multiplies."""

    def __init__(self, graph: Graph, named: frozenset[str], request: Request) -> None:
        super().__init__(graph, named, request.sizes, request.batch)
        self.request = request
        self.named_nodes: dict[Node, str] = {}
        self.vector: Node | None = None
        every: dict[Expr, None] = {}
        for o in request.outputs.values():
            every |= dict.fromkeys(postorder(o.expr, every))
        self.begins = begun(every)
        self.parents = Counter(arg for e in every for arg in set(e.args)) + Counter(self.begins.values())
        self.made: dict[Expr, Array] = {}

    def array_of(self, root: Expr) -> Array:
        for e in postorder(root, self.made):
            self.made[e] = self.settled_for_all(e, self.value_of(e))
        return self.made[root]

    def value_of(self, e: Expr) -> Array:
        first = self.begins.get(e)
        known = (first, *e.args[len(first.args) :]) if first is not None and first in self.made else e.args
        args = [self.made[a] for a in known]
        if e.op.name in FACTORED and self.request.symmetric(e.args[0]):
            node = self.dense.node(args[0].tensor)
            self.graph.symmetric.add(node)
            self.graph.definite |= {node} if self.request.definite(e.args[0]) else set()
        if isinstance(e.op, ScalarOp) and e.op.name in self.named:
            return self.called_function(e.op.name, args[0])
        if e.op.program is not None:
            made: Array = e.op.program(self, e, *args)
            return made
        found: Array = e.op.value(self, e, *args)
        return found

    def settled_for_all(self, e: Expr, a: Array) -> Array:
        """What is needed in several places, or has a name, is computed once, unless it is larger than what it is made of."""
        name = self.request.called.get(e)
        if name is not None and not a.tensor.structured:
            return self.christened(name, Array(self, self.dense.atom(a.tensor)))
        if self.parents[e] < 2 or a.tensor.structured or self.is_atom(a) or self.spread_out(a):
            return a
        return Array(self, self.dense.atom(a.tensor))

    def is_atom(self, a: Array) -> bool:
        return len(a.tensor.terms) < 2 and all(len(t.factors) < 2 for t in a.tensor.terms)

    def christened(self, name: str, a: Array) -> Array:
        """The array under the name that it has in the text."""
        if self.is_atom(a) and all(t.coefficient == 1 and t.factors for t in a.tensor.terms):
            for term in a.tensor.terms:
                self.named_nodes.setdefault(term.factors[0][0], name)
        return a

    def spread_out(self, a: Array) -> bool:
        """An outer product and the like."""
        weight = self.dense.weight
        out = max(amount(frozenset(t.out), weight) for t in a.tensor.terms)
        return out > max((amount(frozenset(at), weight) for t in a.tensor.terms for _, at in t.factors), default=out)


def begun(every: Iterable[Expr]) -> dict[Expr, Expr]:
    """Of x + u + v, where x + u is there, too: x + u. In h_2 = h_1 + v a sum of sums is one sum."""
    sums = {e.args: e for e in every if is_op(e, "add")}
    found = {}
    for args, e in sums.items():
        shorter = (args[:k] for k in range(len(args) - 1, max(1, len(args) - 1 - NEW), -1))
        first = next((sums[some] for some in shorter if some in sums), None)
        if first is not None:
            found[e] = first
    return found


def compiled(request: Request, named: frozenset[str], factored: bool) -> tuple[Compiled, dict[str, Node]]:
    """The arrays of the outputs. Where an inverse is needed as such, it serves for the systems with its matrix, too."""
    graph = Graph(factored, tuple(Label(n, counts_examples=True) for n in request.examples))
    program, roots = attempt(request, named, graph)
    below = list(nodes_below(list(roots.values())))
    solves = Counter(node.args[0] for node in below if node.op in ("solve", "each_solve"))
    solved = set(solves) | {node.args[0].args[0] for node in below if node.op == "cho_solve"}
    explicit = {node.args[0] for node in below if node.op == "inv"} & solved
    explicit |= {a for a, n in solves.items() if n > SOLVES}
    if explicit:
        graph.explicit = explicit
        program, roots = attempt(request, named, graph)
    return program, roots


def attempt(request: Request, named: frozenset[str], graph: Graph) -> tuple[Compiled, dict[str, Node]]:
    program = Compiled(graph, named, request)
    if request.vector is not None:
        program.vector = graph.node("vector", (), (), program.front(True) + request.vector[1])
    return program, {name: output_node(program, o) for name, o in request.outputs.items()}


def output_node(program: Compiled, o: Output) -> Node:
    found = program.array_of(o.expr)
    if o.expr.shape[1] == ONE and o.rows.axes != (o.expr.shape[0],):  # a column that is an array: computed before it is cut
        found = Array(program, program.dense.atom(found.tensor))
    tensor = unstacked((found.T if o.turned else found).tensor, o.rows, o.cols, program.dense)
    if o.kept is not None and program.vector is not None:
        tensor = times(tensor, o.axes, program.vector, program.dense)
    if not tensor.terms:
        zero = program.graph.const(Fraction(0))
        full = program.front(True) + o.axes
        return program.graph.node("fill", (zero,), ("", letters(len(full))), full) if full else zero
    return array(tensor, o.axes, program.dense)
