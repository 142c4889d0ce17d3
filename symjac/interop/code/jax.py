"""JAX: arrays are not written to, so it can be compiled, mapped and differentiated again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from symjac.interop.code.nodes import Node
from symjac.interop.code.target import Args, Target
from symjac.interop.code.written import Code, call

LINALG = "inv det logabsdet svd part others matrix_power solve each_solve cholesky cho_solve".split()


class JAX(Target):
    factored = True

    def is_typed(self, root: Node, nodes: Iterable[Node]) -> bool:
        """All but its linear algebra."""
        return not any(node.op in LINALG for node in nodes)

    def write_cho_solve(self, node: Node, args: Args) -> Code:
        return call("jax.scipy.linalg.cho_solve", f"({args[0].text}, True)", args[1].text)


def jax(functions: Mapping[str, str]) -> Target:
    imports = ("import jax", "import jax.numpy as jnp", "from jax.typing import ArrayLike")
    return JAX("jax", "jnp", imports, functions, result="jax.Array", number="jax.Array")
