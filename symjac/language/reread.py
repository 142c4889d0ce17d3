"""x_1 beside x ∈ ℝⁿ, which shapes alone tell: what names were taken for, and whether the text is read again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from symjac.errors import ParseError
from symjac.expr.dims import ONE
from symjac.expr.expr import Expr
from symjac.language.declare import Declaration
from symjac.language.entries import indices_of, split_entry
from symjac.language.meaning import Meaning

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


def as_numbers(meaning: Meaning, variables: Sequence[str], declared: Mapping[str, Declaration]) -> dict[str, Declaration]:
    """x_1, …, x_n as numbers, where x: n, n a number, or an entry of it is the variable, and x itself is not in the formula."""
    first = variables[0]
    x = first if first in declared else (split_entry(first) or ("", ""))[0]
    item = declared.get(x)
    if item is None or item.rows is None or item.columns != ONE or x in meaning.program.free():
        return {}
    n = item.rows.number or 0
    below = [split[1] for name in meaning.arrays if name not in declared and (split := split_entry(name)) and split[0] == x]
    if not below or not 1 < n <= COUNTED or not all(b.isdigit() and 0 < int(b) <= n for b in below):
        return {}
    return {name: Declaration(name, ONE, ONE, item.words) for k in range(1, n + 1) for name in [f"{x}_{k}"]}


def check_apart(names: Mapping[str, Expr], declared: Collection[str]) -> None:
    """No number is called x_1 where x is a column: its first entry is written so."""
    for name in declared:
        split = split_entry(name)
        array = names.get(split[0]) if split else None
        counted = split is not None and indices_of(split[1], 1) is not None and split[1].isdigit()
        if split and counted and array is not None and array.is_vector and name in names and names[name].is_scalar:
            what = f"`{name}` is declared as a name of its own, and is how an entry of {split[0]} is written"
            raise ParseError(what, hint="give it another name")
