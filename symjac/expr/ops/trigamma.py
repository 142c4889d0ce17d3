"""trigamma z = Σ_k 1/(z + k)², entry by entry, for positive z: where the derivatives of lgamma end."""

from dataclasses import replace
from typing import Any

from symjac.expr.families import named, scalar_op, where
from symjac.expr.registry import register


def derivative(z: Any, h: Any, f: Any) -> Any:
    raise NotImplementedError  # there is no differential: it is refused by name


register(
    replace(
        scalar_op(
            "trigamma",
            lambda f, z: f.trigamma(z),
            derivative,
            named("trigamma"),
            sentence="trigamma is the second derivative of lgamma; its own derivative is not in the language",
            source="Abramowitz & Stegun, eq. (6.4.10)",
            domain=where("positive"),
            example="trigamma(x)",
            elsewhere="trigamma",
        ),
        differential=None,
    )
)
