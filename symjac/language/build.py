"""The tree with its shapes to an expression, exactly as typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import cast

from symjac.errors import LimitError, ParseError, SymjacError, UnsupportedError
from symjac.expr import make as kernel
from symjac.expr.binding import at_index
from symjac.expr.dims import ONE, Dim, Shape
from symjac.expr.expr import Expr
from symjac.expr.expr import postorder as kernel_postorder
from symjac.language.constants import check_domain, number_of
from symjac.language.shapes.infer import Shapes
from symjac.language.shapes.leaf import Leaf
from symjac.language.text.bound import Bound
from symjac.language.text.tree import Node, postorder

POWER = 10_000
POWERS = ("power", "hpower", "matrix_power")
TOWER = 8  # in an exponent: a^(c^2)
MATRIX_FUNCTIONS = {"exp": "matrix exponential", "log": "logarithm of a matrix", "sqrt": "square root of a matrix"}
SHIFT = 64  # from k, in the exponent of a matrix


class Builder:
    """build(root, env): env gives the expression of every name."""

    def __init__(self, source: str, shapes: Shapes, spreads: list[tuple[str, Node]], typeset: bool = False) -> None:
        self.source, self.shapes, self.spreads = source, shapes, spreads
        self.typeset = typeset  # a formula in LaTeX, whose exp may be the matrix exponential
        self.notes: dict[str, None] = {}  # what was taken in one of two ways
        self.told: dict[str, None] = {}  # what was added, in any spelling

    def build(self, root: Node, env: Mapping[str, Expr]) -> Expr:
        done: dict[Node, Expr] = {}
        for node in postorder(root):
            args = [done[arg] for arg in node.args]
            try:
                done[node] = self._make(node, args, env)
                check_domain(done[node])
            except SymjacError as error:
                raise self._placed(error, node) from None
        return done[root]

    def _placed(self, error: SymjacError, node: Node) -> SymjacError:
        if error.source is None:
            error.source, error.span = self.source, node.span
        return error

    def _make(self, node: Node, args: list[Expr], env: Mapping[str, Expr]) -> Expr:
        if node.kind == "name":
            return env[str(node.data)]
        if node.kind == "spread":
            return self._spread(node, args[0], env)
        method = _MAKE.get(node.kind)
        return method(self, node, args) if method else _SIMPLE[node.kind](*args)

    def _num(self, node: Node, args: list[Expr]) -> Expr:
        """The number, or that multiple of ones where it stands beside a function taken entry by entry."""
        value = kernel.number(node.data)
        ones = kernel.ones(*self.shapes.shape(node))
        return value if ones.is_scalar else ones if kernel.value_of(value) == 1 else kernel.mul(value, ones)

    def _size(self, node: Node, args: list[Expr]) -> Expr:
        return kernel.size(node.data)  # type: ignore[arg-type]

    def _sized(self, node: Node, args: list[Expr]) -> Expr:
        name, sizes = cast(tuple[str, tuple[Dim, ...]], node.data)
        make: Callable[..., Expr] = getattr(kernel, name)
        return make(*sizes[:1]) if name == "eye" else make(*sizes)

    def _fitted(self, node: Node, args: list[Expr]) -> Expr:
        rows, columns = self.shapes.shape(node)
        if node.kind == "eye":
            return kernel.eye(rows)
        return kernel.ones(rows, columns) if node.kind == "ones" else kernel.zeros(rows, columns)

    def _add(self, node: Node, args: list[Expr]) -> Expr:
        """A sum; a number beside a column is added to every entry, a column or row beside a matrix to every row."""
        shape = self.shapes.shape(node)
        return kernel.add(*(a if a.shape == shape else self._widened(n, a, shape) for n, a in zip(node.args, args, strict=True)))

    def _widened(self, node: Node, arg: Expr, shape: Shape) -> Expr:
        if arg.op.name == "neg":
            return kernel.neg(self._widened(node.args[0], arg.args[0], shape))
        text = self.source[slice(*node.span)]
        if arg.is_scalar:
            self.told[f"{text} is added to every entry."] = None
            return kernel.mul(arg, kernel.ones(*shape))
        self.told[f"{text} is added to every row."] = None
        return kernel.mul(kernel.ones(shape[0]), arg if arg.is_row else kernel.transpose(arg))

    def _mul(self, node: Node, args: list[Expr]) -> Expr:
        """A chain of factors; a dot between two columns is their inner product."""
        if "dot" not in node.gaps:
            return kernel.mul(*args)
        parts = args[:1]
        for gap, arg in zip(node.gaps, args[1:], strict=True):
            left = kernel.mul(*parts) if gap == "dot" else parts[0]
            if gap == "dot" and left.is_vector and arg.is_vector:
                parts = [kernel.function("dot", left, arg)]
            else:
                parts.append(arg)
        return kernel.mul(*parts)

    def _hadamard(self, node: Node, args: list[Expr]) -> Expr:
        total = args[0]
        run: list[Expr] = args[:1]
        for arg in args[1:]:
            if total.is_scalar or arg.is_scalar:
                total = kernel.mul(total, arg)
                run = [total]
            else:
                run.append(arg)
                total = arg
        return run[0] if len(run) == 1 else kernel.hadamard(*run)

    def _hdiv(self, node: Node, args: list[Expr]) -> Expr:
        a, b = args
        return kernel.div(a, b) if b.is_scalar else kernel.hdiv(a, b)

    def _pow(self, node: Node, args: list[Expr]) -> Expr:
        base, exponent = args
        value = number_of(exponent)
        self._limit(base, value)
        self._tower(exponent)
        if not base.is_scalar:
            self._check_base(node)
        if not base.is_scalar and value is None and self._symbolic(exponent):
            return kernel.power(base, exponent)
        if not base.is_scalar and (value is None or value.denominator != 1):
            shown = self.source[slice(*node.args[1].span)].strip("{}")
            raise UnsupportedError(
                f"the power {shown} of a matrix is not supported: only whole numbers, k, k + 1 or k - 1",
                source=self.source, span=node.span, hint="entry by entry it is written .^",
            )  # fmt: skip
        if value is not None and kernel.value_of(exponent) is None:
            exponent = kernel.number(value) if not base.is_scalar else exponent
        return kernel.power(base, exponent)

    def _check_base(self, node: Node) -> None:
        """(y - X w)^2: only the power would make a matrix of y, and nobody means that."""
        leaves = [self.shapes.leaf(str(part.data)) for part in postorder(node.args[0]) if part.kind == "name"]
        if node.args[0].kind == "add" and any(self._is_made_a_matrix(leaf) for leaf in leaves):
            hint = "entry by entry it is written .^2; of a matrix, declare it"
            raise UnsupportedError("this is the power of a matrix", source=self.source, span=node.span, hint=hint)

    def _is_made_a_matrix(self, leaf: Leaf) -> bool:
        return leaf.name[0].islower() and not leaf.declared and self._is_matrix(leaf.pair)

    def _symbolic(self, exponent: Expr) -> bool:
        """A name for a whole number, perhaps with a number added: k, k + 1, k - 2."""
        parts = kernel.symbol_and_number(exponent)
        if parts is None or "integer" not in parts[0].data[1]:
            return False
        if abs(parts[1]) > SHIFT:
            raise LimitError(f"the exponent differs from {parts[0]} by more than {SHIFT}")
        return True

    def _hpow(self, node: Node, args: list[Expr]) -> Expr:
        self._limit(args[0], number_of(args[1]))
        self._tower(args[1])
        return kernel.hpower(args[0], args[1])

    def _limit(self, base: Expr, exponent: Fraction | None) -> None:
        """At most 10 000, powers of powers multiplied: (x^9999)^9999 is too large."""
        while exponent is not None and base.op.name in POWERS:
            inner = number_of(base.args[1])
            base, exponent = base.args[0], inner * exponent if inner and exponent else exponent
        if exponent is not None and (abs(exponent) > POWER or exponent.denominator > POWER):
            raise LimitError(f"the exponent is larger than {POWER}")

    def _tower(self, exponent: Expr) -> None:
        """a^(9^(c^2)) has no bound on its digits: an exponent holds small powers only."""
        for part in kernel_postorder(exponent):
            if part.op.name in POWERS:
                value = number_of(part.args[1])
                if value is None or abs(value) > TOWER:
                    raise LimitError(f"a power in an exponent is at most the {TOWER}th", hint="name the exponent: a^k")

    def _bars(self, node: Node, args: list[Expr]) -> Expr:
        """|s| of a number, |A| of a matrix; |x - y| is no determinant of an x that only that would make a matrix."""
        leaves = [self.shapes.leaf(str(part.data)) for part in postorder(node) if part.kind == "name"]
        if any(map(self._is_made_a_matrix, leaves)) and not args[0].is_scalar:
            hint = "the length of a column is written ||x||; of a matrix, declare it"
            raise UnsupportedError(
                "bars are the absolute value of a number or a determinant", source=self.source, span=node.span, hint=hint
            )
        return kernel.function("abs" if args[0].is_scalar else "det", args[0])

    def _is_matrix(self, pair: tuple[int, int]) -> bool:
        return ONE not in self.shapes.shape_of(pair)

    def _call(self, node: Node, args: list[Expr]) -> Expr:
        name, (arg, *_) = str(node.data), args
        if "euler" in node.gaps and arg.is_matrix:
            hint = "entry by entry it is written exp(A)"
            raise UnsupportedError("e to a matrix is the matrix exponential, which is not supported", hint=hint)
        if name in MATRIX_FUNCTIONS and arg.is_matrix and self._may_be_square(node, arg) and "dotted" not in node.gaps:
            self._matrix_function(node, name, arg)
        if name in ("norm", "norm1") and "vector" in node.gaps and not (arg.is_vector or arg.is_row or arg.is_scalar):
            kind, hint = (
                ("spectral", "norm(A) is the Frobenius norm; where the largest singular value is simple, its gradient is u v'")
                if name == "norm"
                else ("maximum column sum", "norm1(A) adds absolute values")
            )
            raise UnsupportedError(f"this is the {kind} norm of a matrix, which is not supported", hint=hint)
        if "weighted" in node.gaps and arg.is_scalar:
            self.told[f"{self.source[slice(*node.span)]} is taken as the root of {arg}."] = None
        if ("column" in node.gaps and arg.is_matrix) or ("weighted" in node.gaps and not arg.is_scalar):
            raise UnsupportedError("this norm of a matrix is not supported", hint="norm(A) is the Frobenius norm")
        if name == "log" and "bare" in node.gaps and arg.op.name == "det" and node.args[0].kind in ("call", "bars"):
            return kernel.function("logdet", *arg.args)
        return kernel.function(name, *args)

    def _may_be_square(self, node: Node, arg: Expr) -> bool:
        """Whether it is square, or a letter of which nobody says that it is not."""
        (inner,) = node.args
        free = inner.kind == "name" and not self.shapes.leaf(str(inner.data)).declared
        return arg.shape[0] == arg.shape[1] or (free and self.typeset and self._is_under_a_trace(node))

    def _matrix_function(self, node: Node, name: str, arg: Expr) -> None:
        """exp of a square matrix: under a trace or of X'X refused in LaTeX, else taken entry by entry, which is told."""
        if self.typeset and (self._is_gram(arg) or self._is_under_a_trace(node)):
            kind = MATRIX_FUNCTIONS[name]
            message = f"{name} of a square matrix may be the {kind}, which is not supported, or {name} of every entry"
            raise UnsupportedError(message, hint=f"entry by entry it is written {name}.(X)")
        told = self.told if self._is_gram(arg) or self._is_under_a_trace(node) else self.notes
        told[f"{name} of a matrix is taken entry by entry."] = None

    @staticmethod
    def _is_gram(arg: Expr) -> bool:
        if arg.op.name != "mul" or len(arg.args) != 2:
            return False
        one, other = arg.args
        return kernel.transpose(one) is other or kernel.transpose(other) is one

    def _is_under_a_trace(self, node: Node) -> bool:
        above = self.shapes.parents.get(node)
        while above is not None and above.kind in ("mul", "add", "neg", "transpose"):
            above = self.shapes.parents.get(above)
        return above is not None and (above.kind == "bars" or (above.kind == "call" and above.data in ("tr", "det", "logdet")))

    # Sums over an index

    def _running(self, node: Node, letter: str) -> Expr:
        """The index where it stands; a number as it is."""
        if letter.isdigit():
            return kernel.number(int(letter))
        size = self.shapes.sizes.get(self.shapes.range_of(node, letter))
        assert size is not None
        return kernel.index(letter, size)

    def _index(self, node: Node, args: list[Expr]) -> Expr:
        return self._running(node, str(node.data))

    def _binder(self, node: Node, args: list[Expr]) -> Expr:
        bound = cast(Bound, node.data)
        size = self.shapes.sizes.get(self.shapes.range_at(node))
        assert size is not None
        make: Callable[[Expr, Expr], Expr] = getattr(kernel, bound.kind)
        return make(kernel.index(bound.letter, size), args[0])

    def _delta(self, node: Node, args: list[Expr]) -> Expr:
        if len(args) != 2:
            raise ParseError("the Kronecker delta takes two indices", source=self.source, span=node.span)
        return kernel.delta(*args)

    def _member(self, node: Node, args: list[Expr]) -> Expr:
        """x_i; of a family that is defined, p_i = …, what stands there, with this index."""
        (family,) = args
        at = [self._running(node, i) for i in cast(tuple[str, ...], node.data)]
        if family.op.name == "stack" and len(at) == 1:
            return at_index(family.args[0], {family.data[0]: at[0]})
        name = node.args[0].data if node.args[0].kind == "name" else None
        axes = self.shapes.axes.get(str(name))
        ranges = [self.shapes.sizes.get(v) for v in axes] if axes else list(family.shape[: len(at)])
        assert None not in ranges
        return kernel.member(family, at, cast(list[Dim], ranges), self.shapes.shape(node))

    def _map(self, node: Node, args: list[Expr]) -> Expr:
        """The value or the Jacobian of a map that is only named."""
        f = self.shapes.maps[str(node.data)]
        make = kernel.image if node.kind == "image" else kernel.jacobian
        return make((f.name, f.inputs, f.outputs), args[0])

    def _literal(self, node: Node, args: list[Expr]) -> Expr:
        widths = cast(tuple[int, ...], node.data)
        n = widths[0]
        return kernel.literal(tuple(tuple(args[k : k + n]) for k in range(0, len(args), n)))

    def _spread(self, node: Node, arg: Expr, env: Mapping[str, Expr]) -> Expr:
        """The body of a function of one number, entry by entry."""
        inner, index = cast(tuple[str, int], node.data)
        body = self.spreads[index][1]
        done: dict[Node, Expr] = {}
        scope = {**env, inner: arg}
        for part in postorder(body):
            args = [done[a] for a in part.args]
            done[part] = self._make(part, args, scope) if all(a.is_scalar for a in args) else self._entrywise(part, args)
        result = done[body]
        return result if result.shape == arg.shape else kernel.mul(result, kernel.ones(*arg.shape))

    def _entrywise(self, node: Node, args: list[Expr]) -> Expr:
        shape = next(a.shape for a in args if not a.is_scalar)

        def lift(a: Expr) -> Expr:
            if not a.is_scalar:
                return a
            ones = kernel.ones(*shape)
            return ones if kernel.value_of(a) == 1 else kernel.neg(ones) if kernel.value_of(a) == -1 else kernel.mul(a, ones)

        if node.kind == "add":
            return kernel.add(*map(lift, args))
        if node.kind in ("mul", "hadamard"):
            return self._hadamard(node, args)
        if node.kind in ("div", "hdiv"):
            return kernel.div(*args) if args[1].is_scalar else kernel.hdiv(lift(args[0]), args[1])
        if node.kind in ("pow", "hpow") and args[1].is_scalar:
            return kernel.hpower(*args)
        if node.kind == "neg":
            return kernel.neg(args[0])
        if node.kind == "transpose":
            return args[0]
        name = "abs" if node.kind == "bars" else str(node.data)
        if node.kind in ("call", "bars"):
            made = kernel.function(name, *args)
            if made.shape == shape:
                return made
        raise UnsupportedError(
            f"`{self.source[slice(*node.span)]}` cannot be taken entry by entry", source=self.source, span=node.span
        )


_SIMPLE: dict[str, Callable[..., Expr]] = {
    "neg": kernel.neg, "div": kernel.div, "transpose": kernel.transpose,
}  # fmt: skip
_MAKE: dict[str, Callable[[Builder, Node, list[Expr]], Expr]] = {
    "num": Builder._num, "size": Builder._size, "sized": Builder._sized, "eye": Builder._fitted, "ones": Builder._fitted,
    "zeros": Builder._fitted, "add": Builder._add, "mul": Builder._mul, "hadamard": Builder._hadamard, "hdiv": Builder._hdiv,
    "pow": Builder._pow, "hpow": Builder._hpow, "bars": Builder._bars, "call": Builder._call, "literal": Builder._literal,
    "image": Builder._map, "jacobian": Builder._map, "index": Builder._index, "delta": Builder._delta, "member": Builder._member,
    "bigsum": Builder._binder, "bigprod": Builder._binder, "stack": Builder._binder,
}  # fmt: skip
