"""x_1, x_k and x_N beside a family or an array x are what stands there in x, and no names of their own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from symjac.errors import ParseError
from symjac.expr.names import canonical
from symjac.language.text.line import Line
from symjac.language.text.names import full_name, letters
from symjac.language.text.sums.bound import Bound, Indexed, scoped
from symjac.language.text.sums.sums import indexed
from symjac.language.text.tree import Token, is_run
from symjac.lazy import regex

_PARTS = regex(r"([A-Za-z]+(?:_[A-Za-z0-9]+)?)(?:_([A-Za-z0-9+-]+)|\[([A-Za-z0-9+-]+)\])")


def split_entry(name: str) -> tuple[str, str] | None:
    """x and 1 of x_1, x and i+1 of x[i+1]."""
    found = _PARTS.fullmatch(name)
    return (found[1], found[2] or found[3]) if found else None


def indices_of(below: str, count: int) -> tuple[str, ...] | None:
    """What stands below a name with so many indices: numbers from 1 on and letters; None where it is no index."""
    if count == 2 and len(below) != 2:
        return None
    parts = tuple(below) if count == 2 else (below,)
    fits = all(p.isdigit() and int(p) > 0 if p[0].isdigit() else re.fullmatch("[a-z]", p) for p in parts)
    return parts if fits else None


def settle(
    lines: list[Line], counts: Mapping[str, int], own: Collection[str], running: Collection[str] | None,
    by: Mapping[str, tuple[str, ...]], moving: Collection[str], arrays: Collection[str], source: str, latex: bool,
) -> Iterator[str]:  # fmt: skip
    """Every such name as a member, in place; what is told of it.

    counts: how many indices each family has; own: names that are declared or defined; running: the indices of the problem that a
    text is read beside, if there is one; by: those of the members that are differentiated by; moving: the variables and what is
    defined, as far as that is known (u_o of another family is as constant as any name); arrays: families of which no sum tells.
    """
    _check_definitions(lines, counts, source)
    shared = {letter for line in lines for letter in _loose(line, running or ())} | {i for below in by.values() for i in below}
    still = {*counts} - {*moving} if moving else set[str]()
    ends = {b.letter: str(b.upper) for b in _signs(lines)}
    reading = _Reading(counts, own, running or (), ends, arrays, still, shared, source, latex)
    for line in lines:
        line.links = [list(reading.side(side)) for side in line.links]
        line.body = list(reading.side(line.body))
    yield from reading.told
    for line in lines:
        loose = _loose(line, {*(running or ()), line.index})
        if not loose:
            continue
        if running is not None:
            raise _unbound(loose, source, f"the indices of the problem are {', '.join(running)}" if running else None)
        if line is not lines[-1]:
            raise _unbound(loose, source, f"write {line.name}_{_first(loose)} = …" if line.name else None)
        if len(loose) > 1 or line.index is not None:
            raise _unbound(loose, source, "ask for one entry at a time, or sum over the others")
        letter = _first(loose)
        indexed(line, source, latex, (letter,))
        if not any(letter in below and _always(line, base, below) for base, below in by.items()):
            line.index = letter
            line.name = _without(line, letter)


def _without(line: Line, letter: str) -> str | None:
    """f of f_k, whose index is said already; not where f is something else, too."""
    base, _, below = (line.name or "").rpartition("_")
    met = {full_name(t) for side in (*line.links, line.body) for t in side if t.type == "WORD"}
    return base if base and below == letter and base not in met else line.name


def _always(line: Line, base: str, below: tuple[str, ...]) -> bool:
    """Whether a family occurs in this one member only: mu_k, by which f_k is differentiated, k being what it may."""
    tokens = [t for side in (*line.links, line.body) for t in side]
    return {t.data.indices for t in tokens if isinstance(t.data, Indexed) and full_name(t) == base} == {below}


def _check_definitions(lines: list[Line], counts: Mapping[str, int], source: str) -> None:
    """p_nk = … and x_1 = … define no family: beside one they would be dropped, or stand for something else."""
    for line in lines:
        split = split_entry(line.name) if line.name and not line.index else None
        if split and split[0] in counts and indices_of(split[1], counts[split[0]]) is not None:
            what = f"`{line.name}` is an entry of {split[0]}, and one entry is not defined by itself"
            hint = "put it in where it is used; a family with one index is defined, as in p_k = …"
            raise ParseError(what, source=source, span=line.head[0].span, hint=hint)


def _first(loose: Mapping[str, Token]) -> str:
    return next(iter(loose))


def _signs(lines: list[Line]) -> Iterator[Bound]:
    for line in lines:
        for side in (*line.links, line.body):
            yield from (t.data for t in side if isinstance(t.data, Bound) and t.data.upper is not None)


def _loose(line: Line, bound: Collection[str | None]) -> dict[str, Token]:
    """The letters below members that no sign binds, each with a token that has it."""
    found: dict[str, Token] = {}
    for side in (*line.links, line.body):
        for token, scope in scoped(side):
            if isinstance(token.data, Indexed):
                for letter in token.data.indices:
                    if not letter.isdigit() and letter not in scope and letter not in bound:
                        found.setdefault(letter, token)
    return found


def _unbound(loose: Mapping[str, Token], source: str, hint: str | None) -> ParseError:
    which = f"the index {_first(loose)} is" if len(loose) == 1 else f"the indices {' and '.join(loose)} are"
    return ParseError(f"{which} bound by no sum", source=source, span=next(iter(loose.values())).span, hint=hint)


class _Reading:
    """One text; told: how something was read."""

    def __init__(
        self, counts: Mapping[str, int], own: Collection[str], running: Collection[str], upper: Mapping[str, str],
        arrays: Collection[str], still: Collection[str], shared: Collection[str], source: str, latex: bool,
    ) -> None:  # fmt: skip
        self.counts, self.own, self.running, self.upper, self.arrays = counts, own, running, upper, arrays
        self.still, self.shared, self.source, self.latex = still, shared, source, latex
        self.told: dict[str, None] = {}

    def side(self, tokens: list[Token]) -> Iterator[Token]:
        for token, scope in scoped(tokens):
            if token.type == "WORD" and (indices := self.of_kronecker(token, scope)):
                yield from kronecker(token, indices)
                continue
            if token.type != "WORD" or isinstance(token.data, Indexed):
                yield token
                continue
            parts = letters(token) if self.latex and is_run(token) else [token]
            member = self.member(parts[-1], scope)
            yield from (*parts[:-1], member) if member is not None else (token,)

    def of_kronecker(self, token: Token, scope: Collection[str]) -> tuple[str, ...] | None:
        """i and j of δ_ij, where no δ is declared, and an index among them is bound."""
        if token.text != "delta" or "delta" in self.own or token.layer is not None:
            return None
        indices = token.data.indices if isinstance(token.data, Indexed) else indices_of(token.sub, 2) if token.sub else None
        bound = {*scope, *self.running}
        return indices if indices and len(indices) == 2 and any(i in bound for i in indices) else None

    def member(self, token: Token, scope: Collection[str]) -> Token | None:
        """The token as a member of a family, where it is one."""
        name = full_name(token)
        split = split_entry(name)
        if split is None or split[0] not in self.counts or name in self.own:
            return None
        base, below = split
        self.check(token, name, base, below, scope)
        indices = indices_of(below, self.counts[base])
        if indices is None or (base in self.still and not {*indices} & {*self.shared} and not any(i.isdigit() for i in indices)):
            return None
        if base in self.arrays:
            self.told[f"{name} is read as an entry of {base}."] = None
        plain = replace(token, text=base.split("_")[0], sub=base.partition("_")[2], layer=None)
        plain.data, plain.held = Indexed(indices), True
        assert canonical(full_name(plain)) == base
        return plain

    def check(self, token: Token, name: str, base: str, below: str, scope: Collection[str]) -> None:
        """No index that is shifted, and none that is the last one."""
        shifted = re.fullmatch(r"([A-Za-z])[+-]\d+", below)
        if shifted and (shifted[1] in scope or self.counts[base] == 1):
            hint = f"give the shifted one a name of its own, such as u_{shifted[1]}, if it is data"
            raise ParseError(f"an index that is shifted, as in {token_text(self.source, token)}, is not read", source=self.source,
                             span=token.span, hint=hint)  # fmt: skip
        if below in self.upper.values() or re.fullmatch("[A-Z]", below):
            raise ParseError(
                f"`{name}` would be the last {base}, which is not read", source=self.source, span=token.span,
                hint=f"declare it if it is a name of its own, {name}: scalar",
            )  # fmt: skip


def kronecker(token: Token, indices: tuple[str, ...]) -> Iterator[Token]:
    """δ_ij as a call."""
    start, end = token.span
    yield Token("FUNC", "delta", start, end, token.space, Indexed(()))
    yield Token("LPAR", "(", start, start)
    for k, i in enumerate(indices):
        if k:
            yield Token("COMMA", ",", start, end)
        number = i.isdigit()
        yield Token("NUM" if number else "WORD", i, start, end, data=Fraction(i) if number else Indexed(()), held=True)
    yield Token("RPAR", ")", end, end)


def token_text(source: str, token: Token) -> str:
    return source[token.start : token.end]
