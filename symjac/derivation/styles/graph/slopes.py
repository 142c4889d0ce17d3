"""∂w/∂v of each arrow, and backwards ∂f/∂v = Σ ∂f/∂w ∂w/∂v over the arrows that leave v.

Source: Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 5.6.2, eqs. (5.143) to (5.145).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from symjac.calculus.differential import derivative, substitute
from symjac.calculus.reverse import pulled_back, put_in, shortest
from symjac.calculus.simplify import finished
from symjac.derivation.styles.backprop.names import Deltas
from symjac.derivation.styles.graph.nodes import Graph, free, upright
from symjac.expr.expr import Expr, length
from symjac.expr.make import add, function, mul, number, symbol, transpose

SHORT = 9  # names, numbers and operators up to which a derivative is carried on as it stands; a longer one gets a name

Edge = tuple[Expr, Expr]


@dataclass
class Slopes:
    """local: ∂w/∂v, for an arrow between columns and numbers, or to a number; maps: δᵀw, or tr(δᵀw), and its derivative by
    v, where one of them is a matrix; back: ∂f/∂v, a row or, by a matrix, of its shape, in the names of nodes and of `deltas`,
    which stand for long ones, upright; terms: what each arrow that leaves v contributes to it."""

    graph: Graph
    taken: set[str]
    local: dict[Edge, Expr] = field(default_factory=dict)
    maps: dict[Edge, tuple[Expr, Expr]] = field(default_factory=dict)
    terms: dict[Edge, Expr] = field(default_factory=dict)
    back: dict[Expr, Expr] = field(default_factory=dict)
    deltas: dict[Expr, Expr] = field(default_factory=dict)  # node → the name of its derivative
    meanings: dict[Expr, Expr] = field(default_factory=dict)  # name of a derivative → what it stands for

    def __post_init__(self) -> None:
        graph = self.graph
        called = self.numbered if graph.split else Deltas([*graph.statements], self.taken)
        for v, w in graph.edges:
            if upright(w) and (upright(v) or (v.is_matrix and w.is_scalar)):
                self.local[v, w] = slope(graph.bodies[w], w, v)
            elif w is not graph.f:
                self.maps[v, w] = self.adjoint(v, w)
        for v in reversed(graph.nodes[:-1]):
            for w in graph.out_of(v):
                self.terms[v, w] = self.passed(v, w)
            parts = [self.terms[v, w] for w in graph.out_of(v)]
            self.back[v] = parts[0] if len(parts) == 1 else shortest(add(*parts))
            if graph.f.is_scalar and length(self.back[v]) > SHORT and v not in graph.variables:
                self.name(v, called(v))

    def name(self, v: Expr, called: str) -> None:
        """δ_v, upright, for a long ∂f/∂v."""
        delta = symbol(called, v.shape)
        self.deltas[v] = delta
        self.meanings[delta] = turned(self.back[v], v)

    def passed(self, v: Expr, w: Expr) -> Expr:
        """∂f/∂w ∂w/∂v, in finished form."""
        if w is self.graph.f:
            if (v, w) in self.local:
                return self.local[v, w]
            return laid(pulled_back((self.graph.bodies[w], w, number(1)), v), v)
        if (v, w) in self.local:
            return finished(mul(self.row(w), self.local[v, w]))
        return laid(pulled_back((self.graph.bodies[w], w, self.column(w)), v), v)

    def adjoint(self, v: Expr, w: Expr) -> tuple[Expr, Expr]:
        """What the arrow makes of δ, the derivative by its end: δaᵀ for z = Wa + b."""
        delta = self.incoming(w)
        inner = mul(transpose(delta), w)
        return inner if w.is_vector else function("tr", inner), turned(pulled_back((self.graph.bodies[w], w, delta), v), v)

    def incoming(self, w: Expr) -> Expr:
        """δ, of the shape of w."""
        return symbol(self.letter, w.shape)

    @property
    def letter(self) -> str:
        """δ, unless somebody has used it."""
        return next((c for c in ("delta", "Delta", "eta", "epsilon") if free(c, self.taken)), "back")

    def numbered(self, v: Expr) -> str:
        """delta_3 for the part v_3"""
        return f"{self.letter}_{str(v.data[0]).rpartition('_')[2]}"

    def row(self, w: Expr) -> Expr:
        """∂f/∂w as it is carried on."""
        return turned(self.deltas[w], w) if w in self.deltas else self.back[w]

    def column(self, w: Expr) -> Expr:
        return self.deltas[w] if w in self.deltas else turned(self.back[w], w)

    def expanded(self, e: Expr) -> Expr:
        """Written out in the symbols of the problem."""
        table = {**self.graph.others, **self.graph.bodies, **self.meanings}
        return put_in({e: e}, table)[e]


def slope(body: Expr, w: Expr, v: Expr) -> Expr:
    """∂w/∂v with w's own name in it: 1 − a² for a = tanh(z)."""
    found = finished(derivative(body, v))
    return finished(substitute(found, {body: w})) if body.args else found


def turned(e: Expr, like: Expr) -> Expr:
    """The transpose of what belongs to a column; a matrix has its own shape."""
    if not like.is_vector:
        return e
    return finished(transpose(e))


def laid(G: Expr, v: Expr) -> Expr:
    return turned(G, v)
