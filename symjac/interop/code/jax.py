"""JAX: arrays are not written to, so it can be compiled, mapped and differentiated again."""

from __future__ import annotations

from collections.abc import Mapping

from symjac.interop.code.target import Target


def jax(functions: Mapping[str, str]) -> Target:
    imports = ("import jax", "import jax.numpy as jnp", "from jax.typing import ArrayLike")
    return Target("jax", "jnp", imports, functions, scalar="ArrayLike", result="jax.Array")
