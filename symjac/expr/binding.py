"""Indices put in for others, f_i at i = k: what a sum binds is renamed where it would be caught."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from symjac.expr.expr import Expr, fold, postorder
from symjac.expr.make import add, index, is_op, mul, number
from symjac.expr.registry import apply

LETTERS = "ijklmnpqrst"

Visit = Callable[[Expr, tuple[Expr, ...]], Expr]


def remade(expr: Expr, args: tuple[Expr, ...]) -> Expr:
    """The same operation on other arguments."""
    if args == expr.args:
        return expr
    return apply(expr.op, args, expr.data, None if expr.op.signature is not None else expr.shape)


def at_index(expr: Expr, table: Mapping[Expr, Expr]) -> Expr:
    """The expression with other indices, or numbers, in place of free ones."""
    table = {old: new for old, new in table.items() if old in expr.free and old is not new}
    if not table:
        return expr
    taken = frozenset(table) | {i for new in table.values() for i in new.free}
    return _replaced(unbound(expr, taken), table)


def _replaced(expr: Expr, table: Mapping[Expr, Expr]) -> Expr:
    def visit(e: Expr, args: tuple[Expr, ...]) -> Expr:
        return table.get(e) or remade(e, args)

    return fold(expr, visit)


def unbound(expr: Expr, taken: Collection[Expr]) -> Expr:
    """The expression in which no sum runs over one of these indices."""
    names = {i.data[0] for i in taken if is_op(i, "index")}
    used = names | letters_in(expr)
    fresh: dict[Expr, Expr] = {}

    def visit(e: Expr, args: tuple[Expr, ...]) -> Expr:
        new = remade(e, args)
        if not e.op.binds or e.data[0].data[0] not in names:
            return new
        i = e.data[0]
        if i not in fresh:
            fresh[i] = index(unused(used), i.data[1])
            used.add(fresh[i].data[0])
        return apply(e.op, (_replaced(new.args[0], {i: fresh[i]}),), (fresh[i],), e.shape)

    return fold(expr, visit)


def unused(names: Collection[str]) -> str:
    """A letter for an index that is none of these."""
    plain = (c for c in LETTERS if c not in names)
    return next(plain, None) or next(n for k in range(1, 1000) if (n := f"i_{k}") not in names)


def indices(expr: Expr) -> list[Expr]:
    """Every index that occurs, bound or free."""
    found: dict[Expr, None] = {}
    for e in postorder(expr):
        if e.op.binds:
            found[e.data[0]] = None
        elif is_op(e, "index"):
            found[e] = None
    return list(found)


def letters_in(*exprs: Expr) -> set[str]:
    """What no further index may be called there: the indices that occur, and the symbols."""
    symbols = {str(e.data[0]) for expr in exprs for e in postorder(expr) if is_op(e, "symbol")}
    return symbols | {str(i.data[0]) for expr in exprs for i in indices(expr)}


def families(expr: Expr) -> dict[Expr, list[Expr]]:
    """The members that occur of each family."""
    found: dict[Expr, list[Expr]] = {}
    for e in postorder(expr):
        if is_op(e, "member"):
            found.setdefault(e.args[0], []).append(e)
    return found


def one_of_each(expr: Expr) -> dict[Expr, Expr]:
    """A member of each family that is a variable."""
    return {family: found[0] for family, found in families(expr).items() if is_op(family, "symbol")}


def spelled_out(expr: Expr, most: int) -> Expr:
    """Sums over an index that runs to a number: their terms, one by one; of more than `most` a sum stays as it is."""

    def visit(e: Expr, args: tuple[Expr, ...]) -> Expr:
        new = remade(e, args)
        count = new.data[0].data[1].number if is_op(new, "bigsum", "bigprod") else None
        if count is None or count > most:
            return new
        terms = [at_index(new.args[0], {new.data[0]: number(k)}) for k in range(1, count + 1)]
        return add(*terms) if is_op(new, "bigsum") else mul(*terms)

    return fold(expr, visit)


def free_letters(x: Expr, taken: Sequence[str]) -> tuple[str, ...]:
    """The letters of a member that is met in f, or others where these are taken or no letters."""
    found: list[str] = []
    for i in x.args[1:]:
        own = str(i.data[0]) if is_op(i, "index") else LETTERS[0]
        found.append(own if own not in (*taken, *found) else unused([*taken, *found]))
    return tuple(found)


def alike(expr: Expr) -> Expr:
    """Sums that differ in the letter of their index only have one letter, where no sum then stands in another of its letter."""
    first: dict[tuple[Expr, Expr], Expr] = {}

    def visit(e: Expr, args: tuple[Expr, ...]) -> Expr:
        new = remade(e, args)
        if not e.op.binds:
            return new
        i = new.data[0]
        any_letter = index("#", i.data[1])
        return first.setdefault(
            (any_letter, apply(e.op, (_replaced(new.args[0], {i: any_letter}),), (any_letter,), e.shape)), new
        )

    found = fold(expr, visit)
    return expr if found is expr or nested(found) else found


def nested(expr: Expr) -> bool:
    """Whether a sum stands within another over the same letter."""
    below: dict[Expr, frozenset[str]] = {}
    for e in postorder(expr):
        inside = frozenset().union(*(below[a] for a in e.args))
        letter = str(e.data[0].data[0]) if e.op.binds else None
        if letter in inside:
            return True
        below[e] = inside | {letter} if letter else inside
    return False
