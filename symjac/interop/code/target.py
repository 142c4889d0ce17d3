"""A language of arrays, and how it writes each operation; what follows here is what NumPy, JAX and PyTorch have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from symjac.expr.dims import Dim
from symjac.interop.code.blockcode import BlockCode
from symjac.interop.code.label import letters
from symjac.interop.code.nodes import Node
from symjac.interop.code.written import ATOM, POWER, PRODUCT, Code, call, infix, negated, number, summed, tupled
from symjac.interop.code.written import scaled as times

Args = tuple[Code, ...]


@dataclass
class Target(BlockCode):
    """name: how it is asked for; xp: what its module is called in the code; imports: the lines that import it.

    functions: a function of one number → its spelling, where it is not xp.name; {0} is the argument.
    """

    name: str
    xp: str
    imports: tuple[str, ...]
    functions: Mapping[str, str]
    axis: str = "axis"
    array: str = "ArrayLike"  # the type of an argument
    scalar: str = "ArrayLike"
    result: str = "np.ndarray"
    number: str = "float"  # the type of a result that is one

    factored = False  # whether a positive definite system is solved by its Cholesky factor, with `write_cho_solve`

    def __post_init__(self) -> None:
        self.sizes: dict[str, str] = {}
        self.like = ""  # an argument that is an array, for arrays that are made like it

    def dim(self, n: Dim) -> str:
        """A size in the code: n, 3, m * n + 1."""
        terms = [([] if c == 1 and mono else [str(c)]) + [self.sizes[x] for x in mono] for mono, c in reversed(n.terms)]
        text = " + ".join(" * ".join(term) for term in terms)
        return text or "0"

    def shape(self, axes: tuple[Dim, ...]) -> str:
        return tupled([self.dim(n) for n in axes]) if axes else "()"

    def write(self, node: Node, args: Args) -> Code:
        made: Code = getattr(self, f"write_{node.op}")(node, args)
        return made

    def imports_for(self, nodes: Iterable[Node], result: str) -> list[str]:
        """The imports that these operations need, and the type of what is returned."""
        spelled = " ".join(self.functions.get(node.data, "") for node in nodes if node.op == "call")
        first = ["import math"] * ("math." in spelled) + ["from typing import Any"] * result.endswith(" | Any")
        return [*first, *([""] if first else []), *self.imports]

    def is_typed(self, root: Node, nodes: Iterable[Node]) -> bool:
        """Whether the library tells a type checker that this is an array."""
        return True

    # Leaves

    def write_const(self, node: Node, args: Args) -> Code:
        return number(node.data)

    def constant(self, value: Fraction) -> str:
        """A number as a result among arrays."""
        return f"{self.xp}.asarray({number(value).text}, dtype=float)"

    def write_size(self, node: Node, args: Args) -> Code:
        text = self.dim(node.data)
        return Code(text, ATOM if text.isidentifier() else 10)

    def write_pi(self, node: Node, args: Args) -> Code:
        return Code(f"{self.xp}.pi")

    # Entry by entry

    def write_call(self, node: Node, args: Args) -> Code:
        pattern = self.functions.get(node.data)
        if pattern is None:
            return call(f"{self.xp}.{node.data}", self.operand(node.args[0], args[0]))
        level = PRODUCT if pattern.startswith("1.0 /") else ATOM
        text = self.operand(node.args[0], args[0])
        return Code(pattern.format(text, f"({args[0].text})", negated(args[0]).text), level)

    def write_log1pexp(self, node: Node, args: Args) -> Code:
        return call(f"{self.xp}.logaddexp", "0.0", args[0].text)

    def operand(self, node: Node, a: Code) -> str:
        """The argument of a function."""
        return a.text

    def write_power(self, node: Node, args: Args) -> Code:
        return Code(f"{args[0].at(ATOM)}**{args[1].at(POWER)}", POWER)

    def write_total(self, node: Node, args: Args) -> Code:
        parts, out = node.data
        return summed([(c, self.aligned(a, spec, out)) for (c, spec), a in zip(parts, args, strict=True)])

    def write_quotient(self, node: Node, args: Args) -> Code:
        sa, sb, out = node.data
        return infix("/", self.aligned(args[0], sa, out), self.aligned(args[1], sb, out))

    def aligned(self, a: Code, spec: str, out: str) -> Code:
        """a with its axes where the letters of `out` are, so that it is broadcast."""
        ordered = "".join(c for c in out if c in spec)
        a = self.turned(a, spec, ordered)
        places = [":" if c in spec else "None" for c in out]
        while places and places[0] == "None":
            places.pop(0)
        return a if "None" not in places else Code(f"{a.at(ATOM)}[{', '.join(places)}]")

    def turned(self, a: Code, spec: str, out: str) -> Code:
        if spec == out:
            return a
        if len(spec) == 2:
            return Code(a.text.removesuffix(".T")) if a.text.endswith(".T") and a.level == ATOM else Code(f"{a.at(ATOM)}.T")
        return self.permuted(a, tuple(spec.index(c) for c in out))

    def permuted(self, a: Code, order: tuple[int, ...]) -> Code:
        return call(f"{self.xp}.transpose", a.text, str(order))

    # Products

    def write_product(self, node: Node, args: Args) -> Code:
        (sa, sb, out), (a, b) = node.data, args
        gone = [c for c in sa if c in sb and c not in out]
        if not gone:
            return infix("*", self.aligned(a, sa, out), self.aligned(b, sb, out))
        batch = [c for c in sa if c in sb and c in out]
        if not batch and len(gone) == 1 and len(sa) < 3 and len(sb) < 3:
            return self.matmul(a, sa, b, sb, out, gone[0])
        if not out and set(sa) == set(sb):
            return self.inner(a, self.turned(b, sb, sa))
        if not batch:
            return self.tensordot(a, sa, b, sb, out, gone)
        if len(sa) == len(sb) == len(out) == 3 and [sa[0], sb[0]] == batch * 2 and len(gone) == 1 and out[0] == sa[0]:
            return self.matmul(a, sa, b, sb, out, gone[0])
        return self.einsum(f"{sa},{sb}->{out}", a, b)

    def matmul(self, a: Code, sa: str, b: Code, sb: str, out: str, gone: str) -> Code:
        """The product of two matrices, or of two for every example: these are counted by the first letter of three."""
        if 1 in (len(sa), len(sb)):
            return self.matvec(a, sa, b, sb, gone)
        e = out[0] if len(sa) == 3 else ""
        left, right = (s.replace(gone, "").removeprefix(e) for s in (sa, sb))
        if out != e + left + right:
            a, sa, b, sb, left, right = b, sb, a, sa, right, left
        a = self.turned(a, sa, e + left + gone)
        b = self.turned(b, sb, e + gone + right)
        return infix("@", a, b)

    def matvec(self, a: Code, sa: str, b: Code, sb: str, gone: str) -> Code:
        """A'v as v @ A: no matrix is turned for a vector, since XLA would copy it."""
        (matrix, at), vector = ((a, sa), b) if len(sa) > 1 else ((b, sb), a)
        if len(at) == 1:
            return infix("@", a, b)
        first = at[0] == gone  # the axis that is summed over
        if matrix.level == ATOM and matrix.text.endswith(".T"):
            matrix, first = Code(matrix.text.removesuffix(".T")), not first
        return infix("@", vector, matrix) if first else infix("@", matrix, vector)

    def inner(self, a: Code, b: Code) -> Code:
        return call(f"{self.xp}.vdot", a.text, b.text)

    def tensordot(self, a: Code, sa: str, b: Code, sb: str, out: str, gone: list[str]) -> Code:
        axes = tuple([s.index(c) for c in gone] for s in (sa, sb))
        free = "".join(c for c in sa + sb if c not in gone)
        return self.turned(call(f"{self.xp}.tensordot", a.text, b.text, str(axes)), free, out)

    def einsum(self, pattern: str, *args: Code) -> Code:
        return call(f"{self.xp}.einsum", f'"{pattern}"', *(a.text for a in args))

    # Reductions and rearrangements

    def write_reduce(self, node: Node, args: Args) -> Code:
        spec, out = node.data
        left = "".join(c for c in spec if c in out)
        return self.turned(self.along("sum", args[0], spec, left), left, out)

    def write_trace(self, node: Node, args: Args) -> Code:
        return call(f"{self.xp}.trace", args[0].text)

    def along(self, what: str, a: Code, spec: str, left: str) -> Code:
        """The sum or the maximum over the letters that are not left."""
        gone = [k for k, c in enumerate(spec) if c not in left]
        where = "" if not left else f"{self.axis}={gone[0] if len(gone) == 1 else tuple(gone)}"
        return Code(f"{a.at(ATOM)}.{what}({where})")

    def write_peak(self, node: Node, args: Args) -> Code:
        return self.along("max", args[0], *node.data)

    def write_turn(self, node: Node, args: Args) -> Code:
        return self.turned(args[0], *node.data)

    def write_diagonal(self, node: Node, args: Args) -> Code:
        return self.einsum(f"{node.data}->{''.join(dict.fromkeys(node.data))}", args[0])

    def write_reshape(self, node: Node, args: Args) -> Code:
        return Code(f"{args[0].at(ATOM)}.reshape{self.shape(node.axes)}")

    # Of a matrix as a whole

    def write_inv(self, node: Node, args: Args) -> Code:
        return call(f"{self.xp}.linalg.inv", args[0].text)

    def write_det(self, node: Node, args: Args) -> Code:
        return call(f"{self.xp}.linalg.det", args[0].text)

    def write_logabsdet(self, node: Node, args: Args) -> Code:
        return Code(f"{self.xp}.linalg.slogdet({args[0].text})[1]")

    def write_svd(self, node: Node, args: Args) -> Code:
        return call(f"{self.xp}.linalg.svd", args[0].text)

    def write_part(self, node: Node, args: Args) -> Code:
        return Code(f"{args[0].text}[{node.data}]")

    def write_others(self, node: Node, args: Args) -> Code:
        """For every entry, the product of the others."""
        row, column = (self.index(letter, "ij", node.axes[0]) for letter in "ij")
        return Code(f"{self.xp}.where({row} == {column}, 1.0, {args[0].text}).prod({self.axis}=1)")

    def write_matrix_power(self, node: Node, args: Args) -> Code:
        k = args[1].text if node.data is None else str(node.data)
        return call(f"{self.xp}.linalg.matrix_power", args[0].text, f"int({k})" if node.data is None else k)

    def write_solve(self, node: Node, args: Args) -> Code:
        a = self.turned(args[0], "ij", "ji") if node.data else args[0]
        return call(f"{self.xp}.linalg.solve", a.text, args[1].text)

    def write_each_solve(self, node: Node, args: Args) -> Code:
        """A system for every example; a right-hand side that is a vector is a matrix of one column."""
        flipped, is_matrix = node.data
        a = self.turned(args[0], "kij", "kji") if flipped else args[0]
        right = args[1].text if is_matrix else f"{args[1].at(ATOM)}[..., None]"
        found = call(f"{self.xp}.linalg.solve", a.text, right)
        return found if is_matrix else Code(f"{found.text}[..., 0]")

    def write_cholesky(self, node: Node, args: Args) -> Code:
        return call(f"{self.xp}.linalg.cholesky", args[0].text)

    def write_fill(self, node: Node, args: Args) -> Code:
        spec, out = node.data
        if not spec:
            return call(f"{self.xp}.full", self.shape(node.axes), self.real(node.args[0], args[0]))
        return self.spread(self.aligned(args[0], spec, out), node)

    def real(self, node: Node, a: Code) -> str:
        """A number of a formula, as a floating one."""
        return repr(float(node.data)) if node.op == "const" else a.text

    def spread(self, a: Code, node: Node) -> Code:
        return call(f"{self.xp}.broadcast_to", a.text, self.shape(node.axes))

    def zeros(self, axes: tuple[Dim, ...]) -> str:
        return f"{self.xp}.zeros({self.shape(axes)})"

    # What is zero off a diagonal

    def scatter(self, name: str, node: Node, args: Args) -> list[str]:
        """Statements that fill `name`: the places where indices agree are chosen by comparing them."""
        _, _, parts = node.data
        lines = self.started(name, node, args[0])
        for (c, (at, where)), a in zip(parts, args[1:], strict=True):
            lines.append(f"{name} = {name} + {self.masked(c, a, at, where, node)}")
        return lines

    def started(self, name: str, node: Node, base: Code) -> list[str]:
        """What is full, under this name, which may be its own already."""
        full, out, _ = node.data
        return [] if full == out and base.text == name else [f"{name} = {self.start(node, base, full, out)}"]

    def start(self, node: Node, base: Code, full: str | None, out: str) -> str:
        return self.zeros(node.axes) if full is None else self.aligned(base, full, out).text

    def masked(self, c: Fraction, a: Code, at: str, where: str, node: Node) -> str:
        """where(i == k, a, 0)"""
        outer = letters(len(where))
        first = {c: outer[where.index(c)] for c in where}
        tests = [(outer[k], first[x], node.axes[k]) for k, x in enumerate(where) if first[x] != outer[k]]
        same = " & ".join(f"({self.index(a, outer, n)} == {self.index(b, outer, n)})" for a, b, n in tests)
        value = self.aligned(times(c, a), "".join(first[x] for x in at), outer).text
        if not tests:
            return value
        return f"{self.xp}.where({same.removeprefix('(').removesuffix(')') if len(tests) == 1 else same}, {value}, 0.0)"

    def index(self, letter: str, out: str, n: Dim) -> str:
        return self.aligned(Code(f"{self.xp}.arange({self.dim(n)})"), letter, out).text

    # Arguments and results

    def convert(self, name: str) -> str:
        return f"{name} = {self.xp}.asarray({name}, dtype=float)"

    def shape_of(self, name: str) -> str:
        return f"{name}.shape"

    def copied(self, text: str, is_array: bool) -> str:
        """A result of one's own, where it would be an argument itself."""
        return text
