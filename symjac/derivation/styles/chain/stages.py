"""A formula as a composition of maps: cut where everything passes through one vector or scalar.

norm(y - Phi*theta)^2   is   e = y - Phi*theta,  f = norm(e)^2
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count, pairwise

from symjac.calculus.simplify import rebuild
from symjac.derivation.question import Question, is_affine
from symjac.expr.expr import Expr, containing, contains, fold, postorder
from symjac.expr.families import ScalarOp
from symjac.expr.make import is_op, power, symbol


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

    @property
    def plain(self) -> bool:
        """One function, entry by entry, of the argument itself."""
        return self.kind == "entrywise" and isinstance(self.body.op, ScalarOp) and self.body.args[0] is self.inner


def stages(task: Question) -> list[Stage]:
    if "stages" not in task.memo:
        task.memo["stages"] = cut(task)
    found: list[Stage] = task.memo["stages"]
    return found


def cut(task: Question) -> list[Stage]:
    """As the person has cut it; else at vectors; else at numbers, and only where nothing else is left at the root in ‖x‖²."""
    coarsest = typed_stages(task) or found_stages(task)
    if len(coarsest) > 1:
        return coarsest
    finer = found_stages(task, finer=True)
    finest = finer if len(finer) > 1 else found_stages(task, finer=True, roots=True)
    return finest if len(finest) > 1 else coarsest


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


def coarse(task: Question) -> bool:
    """Whether it is cut without a cut at every number: a norm is one map, not the root of a sum of squares."""
    return len(typed_stages(task) or found_stages(task)) > 1


def found_stages(task: Question, *, finer: bool = False, roots: bool = False) -> list[Stage]:
    """Cut the formula where everything passes through one vector or scalar; finer: at all numbers; roots: at ‖x‖ in ‖x‖²."""
    if not contains(task.f, task.x):
        return []
    found = [node for node in bottlenecks(task.f, task.x) if simple(node)]
    cuts = [node for node, after in zip(found, [*found[1:], None], strict=False) if roots or not is_square(node, after)]
    out: list[Stage] = []
    inner, below = task.x, task.x
    names = Names(task)
    for top, how in maps(pieces(cuts, task.x), finer):
        own = symbol(task.name, top.shape) if top is task.f else names.fresh(how, top)
        out.append(Stage(own, seen_from(top, below, inner), inner, top, how))
        inner, below = own, top
    return out


def is_square(node: Expr, after: Expr | None) -> bool:
    """The ‖x‖ of ‖x‖², which is no map by itself where something is made of the square: it is xᵀx."""
    return is_op(node, "norm") and after is power(node, 2)


def bottlenecks(f: Expr, x: Expr) -> list[Expr]:
    """The nodes on every way from f down to x, from x upwards (the dominators of x).

    From f downwards, each node after all that contain it: one is on every way if no other has been met and not yet left."""
    order = containing(f, x)
    moving = set(order)
    met = {f}
    found = []
    for e in reversed(order):
        met.discard(e)
        if not met and e is not x:
            found.append(e)
        met.update(arg for arg in e.args if arg in moving)
    return found[::-1]


@dataclass(frozen=True)
class Piece:
    """From one cut to the next, `node`."""

    node: Expr
    affine: bool
    entrywise: bool


def pieces(cuts: list[Expr], x: Expr) -> list[Piece]:
    """Every cut as a function of the one below it."""
    out = []
    for below, node in pairwise([x, *cuts]):
        inner = x if below is x else symbol("#below", below.shape)
        body = seen_from(node, below, inner)
        out.append(Piece(node, is_affine(body, inner), is_entrywise(body, inner)))
    return out


def seen_from(top: Expr, below: Expr, inner: Expr) -> Expr:
    """top as a function of what is below it, which is called inner."""
    return fold(top, rebuild, {below: inner})


def maps(cut: list[Piece], finer: bool) -> Iterator[tuple[Expr, str]]:
    """Where each map ends, and its kind: as long as it stays affine; else as long as it is entry by entry; else to the next
    vector. A map that is only named takes along what stays affine behind it: y − g(θ)."""
    rest = deque(cut)
    while rest:
        piece = rest.popleft()
        how = kind_of(piece)
        while rest and goes_on(how, piece.node, rest[0], finer):
            piece = rest.popleft()
        yield piece.node, how


def kind_of(piece: Piece) -> str:
    if is_op(piece.node, "image"):
        return "map"
    return "affine" if piece.affine else "entrywise" if piece.entrywise else "other"


def goes_on(how: str, last: Expr, piece: Piece, finer: bool) -> bool:
    """Whether the map that has come to `last` takes the next piece with it."""
    match how:
        case "map":
            return piece.affine and not piece.node.is_scalar
        case "affine":
            return piece.affine
        case "entrywise":
            return piece.entrywise
    return not (last.is_vector or (finer and last.is_scalar and not piece.affine))


def kind(body: Expr, inner: Expr) -> str:
    return "affine" if is_affine(body, inner) else "entrywise" if is_entrywise(body, inner) else "other"


def is_entrywise(body: Expr, inner: Expr) -> bool:
    """Only scalar functions and elementwise operations, of a vector."""
    if body.is_scalar or body.shape != inner.shape:
        return False
    return all(entry_by_entry(e) for e in containing(body, inner) if e is not inner)


def entry_by_entry(e: Expr) -> bool:
    if isinstance(e.op, ScalarOp) or is_op(e, "add", "neg", "hadamard", "hdiv", "hpower"):
        return True
    return is_op(e, "mul", "div") and sum(not arg.is_scalar for arg in e.args) == 1


class Names:
    """Letters for the intermediate quantities that the problem does not use yet."""

    LETTERS = {"affine": "zuvte", "entrywise": "hagp", "other": "sucr", "map": "xszr"}

    def __init__(self, task: Question) -> None:
        self.index = index_of(task)
        self.used = {str(name) for name in task.problem.symbols} | {task.name, *task.problem.maps, *task.memo.get("taken", ())}
        self.squared = any(is_op(e, "norm") for e in postorder(task.f))

    def fresh(self, how: str, top: Expr) -> Expr:
        letters = "e" + self.LETTERS[how] if how in ("affine", "map") and self.squared and is_residual(top) else self.LETTERS[how]
        own = "".join(i for i in self.index if i in indices(top))
        free = next(c for c in chain(letters, (f"z_{k}" for k in count(1))) if c not in self.used)
        self.used.add(free)
        return symbol(f"{free}_{own}" if own and "_" not in free else free, top.shape)


def index_of(task: Question) -> list[str]:
    """i of f_i, or of a sum over i within which a part has a name: what stands for z_i is called z_i."""
    bound = [str(e.data[0].data[0]) for e in postorder(task.f) if e.op.binds]
    _, _, below = task.name.partition("_")
    return [*dict.fromkeys([*(i for i in below if i.isalpha()), *bound])]


def indices(e: Expr) -> set[str]:
    """i of x_i, and of the letters that are called so."""
    open_ = {str(i.data[0]) for i in e.free}
    below = (str(s.data[0]).partition("_")[2] for s in postorder(e) if is_op(s, "symbol"))
    return open_.union(*below)


def is_residual(top: Expr) -> bool:
    """y − Φθ: a difference."""
    return is_op(top, "add") and any(is_op(arg, "neg") for arg in top.args)
