"""f(x) of a function of one number and a column x: its body with every operation taken entry by entry."""

from __future__ import annotations

from symjac.errors import UnsupportedError
from symjac.expr import make as kernel
from symjac.expr.expr import Expr
from symjac.language.built.terms import Terms
from symjac.language.text.tree import Node


class Entrywise(Terms):
    """The part that takes bodies entry by entry."""

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
