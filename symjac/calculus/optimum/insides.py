"""f(x) = g(Lx + b): what f contains that is affine in its variables, named; g bends as f does, along Lv instead of v.

Source: Boyd & Vandenberghe, Convex Optimization, 3.2.2 (composition with an affine map).
"""

from __future__ import annotations

from collections.abc import Sequence

from symjac.calculus.differential import differential, direction, substitute
from symjac.expr.expr import Expr, postorder
from symjac.expr.make import add, is_op, symbol

Insides = dict[Expr, Expr]  # letter → the affine expression that it stands for


def insides(f: Expr, variables: Sequence[Expr]) -> tuple[Expr, Insides]:
    """g and its letters; the largest affine parts get one each, a variable that stands alone keeps its own."""
    affine, active = affine_nodes(f, variables)
    letters: dict[Expr, Expr] = {}
    for e in postorder(f):
        for a in map(upright, e.args):
            if a in affine and e in active and e not in affine and a not in letters:
                letters[a] = a if a in variables else symbol(f"inside {len(letters) + 1}", a.shape)
    if any(a.free - f.free for a in letters):  # what a sum binds has no letter outside of it
        return f, {}
    table = {a: u for a, u in letters.items() if a is not u}
    return substitute_outermost(f, table), {u: a for a, u in letters.items()}


def upright(a: Expr) -> Expr:
    """A of A'."""
    return a.args[0] if is_op(a, "transpose") else a


def affine_nodes(f: Expr, variables: Sequence[Expr]) -> tuple[set[Expr], set[Expr]]:
    """The parts that are affine in the variables and contain one, and all that contain one."""
    affine, active = set(variables), set(variables)
    for e in postorder(f):
        moving = [a for a in e.args if a in active]
        if not moving or e in active:
            continue
        active.add(e)
        straight = e.op.linear is not None and all(a in affine for a in moving)
        straight = straight and not (is_op(e, "div", "hdiv") and e.args[1] in active)  # linear in what is divided only
        if straight and (len(moving) == 1 or is_op(e, "add", "literal")):
            affine.add(e)
    return affine, active


def substitute_outermost(f: Expr, table: dict[Expr, Expr]) -> Expr:
    return substitute(f, table) if table else f


def along(inside: Expr, table: dict[Expr, Expr]) -> Expr | None:
    """Lv: how an affine part changes when the variables do."""
    parts = [d for x in table if (d := differential(inside, x)) is not None]
    return substitute(add(*parts), {direction(x): v for x, v in table.items()}) if parts else None
