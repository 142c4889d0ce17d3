"""min f(x) subject to Ax = b: the problem, its Lagrangian L, and the gradients that have to vanish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symjac.calculus.differential import gradient
from symjac.calculus.identities.factors import symmetric_at_sight
from symjac.calculus.optimum.affine import symmetric_part
from symjac.calculus.simple import simplify
from symjac.calculus.simplify import Simplifier, is_zero
from symjac.errors import UnsupportedError
from symjac.expr.expr import Expr, postorder
from symjac.expr.make import add, inner, is_op, neg, sub, symbol


@dataclass(frozen=True)
class Constraint:
    left: Expr
    right: Expr

    @property
    def difference(self) -> Expr:
        return sub(self.left, self.right) if not is_zero(self.right) else self.left


@dataclass(frozen=True)
class Setting:
    """f is minimised, or maximised where `greatest` is set; taken: names that are in use."""

    f: Expr
    variables: tuple[Expr, ...]
    constraints: tuple[Constraint, ...] = ()
    taken: tuple[str, ...] = ()
    greatest: bool = False

    @property
    def down(self) -> Expr:
        """What is minimised: f, or −f."""
        return simplify(neg(self.f)) if self.greatest else self.f

    @property
    def differences(self) -> tuple[Expr, ...]:
        return tuple(c.difference for c in self.constraints)


def names_of_multipliers(s: Setting) -> tuple[Expr, ...]:
    letter = next(c for c in ("nu", "eta", "kappa", "xi") if c not in s.taken)
    count = len(s.constraints)
    names = [letter] if count == 1 else [f"{letter}_{k + 1}" for k in range(count)]
    return tuple(symbol(n, c.left.shape) for n, c in zip(names, s.constraints, strict=True))


def lagrangian(s: Setting, multipliers: Sequence[Expr]) -> Expr:
    terms = [inner(nu, c) for nu, c in zip(multipliers, s.differences, strict=True)]
    return add(s.f, *terms) if terms else s.f


def check_entries(f: Expr, variables: Sequence[Expr]) -> None:
    """No x_1 beside x: what is solved for is x as a whole."""
    single = next((e for e in postorder(f) if is_op(e, "member") and e.args[0] in variables), None)
    if single is not None:
        hint = f"write it with {single.args[0]} as a whole, such as c'*{single.args[0]} for an entry of it"
        raise UnsupportedError(f"a single entry of a variable, {single}, is not solved for", found=str(f), hint=hint)


def stationarity(s: Setting, multipliers: Sequence[Expr]) -> tuple[tuple[Expr, Expr], ...]:
    """Each variable with the gradient of L by it, its symmetric part where only symmetric changes are allowed."""
    L, simplifier = lagrangian(s, multipliers), Simplifier()
    check_entries(L, s.variables)
    out = []
    for x in s.variables:
        G = simplify(gradient(L, x, simplifier))
        out.append((x, symmetric_part(G, x) if x.is_matrix and symmetric_at_sight(x) else G))
    return tuple(out)
