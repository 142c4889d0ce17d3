"""The tree in fewer kinds: sizes of constants read, special functions written out, calls of the user's functions put in."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from symjac.errors import LimitError, ParseError, ShapeError, SymjacError, UnsupportedError
from symjac.expr.dims import ONE, Dim, dim, too_large
from symjac.language.maps import Map
from symjac.language.text.programs import speaks_numpy
from symjac.language.text.symbols import CONSTANTS
from symjac.language.text.tree import Node, names_in, postorder

_FACTOR = re.compile(r"(?:([0-9]+)|([A-Za-z]+(?:_[A-Za-z0-9]+)?))(?:\^([0-9]+))?")
SIZE, NODES, ENTRIES = 10**6, 20_000, 2_500


@dataclass
class Function:
    """A definition with a head: its arguments, its body, and whether it is a function of one number."""

    name: str
    params: tuple[str, ...]
    body: Node
    scalar: bool = False


def become(node: Node, other: Node) -> None:
    """Put another node in the place of this one."""
    node.kind, node.args, node.data, node.gaps, node.depth = other.kind, other.args, other.data, other.gaps, other.depth


def copy(root: Node, replace: Callable[[Node], Node | None]) -> Node:
    """A copy in which replace(leaf) stands for a leaf."""
    made: dict[Node, Node] = {}
    for node in postorder(root):
        new = replace(node) if not node.args else None
        if new is None:
            args = [made[arg] for arg in node.args]
            new = Node(node.kind, args, node.span, node.data, node.depth, node.paren, node.bare, node.gaps)
        made[node] = new
    return made[root]


class Lowering:
    """Rewrites the trees of one text, statement by statement."""

    def __init__(
        self,
        source: str,
        functions: Mapping[str, Function],
        arrays: frozenset[str] = frozenset(),
        maps: Mapping[str, Map] | None = None,
    ) -> None:
        self.source, self.functions, self.arrays, self.maps = source, functions, arrays, maps or {}
        self.names: set[str] = set()
        self.named: set[str] = set()  # functions of which the text gives the name alone
        self.dims: set[str] = set()
        self.spreads: list[tuple[str, Node]] = []
        self.budget = NODES
        self.numpy = speaks_numpy(source)  # where ** is taken entry by entry

    def run(self, root: Node) -> Node:
        for node in postorder(root):
            if self.numpy:
                self.numpy_power(node)
            method = _RULES.get((node.kind, node.data)) or _RULES.get((node.kind, None))
            if method is not None:
                method(self, node)
        for node in postorder(root):
            if node.kind == "literal" and len(node.args) == 1:
                become(node, node.args[0])
        return root

    def fail(self, message: str, node: Node, hint: str | None = None, kind: type[SymjacError] = ParseError) -> SymjacError:
        return kind(message, source=self.source, span=node.span, hint=hint)

    # Sizes

    def sized(self, node: Node) -> None:
        """eye(n), zeros(m, n), commutation(m, n)."""
        name = str(node.data)
        counts = {"commutation": (2,), "eye": (1, 2)}.get(name, (1, 2))
        if len(node.args) not in counts:
            raise self.fail(f"{name} takes {' or '.join(map(str, counts))} sizes, not {len(node.args)}", node)
        sizes = tuple(self.size(arg) for arg in node.args)
        if name == "eye" and len(set(sizes)) > 1:
            raise self.fail("the identity is square", node)
        become(node, Node("sized", [], node.span, (name, sizes)))

    def named_number(self, node: Node) -> None:
        """π, where it is not the name of a variable."""
        if node.data not in self.names | self.dims:
            become(node, Node("sized", [], node.span, (str(node.data), ())))

    def size(self, root: Node) -> Dim:
        done: dict[Node, Dim] = {}
        for node in postorder(root):
            done[node] = self._size(node, [done[arg] for arg in node.args])
        return done[root]

    def _size(self, node: Node, args: list[Dim]) -> Dim:
        if node.kind == "num" and isinstance(node.data, Fraction) and node.data.denominator == 1 and node.data > 0:
            if node.data > SIZE:
                raise self.fail(f"the size {str(node.data)[:20]} is too large; {SIZE} is the limit", node, kind=LimitError)
            return dim(int(node.data))
        if node.kind == "name" and node.data in self.names:
            raise self.fail(
                f"`{node.data}` is a variable, not a size", node, "a size is a number or the name of a size, as in eye(n)"
            )
        if node.kind == "name":
            self.dims.add(str(node.data))
            return dim(str(node.data))
        if node.kind in ("add", "mul"):
            total = args[0]
            for arg in args[1:]:
                total = total + arg if node.kind == "add" else total * arg
                if too_large(total):
                    raise self.fail("the size is too large, or too long a formula", node, kind=LimitError)
            return total
        raise self.fail("a size is a whole number, a name, or a sum or product of such", node)

    def constant(self, node: Node) -> None:
        """I_n, and a bold 1 with its size or shape as subscript; K_{m,n}."""
        if not node.data:
            return
        sizes = tuple(self._lowered(text, node) for text in re.split("[×,]", str(node.data)))
        if len(sizes) > (2 if node.kind != "eye" else 1):
            raise self.fail(f"`{node.data}` is no shape", node)
        become(node, Node("sized", [], node.span, (node.kind, sizes)))

    def _lowered(self, text: str, node: Node) -> Dim:
        """A size that stands below: n, 3, nm, n + 1."""
        total = dim(0)
        for term in (text[1:-1] if text[:1] + text[-1:] == "()" else text).split("+"):
            if not re.fullmatch(f"(?:{_FACTOR.pattern}[*·]?)+", term):
                raise self.fail(f"`{text[:40]}` is not a size", node)
            product = ONE
            for number, name, power in _FACTOR.findall(term):
                if len(number) > 6 or (number and int(number) == 0) or len(power) > 1:
                    raise self.fail(f"{text[:20]} is not a size", node, kind=LimitError if len(number) > 6 else ParseError)
                for _ in range(int(power or 1)):
                    product = product * (dim(int(number)) if number else self._named(name))
            total = total + product
        if too_large(total) or total == dim(0):
            raise self.fail("the size is too large, or too long a formula", node, kind=LimitError)
        return total

    def _named(self, name: str) -> Dim:
        """The name of a size, or a product of such that are known: nm."""
        if name not in self.dims and len(name) > 1 and self.dims.issuperset(name):
            return math.prod((dim(c) for c in name), start=ONE)
        self.dims.add(name)
        return dim(name)

    def vector(self, node: Node) -> None:
        """vector(1) is ones, vector(0) zeros, vector(s) s times ones."""
        if len(node.args) != 1:
            raise self.fail("vector takes one number", node)
        value = node.args[0].data if node.args[0].kind == "num" else None
        ones = Node("zeros" if value == 0 else "ones", [], node.span, "")
        scaled = Node("mul", [node.args[0], ones], node.span, depth=node.depth, gaps=[""])
        become(node, ones if value in (0, 1) else scaled)

    # Functions

    def norm(self, node: Node) -> None:
        """norm(x, p) and bars with a subscript."""
        if node.kind == "norm":
            order = str(node.data or "")
        else:
            order = str(node.args[1].data) if len(node.args) == 2 else ""
        if len(node.args) not in (1, 2) or (len(node.args) == 2 and node.args[1].kind not in ("num", "name")):
            raise self.fail("norm takes one argument, and perhaps the order 1, 2 or 'fro'", node)
        if order in ("", "1", "2", "F", "fro"):
            pass
        elif re.fullmatch(r"[1-9][0-9]*|[a-hj-z]", order):
            return self.power_norm(node, order)
        elif re.fullmatch("[A-EG-Z](?:_[a-z0-9]+)?|Sigma|Lambda|Omega", order) and node.kind == "norm":
            return self.weighted_norm(node, order)
        else:
            raise self.fail(
                f"the norm of order {order[:20]} is not in the language",
                node,
                "norm is the 2-norm, norm1 the 1-norm",
                UnsupportedError,
            )
        spectral = order == "2" or (order == "1" and node.kind == "call")
        become(node, Node("call", node.args[:1], node.span, "norm1" if order == "1" else "norm", node.depth))
        if spectral:
            node.gaps = ["vector"]

    def power_norm(self, node: Node, order: str) -> None:
        """‖x‖_p of a column is (Σ |x_i|^p)^(1/p)."""
        number = Node("num", [], node.span, Fraction(order)) if order.isdigit() else None
        p = number or Node("name", [], node.span, order)
        absolute = Node("call", [node.args[0]], node.span, "abs", node.depth + 1)
        powers = Node("hpow", [absolute, p], node.span, None, node.depth + 2)
        total = Node("call", [powers], node.span, "sum", node.depth + 3, gaps=["column"])
        inverse = Node("div", [Node("num", [], node.span, Fraction(1)), self._again(p)], node.span, None, 2)
        if number is not None:
            inverse = Node("num", [], node.span, 1 / Fraction(order))
        become(node, Node("pow", [total, inverse], node.span, None, node.depth + 4))
        node.paren = True

    def weighted_norm(self, node: Node, order: str) -> None:
        """‖x‖_A is the root of x'A x."""
        x, weight = node.args[0], Node("name", [], node.span, order)
        turned = Node("transpose", [self._again(x)], node.span, None, x.depth + 1)
        form = Node("mul", [turned, weight, x], node.span, None, x.depth + 2, gaps=["", ""])
        become(node, Node("call", [form], node.span, "sqrt", x.depth + 3, gaps=["weighted"]))

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

    def numpy_dot(self, node: Node) -> None:
        """np.dot(X, w), X.dot(w), x.dot(A): the product, in which a column on the left lies down; of two columns the inner one."""
        if len(node.args) != 2:
            raise self.fail(f"dot takes 2 arguments, not {len(node.args)}", node)
        node.data = "dot"
        left, right = node.args
        if any(str(n.data)[0].isupper() for arg in node.args for n in names_in(arg)):
            if left.kind == "name" and str(left.data)[0].islower():
                left = Node("transpose", [left], left.span, None, left.depth + 1)
            become(node, Node("mul", [left, right], node.span, None, node.depth + 1, gaps=["dot"]))

    def total(self, node: Node) -> None:
        """sum(x**2), mean((y - X@w)**2): under a sum of all entries ** is taken entry by entry, as in NumPy."""
        for part in node.args:
            for inner in part.args if part.kind in ("mul", "div", "neg") else (part,):
                self.numpy_power(inner)
                if inner.kind == "pow" and self.is_of_a_column(inner.args[0]):
                    inner.kind = "hpow"

    def is_of_a_column(self, base: Node) -> bool:
        """x, y − X w, X w: what no power is taken of but entry by entry."""
        if base.kind in ("add", "neg"):
            return any(map(self.is_of_a_column, base.args))
        last = base.args[-1] if base.kind == "mul" else base
        return last.kind == "name" and str(last.data)[0].islower()

    def numpy_power(self, node: Node) -> None:
        if node.kind == "pow" and "**" in node.gaps:
            node.kind = "hpow"

    def array(self, node: Node) -> None:
        """np.array([[1, 2], [3, 4]]) is the literal; of a flat list, a column."""
        if len(node.args) != 1:
            raise self.fail("array takes one list", node)
        (arg,) = node.args
        flat = _is_row(arg)
        if flat:
            arg.data = (1,) * len(arg.args)
        become(node, arg)

    def literal(self, node: Node) -> None:
        """Rows of equal length; [[1, 2], [3, 4]] lists the rows; [x] is x."""
        widths = cast(tuple[int, ...], node.data)
        if len(node.args) > ENTRIES:
            raise self.fail(f"the literal has {len(node.args)} entries; {ENTRIES} are allowed", node, kind=LimitError)
        if len(set(widths)) > 1:
            raise self.fail(f"the rows of the literal have {', '.join(map(str, widths[:8]))} entries", node, kind=ShapeError)
        rows = [arg for arg in node.args if _is_row(arg)]
        if len(widths) == 1 and len(rows) == len(node.args):
            if len({len(row.args) for row in rows}) > 1:
                raise self.fail("the rows of the literal differ in length", node, kind=ShapeError)
            node.args, node.data = [e for row in rows for e in row.args], tuple(len(row.args) for row in rows)

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

    def usercall(self, node: Node) -> None:
        """f(argument): the body with the argument put in; f(x) for f(x) = … is f itself."""
        name = str(node.data)
        if name in self.maps:
            become(node, Node("image", [self.argument(node, self.maps[name])], node.span, name, node.depth))
            return
        if name in self.named:
            become(node, Node("image", node.args, node.span, name, node.depth))
            return
        function = self.functions.get(name)
        if function is None:
            raise self.fail(f"`{name}` is used before it is defined, or by itself", node)
        if len(node.args) == 1 < len(function.params):
            node.args = self.column(node.args[0], len(function.params))
        if len(node.args) != len(function.params):
            raise self.fail(f"`{name}` takes {len(function.params)} arguments, not {len(node.args)}", node)
        if self.is_itself(node, function):
            become(node, Node("name", [], node.span, name, gaps=["called"]))
        elif function.scalar:
            self.spread(node, function)
        else:
            become(node, self.inline(function, dict(zip(function.params, node.args, strict=True)), node))

    def column(self, node: Node, count: int) -> list[Node]:
        """The entries of g(f(x1, x2)) where g takes several numbers and f gives them as a column."""
        value = self.functions[str(node.data)].body if node.kind == "name" and "called" in node.gaps else node
        if value.kind == "literal" and value.data == (1,) * count:
            return [self._again(entry) for entry in value.args]
        return [node]

    def argument(self, node: Node, f: Map) -> Node:
        """The column that a map is taken at; its entries may be given one by one, as in f(x1, x2)."""
        count = len(node.args)
        if count == 1:
            return node.args[0]
        if f.inputs.number != count:
            raise self.fail(f"`{f.name}` takes one column, not {count} arguments", node, f"it is declared {f.text}", ShapeError)
        return Node("literal", node.args, node.span, (1,) * count, node.depth)

    def jacobian(self, node: Node) -> None:
        """jacobian(f, x): of a map that is only named, at a point."""
        name = str(node.args[0].data) if node.args[0].kind == "name" else ""
        if name not in self.maps:
            given = self.source[slice(*node.args[0].span)]
            hint = "declare one: f: R^n -> R^m" if not self.maps else "the maps are " + ", ".join(self.maps)
            raise self.fail(f"jacobian takes a map that is only named; `{given[:40]}` is none", node, hint)
        rest = Node("usercall", node.args[1:], node.span, name, node.depth)
        if not rest.args:
            raise self.fail("the point is missing", node, f"write jacobian({name}, x)")
        become(node, Node("jacobian", [self.argument(rest, self.maps[name])], node.span, name, node.depth))

    def is_itself(self, node: Node, function: Function) -> bool:
        """f(x) for f(x) = …; but a function of one number, of an x that is declared an array, is taken entry by entry."""
        same = all(arg.kind == "name" and arg.data == p for arg, p in zip(node.args, function.params, strict=True))
        return same and not (function.scalar and function.params[0] in self.arrays)

    def spread(self, node: Node, function: Function) -> None:
        """A function of one number, taken entry by entry: its body, with a number of its own as argument."""
        inner = f"{function.params[0]}#{len(self.spreads)}"
        body = self.inline(function, {function.params[0]: Node("name", [], node.span, inner)}, node)
        self.spreads.append((inner, body))
        become(node, Node("spread", node.args, node.span, (inner, len(self.spreads) - 1), node.depth))

    def inline(self, function: Function, given: Mapping[str, Node], at: Node) -> Node:
        def replace(leaf: Node) -> Node | None:
            self.budget -= 1
            if self.budget < 0:
                raise self.fail("the definitions put together are too long", at, kind=LimitError)
            if leaf.kind != "name":
                return None
            if leaf.data in given:
                return self._again(given[str(leaf.data)])
            other = self.functions.get(str(leaf.data))
            if other is not None and other is not function and set(other.params) & set(given):
                return self.inline(other, given, at)
            return None

        return copy(function.body, replace)

    def _again(self, root: Node) -> Node:
        """Each use is a tree of its own, so that each has its parent."""

        def count(leaf: Node) -> Node | None:
            self.budget -= 1
            if self.budget < 0:
                raise self.fail("the definitions put together are too long", root, kind=LimitError)
            return None

        return copy(root, count)


def _difference(a: Node, b: Node, at: Node) -> Node:
    minus = Node("neg", [b], b.span, None, b.depth + 1)
    return Node("add", [a, minus], at.span, None, max(a.depth, minus.depth) + 1, gaps=[""])


def _is_row(node: Node) -> bool:
    return node.kind == "literal" and not node.paren and len(cast(tuple[int, ...], node.data)) == 1


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


def free_names(root: Node) -> list[str]:
    return list(dict.fromkeys(str(node.data) for node in names_in(root)))


_RULES: dict[tuple[str, object], Callable[[Lowering, Node], None]] = {
    **{("call", name): Lowering.sized for name in CONSTANTS},
    **{("call", name): Lowering.special for name in ("transpose", "multiply", "matmul", "divide", "square", "power")},
    ("name", "pi"): Lowering.named_number, ("call", "jacobian"): Lowering.jacobian, ("call", "npdot"): Lowering.numpy_dot,
    ("call", "max"): Lowering.extremum, ("call", "min"): Lowering.extremum, ("call", "sum"): Lowering.total,
    ("call", "mean"): Lowering.total,
    ("call", "vector"): Lowering.vector, ("call", "array"): Lowering.array, ("call", "asarray"): Lowering.array,
    ("call", "matrix"): Lowering.array, ("call", "norm"): Lowering.norm, ("norm", None): Lowering.norm,
    ("ones", None): Lowering.constant, ("eye", None): Lowering.constant, ("zeros", None): Lowering.constant,
    ("commutation", None): Lowering.constant,
    ("literal", None): Lowering.literal,
    ("tower", None): Lowering.tower, ("usercall", None): Lowering.usercall,
}  # fmt: skip
