"""max(a, b), multiply(a, b), tr logm(X), a^b^c: functions that are written with others, or refused."""

from __future__ import annotations

import math
from fractions import Fraction

from symjac.errors import LimitError
from symjac.language.lower.base import Rewriting
from symjac.language.text.tree import Node, become

MATRIX_FUNCTIONS = {
    "expm": "tr expm(X) has the gradient expm(X)'; exp is taken entry by entry",
    "logm": "tr(logm(X)) is read, it is logdet(X); log is taken entry by entry",
    "sqrtm": "with R = sqrtm(X), dR solves R dR + dR R = dX, so tr R has the gradient inv(R)'/2; sqrt is taken entry by entry",
}


class Special(Rewriting):
    """The part that writes functions out."""

    def of_matrix_function(self, node: Node) -> None:
        """tr logm(X) is log det X, det expm(X) is exp tr X, log det expm(X) is tr X."""
        inner = node.args[0] if len(node.args) == 1 else node
        known = {("tr", "logm"): ("logdet",), ("det", "expm"): ("exp", "tr"), ("logdet", "expm"): ("tr",)}
        names = known.get((str(node.data), str(inner.data))) if inner.kind == "call" and len(inner.args) == 1 else None
        if names is not None:
            made = Node("call", inner.args, node.span, names[-1], node.depth)
            become(node, made if len(names) == 1 else Node("call", [made], node.span, names[0], node.depth + 1))

    def special(self, node: Node) -> None:
        """transpose(A), multiply(a, b), matmul(A, B), divide(a, b), square(x)."""
        name, args = str(node.data), node.args
        wanted = 2 if name in ("multiply", "matmul", "divide", "power") else 1
        if len(args) != wanted:
            raise self.fail(f"{name} takes {wanted} argument{'s'[: wanted - 1]}, not {len(args)}", node)
        kind = {
            "transpose": "transpose",
            "multiply": "hadamard",
            "matmul": "mul",
            "divide": "hdiv",
            "square": "hpow",
            "power": "hpow",
        }[name]
        if name == "square":
            args = [*args, Node("num", [], node.span, Fraction(2))]
        become(node, Node(kind, args, node.span, None, node.depth, gaps=[""] if kind in ("hadamard", "mul") else []))

    def extremum(self, node: Node) -> None:
        """max(0, t) is relu(t), min(0, t) is -relu(-t); max(a, b) is b + relu(a - b), min(a, b) is a - relu(a - b)."""
        name = str(node.data)
        if len(node.args) < 2:
            hint = "the largest entry has no closed form; the larger one of two is max(a, b)"
            raise self.fail(f"{name} is read of two or more arguments", node, hint)
        rest = [arg for arg in node.args if not (arg.kind == "num" and arg.data == 0)]
        if len(node.args) == 2 and len(rest) == 1:
            become(node, self._beside_zero(rest[0], name))
            return
        whole = node.args[0]
        for other in node.args[1:]:
            beyond = _difference(self._again(whole), self._again(other), node)
            excess = Node("call", [beyond], node.span, "relu", beyond.depth + 1)
            kept = other if name == "max" else whole
            if name == "min":
                excess = Node("neg", [excess], node.span, None, excess.depth + 1)
            whole = Node("add", [kept, excess], node.span, None, excess.depth + 1, gaps=[""])
        become(node, whole)
        node.paren = True

    @staticmethod
    def _beside_zero(t: Node, name: str) -> Node:
        if name == "min":
            t = Node("neg", [t], t.span, None, t.depth + 1)
        relu = Node("call", [t], t.span, "relu", t.depth)
        return relu if name == "max" else Node("neg", [relu], t.span, None, relu.depth + 1)

    def tower(self, node: Node) -> None:
        """a^b^c: too large if it is all numbers, ambiguous otherwise."""
        values: list[Fraction] = []
        inner = node
        while inner.kind in ("tower", "pow", "hpow"):
            values.append(_value(inner.args[1]))
            inner = inner.args[0]
        values.append(_value(inner))
        if all(v > 1 for v in values) and _tall(values):
            raise self.fail("the tower of powers is too large a number", node, kind=LimitError)
        raise self.fail("a^b^c is ambiguous", node, "write (a^b)^c or a^(b^c)")


def _difference(a: Node, b: Node, at: Node) -> Node:
    minus = Node("neg", [b], b.span, None, b.depth + 1)
    return Node("add", [a, minus], at.span, None, max(a.depth, minus.depth) + 1, gaps=[""])


def _value(node: Node) -> Fraction:
    """The value of a number, else 0."""
    return node.data if node.kind == "num" and isinstance(node.data, Fraction) else Fraction(0)


def _tall(values: list[Fraction]) -> bool:
    """Whether a^(b^c), given as [c, b, a], has more than some hundred digits."""
    top = float(min(values[0], Fraction(10**6)))
    for value in values[1:]:
        if top * math.log10(min(float(value), 1e9)) > 300:
            return True
        top = float(value) ** top
    return False
