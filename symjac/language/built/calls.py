"""exp(A), |A|, ‖A‖, f(x): functions of numbers and of matrices, and those that are refused."""

from __future__ import annotations

from symjac.errors import ShapeError, UnsupportedError
from symjac.expr import make as kernel
from symjac.expr.expr import Expr
from symjac.language.built.base import Building
from symjac.language.text.tree import Node, postorder

MATRIX_FUNCTIONS = {"exp": "matrix exponential", "log": "logarithm of a matrix", "sqrt": "square root of a matrix"}


class Calls(Building):
    """The part that builds functions."""

    def _bars(self, node: Node, args: list[Expr]) -> Expr:
        """|s| of a number, |A| of a matrix; |x - y| is no determinant of an x that only that would make a matrix."""
        leaves = [self.shapes.leaf(str(part.data)) for part in postorder(node) if part.kind == "name"]
        if any(map(self._is_made_a_matrix, leaves)) and not args[0].is_scalar:
            hint = "the length of a column is written ||x||; of a matrix, declare it"
            raise UnsupportedError(
                "bars are the absolute value of a number or a determinant", source=self.source, span=node.span, hint=hint
            )
        return kernel.function("abs" if args[0].is_scalar else "det", args[0])

    def _call(self, node: Node, args: list[Expr]) -> Expr:
        name, (arg, *_) = str(node.data), args
        if "euler" in node.gaps and (arg.is_matrix or self._is_flow(node.args[0])):
            hint = "entry by entry it is written exp(A)" + ("" if arg.is_matrix else "; of numbers, declare A: scalar; t: scalar")
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
        if name in ("sum", "mean") and arg.is_scalar:
            self._check_entries(node)
        if "weighted" in node.gaps and arg.is_scalar:
            self.told[f"{self.source[slice(*node.span)]} is taken as the root of {arg}."] = None
        if ("column" in node.gaps and arg.is_matrix) or ("weighted" in node.gaps and not arg.is_scalar):
            raise UnsupportedError("this norm of a matrix is not supported", hint="norm(A) is the Frobenius norm")
        if name == "log" and "bare" in node.gaps and arg.op.name == "det" and node.args[0].kind in ("call", "bars"):
            return kernel.function("logdet", *arg.args)
        return kernel.function(name, *args)

    def _is_flow(self, exponent: Node) -> bool:
        """A t of e^{At}, which only the convention makes a column."""
        product = exponent.args[0] if exponent.kind == "neg" else exponent
        names = [str(part.data) for part in product.args if part.kind == "name"] if product.kind == "mul" else []
        leaves = [self.shapes.leaf(name) for name in names]
        plural = [not self.shapes.sizes.scalar(leaf.pair) and not leaf.declared for leaf in leaves]
        return names[-1:] == ["t"] and all(plural) and any(name[0].isupper() for name in names)

    def _check_entries(self, node: Node) -> None:
        """sum(p*log(p/q)), which only numbers fit: columns are meant, and products and quotients entry by entry."""
        names = {str(part.data) for part in postorder(node) if part.kind == "name" and "#" not in str(part.data)}
        leaves = [self.shapes.leaf(name) for name in names]
        numbers = all(self.shapes.sizes.scalar(leaf.pair) for leaf in leaves)
        if leaves and numbers and not any(leaf.declared for leaf in leaves):
            hint = f"write .* ./ and .^ for what is meant entry by entry, or declare {min(names)}: scalar"
            raise ShapeError(f"`{node.data}` adds entries, and as it is written only numbers fit here", source=self.source,
                             span=node.span, hint=hint)  # fmt: skip

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

    def _map(self, node: Node, args: list[Expr]) -> Expr:
        """The value or the Jacobian of a map that is only named."""
        f = self.shapes.maps[str(node.data)]
        make = kernel.image if node.kind == "image" else kernel.jacobian
        return make((f.name, f.inputs, f.outputs), args[0])
