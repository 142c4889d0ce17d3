"""tanh, identity, σ, s(t) = t/(1 + exp(−t)): the activation that a text stands for."""

from __future__ import annotations

from symjac.errors import ParseError
from symjac.expr.families import ScalarOp
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
    if not isinstance(op, ScalarOp):
        raise ParseError(f"there is no activation {wanted!r}", expected=known(), hint=near(wanted))
    return built_in(op)


def known() -> str:
    """What can be said."""
    names = [op.name for op in operations() if isinstance(op, ScalarOp)]
    return ", ".join([*names, "identity", "sigma"]) + ", or a formula: s(t) = t/(1 + exp(-t))"


def near(wanted: str) -> str | None:
    found = close_to(wanted, [op.name for op in operations() if isinstance(op, ScalarOp)])
    return f"did you mean {found}?" if found else None
