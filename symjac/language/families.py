"""Names with an index: p_k = … defines a family; x_i in ∂/∂x_i, and below a sum, is one of its members."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from symjac.errors import UnsupportedError
from symjac.language.context import Context
from symjac.language.declare import Declaration
from symjac.language.entries import settle
from symjac.language.text.line import Line
from symjac.language.text.names import full_name
from symjac.language.text.operators import Asked
from symjac.language.text.sums.averages import settle_ends
from symjac.language.text.sums.bound import Bound, Indexed, bases, bounds
from symjac.language.text.sums.members import part_runs
from symjac.language.text.sums.sums import indexed
from symjac.language.text.tree import Token
from symjac.lazy import regex

INDEX = regex(r"([A-Za-z]+(?:_[A-Za-z0-9]+)?)(?:_([A-Za-z])|_([A-Za-z])([A-Za-z])|\[([A-Za-z])\])")
KEPT = frozenset(("positive", "constant"))


@dataclass(frozen=True)
class Families:
    """names: of which members occur; declared: the shape of a member, x_i: D; bounds: the signs of all statements;
    asked: the indices of the variable that an operator in front of the formula names; notes: what is told of this reading."""

    names: frozenset[str]
    declared: Mapping[str, Declaration]
    bounds: tuple[Bound, ...]
    asked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_families(
    lines: list[Line],
    declared: Mapping[str, Declaration],
    asked: Asked | None,
    source: str,
    latex: bool,
    context: Context | None = None,
    arrays: Mapping[str, int] | None = None,
    variables: Collection[str] = (),
) -> tuple[Families, dict[str, Declaration]]:
    """The sums of all statements read, their families, and the declarations that are left.

    arrays: names of arrays with how many indices an entry has, whose entries are meant.
    """
    by = split_name(asked.name) if asked else None
    named = {*declared, *(n for line in lines for n in (line.name, *line.params) if n)}
    for line in lines if latex else ():
        line.body = part_runs(line.body, named, "\\" not in source)
        line.links = [part_runs(side, named, "\\" not in source) for side in line.links]
    for line in lines:
        indexed(line, source, latex, context.indices if context else (), context.families if context else ())
    told = list(settle_ends(lines, {*declared, *defined(lines)})) if context is None else []
    names = define_families(lines, source, latex)
    free = by[1] if by and by[0] in names else ()
    if free:
        indexed(lines[-1], source, latex, free)
    notes = [*told, *(entries_of_capitals(lines, declared) if names else ())]
    notes += settle_entries(lines, declared, asked, source, latex, context, arrays or {}, variables)
    names = {name for line in lines for name in bases(tokens_of(line))} | {
        line.name for line in lines if line.index and line.name
    }
    members, others = {}, {}
    for name, item in declared.items():
        base = split_name(name)
        if base and base[0] in names:
            members[base[0]] = of_members(item)
        else:
            others[name] = item
    signs = tuple(b for line in lines for b in bounds(tokens_of(line)))
    return Families(frozenset(names), members, signs, free, tuple(dict.fromkeys(notes))), others


def settle_entries(
    lines: list[Line], declared: Collection[str], asked: Asked | None, source: str, latex: bool, context: Context | None,
    arrays: Mapping[str, int], variables: Collection[str],
) -> list[str]:  # fmt: skip
    """x_1 and x_k beside a family or an array x, in place; what is told of it."""
    counts = dict(context.entries if context else arrays)
    counts |= {name: count for line in lines for name, count in bases(tokens_of(line)).items()}
    counts |= {line.name: 1 for line in lines if line.index and line.name}
    if not counts and context is None and not any(isinstance(t.data, Indexed) for line in lines for t in tokens_of(line)):
        return []
    own = {*declared, *(context.values if context else ()), *defined(lines), *(p for line in lines for p in line.params)}
    by_names = {*variables, *lines[-1].params, *([asked.name] if asked else ())} - {""}
    by = dict(each for name in (*variables, *([asked.name] if asked else ())) if (each := split_name(name)))
    moving = {*by_names, *by, *defined(lines)} if by_names else set[str]()
    running = None if context is None else context.indices
    return list(settle(lines, counts, own, running, by, moving, arrays, source, latex))


def defined(lines: list[Line]) -> set[str]:
    return {line.name for line in lines if line.name}


def entries_of_capitals(lines: list[Line], declared: Collection[str]) -> Iterator[str]:
    """a_ij beside a matrix A is its entry."""
    tokens = [t for line in lines for t in tokens_of(line)]
    plain = {
        full_name(t)
        for before, t in pairwise([Token("", "", 0, 0), *tokens])
        if t.type == "WORD" and not isinstance(t.data, Indexed) and not (before.type == "POW" and t.text == "T")  # w^T
    }
    for token in tokens:
        name, capital = token.text, token.text.upper()
        below = token.data.indices if isinstance(token.data, Indexed) else ()
        single = len(name) == 1 and name.islower() and name not in plain and name not in declared
        if len(below) == 2 and single and capital in plain:
            token.text = capital
            yield f"{name}_{''.join(below)} is read as an entry of {capital}."


def tokens_of(line: Line) -> list[Token]:
    return [t for side in (*line.links, line.body) for t in side]


def split_name(name: str) -> tuple[str, tuple[str, ...]] | None:
    """x and (i,) of x_i; r and (n, k) of r_nk."""
    found = INDEX.fullmatch(name)
    return (found[1], tuple(g for g in found.groups()[1:] if g)) if found else None


def define_families(lines: list[Line], source: str, latex: bool) -> set[str]:
    """The names of all families; one that is defined may need the definition of another: z_i = tanh(a_i), a_i = …"""
    while True:
        names = {name for line in lines for name in bases(tokens_of(line))}
        before = [line.index for line in lines]
        for line in lines:
            if line.index is None:
                define_family(line, names, source, latex)
        if [line.index for line in lines] == before:
            return names


def define_family(line: Line, names: Collection[str], source: str, latex: bool) -> None:
    """p_k = exp(z_k)/Σ_j exp(z_j): where p or z is a family, k runs."""
    head = line.head[0] if line.head and line.equals else None
    if head is None or not re.fullmatch("[A-Za-z]", head.sub or head.layer or ""):
        return
    letter = head.sub or str(head.layer)
    plain = full_name(replace(head, sub="", layer=None))
    below = {full_name(replace(t, sub="", layer=None)) for t in tokens_of(line) if letter in (t.sub, t.layer)}
    if plain in names or below & set(names):
        line.index, line.name = letter, plain
        indexed(line, source, latex, (letter,))


def of_members(item: Declaration) -> Declaration:
    """What is declared of every member: "members symmetric" of the family."""
    if "integer" in item.words:
        raise UnsupportedError("members are no whole numbers", found=item.name, hint="declare their shape only")
    words = frozenset(word if word in KEPT else f"members {word}" for word in item.words)
    return replace(item, words=words)
