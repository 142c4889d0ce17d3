"""The arguments, converted and checked: every size is read off the first array that tells it, the others must agree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symjac.expr.dims import ONE, Dim
from symjac.expr.expr import Expr
from symjac.interop.code.names import Names
from symjac.interop.code.request import Request
from symjac.interop.code.target import Target
from symjac.interop.code.written import tupled
from symjac.lazy import regex


class Checks:
    """`asked`: sizes that no array tells, which are arguments themselves."""

    def __init__(self, target: Target, names: Names, request: Request) -> None:
        self.target, self.names, self.request = target, names, request
        self.known: set[str] = set()
        self.arrays = [(name, self.axes(s)) for s, name in names.symbols.items()]
        if request.vector is not None:
            self.arrays.append((request.vector[0], request.examples + request.vector[1]))
        told = {d.terms[0][0][0] for _, axes in self.arrays for d in axes if is_letter(d)}
        self.solved = {x for _, axes in self.arrays for d in axes for x in d.names if len(d.names) == 1 and is_linear(d)} - told
        needed = set(names.sizes) - told - self.solved
        self.asked = [names.sizes[x] for x in names.sizes if x in needed]
        self.known |= needed

    def axes(self, s: Expr) -> tuple[Dim, ...]:
        """Those of an argument; one that is given for every example has one more."""
        return self.request.examples * (s in self.request.batch) + tuple(n for n in s.shape if n != ONE)

    def lines(self) -> list[str]:
        found = [self.target.convert(name) for name, _ in self.arrays]
        simple = sorted(self.arrays, key=lambda a: not all(is_letter(d) for d in a[1]))
        for name, axes in simple:
            found += self.of_one(name, axes)
        return found

    def of_one(self, name: str, axes: tuple[Dim, ...]) -> Iterator[str]:
        """The number of axes, the sizes that it tells, and those that it must have."""
        shape = self.target.shape_of(name)
        new = [(k, d) for k, d in enumerate(axes) if self.tells(d)]
        letters = list(dict.fromkeys(x for _, d in new for x in d.names))
        if letters:
            yield f"if {name}.ndim != {len(axes)}:"
            yield f'    raise ValueError(f"{name} must be {shape_words(axes)}, and has the shape {{{shape}}}")'
            yield from self.read(name, shape, axes, new)
        if axes and len(letters) == len(axes) and all(is_letter(d) for d in axes):
            return
        wanted = self.target.shape(axes)
        if not axes:
            yield f"if {shape} != ():"
            yield f'    raise ValueError(f"{name} must be a number, and has the shape {{{shape}}}")'
            return
        yield f"if {shape} != {wanted}:"
        yield f'    raise ValueError(f"{name} must be {shape_words(axes)}, that is {{{wanted}}}, and has the shape {{{shape}}}")'

    def tells(self, d: Dim) -> bool:
        return len(d.names - self.known) == 1 and len(d.names) == 1 and (is_letter(d) or bool(d.names & self.solved))

    def read(self, name: str, shape: str, axes: tuple[Dim, ...], new: list[tuple[int, Dim]]) -> Iterator[str]:
        if len(new) == len(axes) and all(is_letter(d) for d in axes) and len({d for d in axes}) == len(axes):
            left = [self.target.dim(d) for d in axes]
            self.known |= {x for d in axes for x in d.names}
            yield f"{tupled(left) if len(left) == 1 else ', '.join(left)} = {shape}"
            return
        for k, d in new:
            (letter,) = d.names
            if letter not in self.known:
                self.known.add(letter)
                yield f"{self.names.sizes[letter]} = {self.solution(d, f'{shape}[{k}]')}"

    def solution(self, d: Dim, size: str) -> str:
        """n of a n + c = size"""
        c = sum(k for mono, k in d.terms if not mono)
        a = next(k for mono, k in d.terms if mono)
        top = f"({size} - {c})" if c > 0 else f"({size} + {-c})" if c else size
        return f"{top} // {a}" if a != 1 else top.removeprefix("(").removesuffix(")") if c else top

    # The docstring

    def described(self) -> list[str]:
        lines = []
        for s, name in self.names.symbols.items():
            role = "the right-hand side, " if s is self.request.right else ""
            lines.append(f"{name}: {role}{self.kind(s)}{self.renamed(s, name)}")
        if self.request.vector is not None:
            lines.append(
                f"{self.request.vector[0]}: the array that the derivative is multiplied by, {shape_words(self.arrays[-1][1])}"
            )
        lines += [f"{size}: a size, a whole number" for size in self.asked]
        return lines or ["It has no arguments."]

    def kind(self, s: Expr) -> str:
        axes = self.axes(s)
        properties = "".join(f", {word}" for word in sorted(s.data[1]))
        return (shape_words(axes) if axes else "a number") + properties

    def renamed(self, s: Expr, name: str) -> str:
        typed = str(s.data[0])
        return f"; in the formula {typed}" if name != typed else ""

    def returned(self) -> list[str]:
        """The shapes of what comes back."""
        front = self.request.examples
        shapes = [f"{key} {shape_words(front + o.axes)}" for key, o in self.request.outputs.items()]
        if len(shapes) == 1 and self.request.keys is None:
            axes = front + next(iter(self.request.outputs.values())).axes
            return [f"Returns an array {shape_words(axes)}." if axes else "Returns a number."]
        return [f"Returns {'; '.join(shapes)}."]


def shape_words(axes: tuple[Dim, ...]) -> str:
    """(n, m) as it is declared; () for a number."""
    inside = ", ".join(map(str, axes))
    return f"of shape ({inside}{',' if len(axes) == 1 else ''})" if axes else "of shape ()"


def is_letter(d: Dim) -> bool:
    return len(d.terms) == 1 and len(d.terms[0][0]) == 1 and d.terms[0][1] == 1


def is_linear(d: Dim) -> bool:
    return all(len(mono) < 2 for mono, _ in d.terms)


READ = regex(r"(?P<names>[(]?\w+(?:, \w+)*,?[)]?) = (?P<shape>(?:tuple[(])?\w+[.]shape[)]?(?:\[\d\])?.*)")


def needed(lines: list[str], body: list[str]) -> list[str]:
    """The checks without the sizes that nothing further on asks for."""
    found: list[str] = []
    words = set(re.findall(r"\w+", "\n".join(body)))
    for line in reversed(lines):
        read = READ.fullmatch(line)
        kept = line if read is None else reading(read, words)
        if kept is not None:
            found.append(kept)
            words |= set(re.findall(r"\w+", line if read is None else read["shape"]))
    return found[::-1]


def reading(read: re.Match[str], words: set[str]) -> str | None:
    """The names of a line m, n = A.shape that are used further on; None if there are none."""
    names = re.findall(r"\w+", read["names"])
    if not words & set(names):
        return None
    left = read["names"]
    for name in names:
        left = left if name in words else re.sub(rf"\b{name}\b", "_", left)
    return f"{left} = {read['shape']}"
