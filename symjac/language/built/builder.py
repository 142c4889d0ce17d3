"""Every node of a tree to an expression, from the leaves up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from symjac.errors import SymjacError
from symjac.expr import make as kernel
from symjac.expr.expr import Expr
from symjac.language.built.calls import Calls
from symjac.language.built.entrywise import Entrywise
from symjac.language.built.indexed import Indexed
from symjac.language.built.powers import Powers
from symjac.language.constants import check_domain
from symjac.language.text.tree import Node, postorder


class Builder(Entrywise, Powers, Calls, Indexed):
    """build(root, env): env gives the expression of every name."""

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
