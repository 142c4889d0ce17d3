"""tanh, identity, σ, s(t) = t/(1 + exp(−t)): the activation that a text stands for."""

from __future__ import annotations

from symjac.errors import ParseError
from symjac.expr.dims import SCALAR
from symjac.expr.expr import Op
from symjac.expr.families import ELEMENTWISE, WITH_NUMBER, ScalarOp
from symjac.expr.make import function, symbol
from symjac.expr.registry import find, operations
from symjac.language.text.alike import close_to
from symjac.pages.activation.functions import OPEN, Activation, built_in, identity, left_open
from symjac.pages.activation.typed import typed

IDENTITY = ("identity", "linear", "none")


def activation_of(text: str) -> Activation:
    """By name ('tanh', 'logistic', 'identity', 'sigma' for one left open), or as it is typed: 's(t) = t/(1 + exp(-t))'."""
    wanted = text.strip()
    if "=" in wanted:
        return typed(wanted)
    if wanted in IDENTITY:
        return identity()
    if wanted in (OPEN, "σ", r"\sigma"):
        return left_open()
    op = find(wanted)
    if op is not None and abbreviates(op):
        t = symbol("t", SCALAR)
        return typed(f"{op.name}(t) = {function(op.name, t)}")
    if not isinstance(op, ScalarOp):
        raise ParseError(f"there is no activation {wanted!r}", expected=known(), hint=near(wanted))
    return built_in(op)


def abbreviates(op: Op) -> bool:
    """silu, gelu, elu: names for formulas of one number."""
    return (
        op.name.isalpha()
        and op.expand is not None
        and op.signature is not None
        and op.signature.text in (ELEMENTWISE, WITH_NUMBER)
    )


def names_known() -> list[str]:
    return [op.name for op in operations() if isinstance(op, ScalarOp) or abbreviates(op)]


def known() -> str:
    """What can be said."""
    names = names_known()
    return ", ".join([*names, "identity", "sigma"]) + ", or a formula: s(t) = t/(1 + exp(-t))"


def near(wanted: str) -> str | None:
    found = close_to(wanted, names_known())
    return f"did you mean {found}?" if found else None
