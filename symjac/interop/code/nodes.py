"""A program as a graph of array operations: equal computations are one node, and what overflows is written so that it does not.

A product is an Einstein sum of two arrays: data ("ij", "j", "i") is y_i = Σ_j a_ij b_j. Axes are sizes; a number has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from symjac.expr.dims import Dim
from symjac.interop.code.label import Labels, letters
from symjac.interop.code.systems import beside, solved

Axes = tuple[Dim, ...]
Part = tuple[Fraction, "Node", str]  # a summand: coefficient, array, its letters


class Node:
    """One array operation; the same operation on the same arrays is the same object."""

    __slots__ = ("op", "args", "data", "axes")
    op: str
    args: tuple[Node, ...]
    data: Any
    axes: Axes

    def __init__(self, op: str, args: tuple[Node, ...], data: Any, axes: Axes) -> None:
        self.op, self.args, self.data, self.axes = op, args, data, axes

    def __repr__(self) -> str:
        return f"{self.op}{self.data or ''}({', '.join(map(repr, self.args))})"


def postorder(roots: Sequence[Node]) -> Iterator[Node]:
    """Every node once, arguments first; iterative."""
    seen: set[Node] = set()
    stack: list[tuple[Node, bool]] = [(root, False) for root in reversed(roots)]
    while stack:
        node, ready = stack.pop()
        if ready:
            yield node
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack += [(arg, False) for arg in reversed(node.args) if arg not in seen]


class Graph:
    """Makes nodes. `explicit`: matrices whose inverse is needed as such, so that no system is solved with them.

    `symmetric`: matrices that are symmetric; `definite`: those that have a Cholesky factor, too.
    `factored`: whether systems with these are solved by it.
    `examples`: the index of a batch, if there is one; an array that depends on it has it as its first axis.
    """

    def __init__(self, factored: bool = False, examples: Labels = ()) -> None:
        self.made: dict[tuple[Any, ...], Node] = {}
        self.explicit: set[Node] = set()
        self.definite: set[Node] = set()
        self.symmetric: set[Node] = set()
        self.factored, self.examples = factored, examples

    def node(self, op: str, args: Sequence[Node], data: Any = (), axes: Axes = ()) -> Node:
        key = (op, tuple(args), data, axes)
        found = self.made.get(key)
        if found is None:
            found = self.made[key] = Node(op, key[1], data, axes)
        return found

    def const(self, value: Fraction) -> Node:
        return self.node("const", (), value)

    def size(self, n: Dim) -> Node:
        return self.const(Fraction(n.number)) if n.number is not None else self.node("size", (), n)

    # Functions of one number, entry by entry

    def call(self, name: str, z: Node) -> Node:
        """name(z), in a form that keeps its digits: log(1 + u) is log1p(u), log Σ exp v is taken with a shift."""
        if name == "log" and (found := self.stable_log(z)) is not None:
            return found
        if name == "arctan" and z.op == "const" and z.data == 1:
            return self.total([(Fraction(1, 4), self.node("pi", ()), "")], "")
        return self.node("call", (z,), name, z.axes)

    def stable_log(self, z: Node) -> Node | None:
        if z.op == "reduce" and is_call(z.args[0], "exp"):
            return self.log_sum_exp(z)
        if z.op == "quotient" and (found := self.log_of_quotient(z)) is not None:
            return found
        if is_call(z, "sigmoid"):
            return self.negative(self.log_of_one_plus_exp(self.negative(z.args[0])))
        if is_call(z, "cosh"):
            return self.log_cosh(z.args[0])
        if z.op == "total" and (u := without_one(z)) is not None:
            (coefficient, node, spec) = u
            if coefficient == 1 and spec == z.data[1]:
                return (
                    self.log_of_one_plus_exp(node.args[0])
                    if is_call(node, "exp")
                    else self.node("call", (node,), "log1p", z.axes)
                )
            if coefficient == -1 and spec == z.data[1]:
                if node.op == "call" and node.data == "sigmoid":
                    return self.negative(self.log_of_one_plus_exp(node.args[0]))
                return self.node("call", (self.negative(node),), "log1p", z.axes)
        return None

    def log_of_quotient(self, z: Node) -> Node | None:
        """log(exp v / Σ exp v) = v − log Σ exp v, which is finite where the softmax is 0; log(Σ exp v / n)."""
        (a, b), (sa, sb, out) = z.args, z.data
        one, minus = Fraction(1), Fraction(-1)
        if is_call(a, "exp") and b.op == "reduce" and b.args[0] is a:
            return self.total([(one, a.args[0], sa), (minus, self.call("log", b), sb)], out)
        if a.op == "reduce" and is_call(a.args[0], "exp") and b.op in ("size", "const"):
            return self.total([(one, self.log_sum_exp(a), sa), (minus, self.call("log", b), sb)], out)
        return None

    def log_cosh(self, z: Node) -> Node:
        """log cosh z = |z| + log(1 + exp(−2|z|)) − log 2"""
        spec = letters(len(z.axes))
        size = self.node("call", (z,), "abs", z.axes)
        rest = self.log_of_one_plus_exp(self.total([(Fraction(-2), size, spec)], spec))
        half = self.call("log", self.const(Fraction(2)))
        return self.total([(Fraction(1), size, spec), (Fraction(1), rest, spec), (Fraction(-1), half, "")], spec)

    def log_of_one_plus_exp(self, z: Node) -> Node:
        return self.node("log1pexp", (z,), (), z.axes)

    def log_sum_exp(self, z: Node) -> Node:
        """log Σ exp v = m + log Σ exp(v − m) with the largest entry m."""
        (v,), spec = z.args[0].args, z.data
        if is_shifted(v):
            return self.node("call", (z,), "log", z.axes)
        weights, peak = self.shifted(v, spec)
        log = self.node("call", (self.reduce(weights, *spec),), "log", z.axes)
        return self.total([(Fraction(1), peak, spec[1]), (Fraction(1), log, spec[1])], spec[1])

    def shifted(self, v: Node, spec: tuple[str, str]) -> tuple[Node, Node]:
        """exp(v − m) and m, the largest entry along what is summed over."""
        inner, outer = spec
        peak = self.node("peak", (v,), spec, tuple(v.axes[inner.index(c)] for c in outer))
        moved = self.total([(Fraction(1), v, inner), (Fraction(-1), peak, outer)], inner)
        return self.node("call", (moved,), "exp", v.axes), peak

    def negative(self, z: Node) -> Node:
        spec = letters(len(z.axes))
        return self.total([(Fraction(-1), z, spec)], spec)

    def power(self, z: Node, k: Node) -> Node:
        """z^k, entry by entry, for a number k."""
        if k.op == "const" and k.data == 1:
            return z
        if k.op == "const" and k.data == Fraction(1, 2):
            return self.call("sqrt", z)
        if is_call(z, "sqrt") and k.op == "const" and k.data % 2 == 0:
            return self.power(z.args[0], self.const(k.data / 2))
        return self.node("power", (z, k), (), z.axes)

    # Sums and products

    def total(self, parts: Sequence[Part], out: str) -> Node:
        """Σ c a, broadcast over the letters of `out`; sums of sums are one sum, exp u − 1 is expm1 u."""
        flat = self.collected(parts)
        if not flat:
            return self.const(Fraction(0))
        if len(flat) == 1 and flat[0][0] == 1 and flat[0][2] == out:
            return flat[0][1]
        if len(flat) == 1 and flat[0][1].op == "const":
            return self.const(flat[0][0] * flat[0][1].data)
        flat = self.expm1(flat, out)
        sizes = {c: n for _, node, spec in flat for c, n in zip(spec, node.axes, strict=True)}
        args = [node for _, node, _ in flat]
        data = (tuple((c, spec) for c, _, spec in flat), out)
        found = self.node("total", args, data, tuple(sizes[c] for c in out))
        if len(out) == 2 and [(c, a, at[::-1]) for c, a, at in flat] == flat[::-1]:
            self.symmetric.add(found)  # A + A'
        return found

    def collected(self, parts: Sequence[Part]) -> list[Part]:
        """Equal arrays together, constants as one, sums in sums opened."""
        found: dict[tuple[Node, str], Fraction] = {}
        one = self.const(Fraction(1))
        for c, node, spec in parts:
            for coefficient, inner, at in opened(c, node, spec):
                if inner.op == "const":
                    coefficient, inner, at = coefficient * inner.data, one, ""
                found[inner, at] = found.get((inner, at), Fraction(0)) + coefficient
        return [(c, node, spec) for (node, spec), c in found.items() if c]

    def expm1(self, flat: list[Part], out: str) -> list[Part]:
        if len(flat) != 2:
            return flat
        one = next((p for p in flat if p[1].op == "const"), None)
        other = next((p for p in flat if is_call(p[1], "exp")), None)
        if one is None or other is None or one[0] != -other[0] or other[2] != out:
            return flat
        z = other[1].args[0]
        return [(other[0], self.node("call", (z,), "expm1", z.axes), out)]

    def product(self, a: Node, sa: str, b: Node, sb: str, out: str) -> Node:
        """Σ a b over the letters that are not in `out`; a product with an inverse is the solution of a system."""
        for left, right, sr in ((a, b, sb), (b, a, sa)):
            if left.op == "const" and left.data == 1 and sr == out:
                return right
        for left, sl, right, sr in ((a, sa, b, sb), (b, sb, a, sa)):
            found = solved(self, left, sl, right, sr, out)
            if found is not None:
                return found
        for left, sl, right, sr in ((a, sa, b, sb), (b, sb, a, sa)):
            found = beside(self, left, sl, right, sr, out)
            if found is not None:
                return found
        return self.plain_product(a, sa, b, sb, out)

    def plain_product(self, a: Node, sa: str, b: Node, sb: str, out: str) -> Node:
        sizes = dict(zip(sa + sb, a.axes + b.axes, strict=True))
        axes = tuple(sizes[c] for c in out)
        turned = ("product", (b, a), tuple(relettered(sb, sa, out)), axes)
        found = self.made.get(turned) or self.node("product", (a, b), tuple(relettered(sa, sb, out)), axes)
        if a is b and len(out) == len(sa) == 2 and [c for c, d in zip(sa, sb, strict=True) if c == d] == [*{*sa} - {*out}]:
            self.symmetric.add(found)  # A'A
        return found

    def quotient(self, a: Node, sa: str, b: Node, sb: str, out: str) -> Node:
        """a / b entry by entry; exp v / Σ exp v is taken with a shift."""
        if b.op == "const" and sa == out:
            return self.total([(1 / b.data, a, sa)], out)
        if is_call(a, "exp") and b.op == "reduce" and b.args[0] is a and sa == out and not is_shifted(a.args[0]):
            weights, _ = self.shifted(a.args[0], b.data)
            return self.quotient(weights, sa, self.reduce(weights, *b.data), sb, out)
        sizes = dict(zip(sa + sb, a.axes + b.axes, strict=True))
        sa, sb, out_ = relettered(sa, sb, out)
        return self.node("quotient", (a, b), (sa, sb, out_), tuple(sizes[c] for c in out))

    def reduce(self, a: Node, spec: str, out: str) -> Node:
        """The letters that are not in `out` summed over, the others in its order; a letter twice is the diagonal."""
        if spec == out:
            return a
        if a.op == "diagonal" and a.data == "ii" and not out:
            return self.node("trace", a.args)
        sizes = dict(zip(spec, a.axes, strict=True))
        if len(set(spec)) < len(spec) and a.op != "diagonal":
            kept = "".join(dict.fromkeys(spec))
            a, spec = self.node("diagonal", (a,), spec, tuple(sizes[c] for c in kept)), kept
            return self.reduce(a, spec, out)
        (spec, out_) = relettered(spec, out)
        op = "turn" if len(spec) == len(out) else "reduce"
        if op == "turn" and len(out) == 2 and a in self.symmetric:
            return a
        if op == "turn" and a.op == "turn":
            inner = dict(zip(a.data[1], spec, strict=True))
            return self.reduce(a.args[0], "".join(inner[c] for c in a.data[0]), out_)
        return self.node(op, (a,), (spec, out_), tuple(sizes[c] for c in out))

    def reshape(self, a: Node, axes: Axes) -> Node:
        if a.axes == axes:
            return a
        if a.op == "reshape":
            return self.reshape(a.args[0], axes)
        return self.node("reshape", (a,), (), axes)


def opened(c: Fraction, node: Node, spec: str) -> Iterator[Part]:
    """The summands of a sum, in the letters outside; a lone product with a number counts as one."""
    if node.op != "total" or len(node.args) > 1:
        yield c, node, spec
        return
    parts, out = node.data
    outside = dict(zip(out, spec, strict=True))
    for (k, inner), arg in zip(parts, node.args, strict=True):
        yield c * k, arg, "".join(outside[x] for x in inner)


def relettered(*specs: str) -> list[str]:
    """The same letters for the same pattern, whatever it was written with."""
    order = dict.fromkeys("".join(specs))
    names = dict(zip(order, letters(len(order)), strict=True))
    return ["".join(names[c] for c in spec) for spec in specs]


def is_view(node: Node) -> bool:
    """Whether its array lies in the memory of its argument: turned, in another shape, a diagonal."""
    if node.op == "total":
        return len(node.args) == 1 and node.data[0][0][0] == 1
    return node.op in ("turn", "reshape", "diagonal")


def made_here(node: Node) -> bool:
    """Whether its array is one that nobody else has."""
    return node.op in ("product", "total", "quotient") and not is_view(node)


def is_call(node: Node, name: str) -> bool:
    return node.op == "call" and node.data == name


def is_shifted(v: Node) -> bool:
    """v − m with the largest entry m."""
    return v.op == "total" and any(arg.op == "peak" for arg in v.args)


def without_one(z: Node) -> Part | None:
    """u of 1 + u."""
    parts = [(c, node, spec) for (c, spec), node in zip(z.data[0], z.args, strict=True)]
    ones = [p for p in parts if p[1].op == "const" and p[0] == 1]
    return next(p for p in parts if p not in ones) if len(parts) == 2 and len(ones) == 1 else None
