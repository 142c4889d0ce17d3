"""A formula as a composition of maps: cut where everything passes through one vector or scalar.

norm(y - Phi*theta)^2   is   e = y - Phi*theta,  f = norm(e)^2
"""

from __future__ import annotations

from dataclasses import dataclass

from symjac.calculus.differential import differential, substitute
from symjac.derivation.question import Question
from symjac.expr.expr import Expr, contains, postorder
from symjac.expr.families import ScalarOp
from symjac.expr.make import is_op, symbol


@dataclass(frozen=True)
class Stage:
    """One map: `name` = body(inner), where body contains `inner` (a symbol) in place of what is before it.

    whole: the body with everything substituted, in terms of x.
    """

    symbol: Expr
    body: Expr
    inner: Expr
    whole: Expr
    kind: str  # "affine", "entrywise", "map" or "other"


def stages(task: Question) -> list[Stage]:
    if "stages" not in task.memo:
        task.memo["stages"] = typed_stages(task) or found_stages(task)
    found: list[Stage] = task.memo["stages"]
    return found


def typed_stages(task: Question) -> list[Stage]:
    """The person's own definitions, where each depends on the one before it alone."""
    out: list[Stage] = []
    inner = task.x
    for definition in task.problem.definitions:
        body, whole = definition.body, definition.expanded
        own = symbol(definition.name, body.shape)
        names = {e for e in postorder(body) if is_op(e, "symbol")}
        earlier = {stage.symbol.data[0] for stage in out}
        used = [e for e in names if e is task.x or e.data[0] in earlier]
        if len(used) != 1 or used[0].data[0] != inner.data[0] or not simple(body):
            return []
        out.append(Stage(own, body, used[0], whole, kind(body, used[0])))
        inner = own
    return out if len(out) >= 2 and out[-1].whole is task.f else []


def is_typed(task: Question, maps: list[Stage]) -> bool:
    """Whether the maps are the definitions of the problem."""
    return [s.symbol.data[0] for s in maps] == [d.name for d in task.problem.definitions]


def simple(e: Expr) -> bool:
    return e.is_scalar or e.is_vector


def found_stages(task: Question) -> list[Stage]:
    """Cut the formula where everything passes through one vector or scalar."""
    if not contains(task.f, task.x):
        return []
    cuts = [node for node in bottlenecks(task.f, task.x) if simple(node)]
    out: list[Stage] = []
    inner, below = task.x, task.x
    names = Names(task)
    while below is not task.f:
        later = cuts[cuts.index(below) + 1 :] if below in cuts else cuts
        top, how = grouped(later, below, inner)
        body = substitute(top, {below: inner})
        own = symbol(task.name, top.shape) if top is task.f else names.fresh(how, top)
        out.append(Stage(own, body, inner, top, how))
        inner, below = own, top
    return out


def bottlenecks(f: Expr, x: Expr) -> list[Expr]:
    """The nodes on every way from f down to x, from x upwards (the dominators of x)."""
    order = [e for e in postorder(f) if contains(e, x)]
    above: dict[Expr, set[Expr]] = {f: {f}}
    for e in reversed(order):
        for arg in e.args:
            if contains(arg, x):
                known = above[e] | {arg}
                above[arg] = above[arg] & known | {arg} if arg in above else known
    return [e for e in order if e in above[x] and e is not x]


def grouped(later: list[Expr], below: Expr, inner: Expr) -> tuple[Expr, str]:
    """The next map: as long as it stays affine; else as long as it is entry by entry; else to the next such map."""
    if is_op(later[0], "image"):
        return after_map(later), "map"
    for how in ("affine", "entrywise"):
        fitting = [node for node in later if kind(substitute(node, {below: inner}), inner) == how]
        if fitting and contiguous(later, fitting):
            return fitting[-1], how
    for k, node in enumerate(later):
        rest = later[k + 1 :]
        if node.is_vector or not rest or all(n.is_scalar for n in rest) and k == len(later) - 1:
            return node, "other"
    return later[-1], "other"


def after_map(later: list[Expr]) -> Expr:
    """y − g(θ): a map that is only named, and what stays affine behind it."""
    value, last = symbol("#value", later[0].shape), later[0]
    for node in later[1:]:
        if node.is_scalar or kind(substitute(node, {later[0]: value}), value) != "affine":
            break
        last = node
    return last


def contiguous(later: list[Expr], fitting: list[Expr]) -> bool:
    return later[0] is fitting[0]


def kind(body: Expr, inner: Expr) -> str:
    """affine: its differential does not contain the argument; entrywise: only scalar functions and elementwise operations."""
    df = differential(body, inner)
    if df is None or not contains(df, inner):
        return "affine"
    entrywise = all(entry_by_entry(e) for e in postorder(body) if contains(e, inner) and e is not inner)
    return "entrywise" if entrywise and body.shape == inner.shape and not body.is_scalar else "other"


def entry_by_entry(e: Expr) -> bool:
    if isinstance(e.op, ScalarOp) or is_op(e, "add", "neg", "hadamard", "hdiv", "hpower"):
        return True
    return is_op(e, "mul", "div") and sum(not arg.is_scalar for arg in e.args) == 1


class Names:
    """Letters for the intermediate quantities that the problem does not use yet."""

    LETTERS = {"affine": "zeuvt", "entrywise": "hagp", "other": "sucr", "map": "xszr"}

    def __init__(self, task: Question) -> None:
        self.used = {str(name) for name in task.problem.symbols} | {task.name, *task.problem.maps}
        self.squared = any(is_op(e, "norm") for e in postorder(task.f))

    def fresh(self, how: str, top: Expr) -> Expr:
        letters = "e" + self.LETTERS[how] if how in ("affine", "map") and self.squared and is_residual(top) else self.LETTERS[how]
        name = next(c for c in [*letters, *(f"z_{k}" for k in range(1, 99))] if c not in self.used)
        self.used.add(name)
        return symbol(name, top.shape)


def is_residual(top: Expr) -> bool:
    """y − Φθ: a difference."""
    return is_op(top, "add") and any(is_op(arg, "neg") for arg in top.args)
