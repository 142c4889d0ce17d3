"""x^2, A^k, x.^2: powers, and how large an exponent may be."""

from __future__ import annotations

from fractions import Fraction

from symjac.errors import LimitError, UnsupportedError
from symjac.expr import make as kernel
from symjac.expr.expr import Expr
from symjac.expr.expr import postorder as kernel_postorder
from symjac.language.built.base import Building
from symjac.language.constants import number_of
from symjac.language.text.tree import Node, postorder

POWER = 10_000
POWERS = ("power", "hpower", "matrix_power")
TOWER = 8  # in an exponent: a^(c^2)
SHIFT = 64  # from k, in the exponent of a matrix


class Powers(Building):
    """The part that builds powers."""

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
