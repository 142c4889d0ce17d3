"""x_1 beside x ∈ ℝⁿ, which shapes alone tell: what names were taken for, and whether the text is read again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from symjac.errors import ParseError
from symjac.expr.dims import ONE
from symjac.expr.expr import Expr
from symjac.language.declare import Declaration
from symjac.language.entries import indices_of, split_entry
from symjac.language.meaning import Meaning
from symjac.language.program import Program

Understood = tuple[Meaning, tuple[str, ...]]  # what the statements mean, and the variables
COUNTED = 12  # entries that are counted out


def with_entries(understood: Understood, again: Callable[[dict[str, int]], Understood], declared: Collection[str]) -> Understood:
    """The meaning of a text, and its variables; again, where names turn out to be entries of an array."""
    meaning, names = understood
    arrays: dict[str, int] = {}
    while True:
        by = {split[0] for name in names if (split := split_entry(name))}
        found = meant(meaning.arrays, meaning.conventions, {*declared, *names})
        more = {x: count for x, count in found.items() if x not in {*by, *arrays}}
        if not more:
            check_apart(meaning.arrays, declared)
            return meaning, names
        arrays |= more
        meaning, names = again(arrays)


def meant(names: Mapping[str, Expr], taken: Collection[str], own: Collection[str]) -> dict[str, int]:
    """The arrays of which names seem to be entries, with the number of their indices: x_1 beside x ∈ ℝⁿ, A_12 beside A.

    names: what they stand for, as they were read; taken: those whose shape only a convention gave; own: those that are declared.
    """
    found = {}
    for name, e in names.items():
        split = split_entry(name) if name not in own else None
        array = names.get(split[0]) if split else None
        if split is None or array is None or array.is_scalar or array.is_row:
            continue
        count = 1 if array.is_vector else 2
        if indices_of(split[1], count) is not None and (e.is_scalar or name in taken or count == 2):
            found[split[0]] = count
    return found


def counted_out(program: Program, wrt: str | None, declared: Mapping[str, Declaration]) -> dict[str, tuple[str, ...]]:
    """x_1, …, x_n for the variable x, or for the x of x_1, where only entries with numbers are in the formula; n as declared."""
    params = program.last.params
    named = [*(name.strip() for name in wrt.split(",")), *params] if wrt else params
    used, found = dict.fromkeys(n for s in program.live() for n in program.needs(s)), {}
    entries: dict[str, list[str]] = {}
    for entry in used:
        if entry not in declared and (split := split_entry(entry)):
            entries.setdefault(split[0], []).append(split[1])
    for name in named:
        x = name if name in declared or not (split := split_entry(name)) else split[0]
        below = entries.get(x, [])
        if (
            x in used
            or not below
            or not all(b.isdigit() and int(b) > 0 for b in below)
            or (x != name and x not in {*declared, *params})
        ):
            continue
        item, most = declared.get(x), max(map(int, below))
        n = most if item is None or item.rows is None else item.rows.number if item.columns == ONE else None
        if n is not None and max(most, 2) <= n <= COUNTED:
            found[x] = tuple(f"{x}_{k}" for k in range(1, n + 1))
    return found


def check_apart(names: Mapping[str, Expr], declared: Collection[str]) -> None:
    """No number is called x_1 where x is a column: its first entry is written so."""
    for name in declared:
        split = split_entry(name)
        array = names.get(split[0]) if split else None
        counted = split is not None and indices_of(split[1], 1) is not None and split[1].isdigit()
        if split and counted and array is not None and array.is_vector and name in names and names[name].is_scalar:
            what = f"`{name}` is declared as a name of its own, and is how an entry of {split[0]} is written"
            raise ParseError(what, hint="give it another name")
