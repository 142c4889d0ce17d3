"""Entries with their cases, dF_ij/dX_kl = A_ik if j = l, 0 otherwise: a formula of numbers for every choice of the indices."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import localcontext

from symjac.errors import ParseError
from symjac.expr.expr import Expr, postorder
from symjac.expr.looks import written
from symjac.expr.names import canonical
from symjac.judge.asked import Asked
from symjac.judge.forms.answer import Answer
from symjac.judge.forms.differential import laid_out
from symjac.judge.places import Place
from symjac.language import parse
from symjac.lazy import regex
from symjac.verify.exact import Mat
from symjac.verify.scalars import Scalar
from symjac.writing.box import Box, Words

_D = r"(?:d|∂|\\partial|\\mathrm\{d\})\s*"
_NAME = r"\\?[^\W\d_]+(?:\[\d+\]|\((?:\w+)\))?"
_SUB = r"(?:_\s*(?:\{\s*([a-z](?:\s*,?\s*[a-z])?)\s*\}|([a-z]{1,2})))?"
_LEFT = regex(
    rf"\s*(?:\\[dt]?frac\s*\{{\s*{_D}({_NAME}){_SUB}\s*\}}\s*\{{\s*{_D}({_NAME}){_SUB}\s*\}}|{_D}({_NAME}){_SUB}\s*/\s*\(?\s*{_D}({_NAME}){_SUB}\s*\)?)\s*=(?!=)"
)
_INDEXED = regex(r"(\\?[^\W\d_]+(?:\[\d+\])?)\s*_\s*(?:\{\s*([a-z])\s*,?\s*([a-z])?\s*\}|([a-z])([a-z])?(?![A-Za-z0-9]))")
_CASES = regex(r"\\begin\{d?cases\}(.*)\\end\{d?cases\}", re.S)
_OTHERWISE = regex(r"\\text\{\s*|\\mathrm\{\s*|\}|\\quad|\\,|&", re.S)
_RELATION = regex(r"([a-z])\s*(=|==|!=|≠|\\neq?|\\ne)\s*([a-z])")
EXPECTED = "entries such as dF_ij/dX_kl = A_ik if j = l, 0 otherwise"

Condition = tuple[str, str, bool]


@dataclass(frozen=True)
class Branch:
    """A formula of numbers, and when it holds: pairs of indices that are equal, or are not."""

    formula: Expr
    when: tuple[Condition, ...]

    def holds(self, at: dict[str, int]) -> bool:
        return all((at[a] == at[b]) == same for a, b, same in self.when)


@dataclass(frozen=True, eq=False)
class Entries(Answer):
    """What each entry is; names: the symbols A_ik of the formulas, with the array and its indices."""

    asked: Asked
    rows: str  # the indices of f, then those of x
    columns: str
    branches: tuple[Branch, ...]
    names: dict[str, tuple[Expr | None, str]]

    @property
    def box(self) -> Box:
        if len(self.branches) == 1 and not self.branches[0].when:
            return written(self.branches[0].formula)
        return Words(self.text)

    def value(self, place: Place, exact: bool) -> Mat:
        asked = self.asked
        x = asked.context.symbols[str(asked.x.data[0])]
        m, n = (d.value(place.sizes) for d in asked.context.target.shape)
        k, l = (d.value(place.sizes) for d in x.shape)
        with localcontext(place.context):
            columns = [
                [[self.entry(place, exact, (i, j, p, q)) for j in range(n)] for i in range(m)] for p in range(k) for q in range(l)
            ]
        return laid_out(asked, place, [x], columns)

    def entry(self, place: Place, exact: bool, at: tuple[int, int, int, int]) -> Scalar:
        i, j, p, q = at
        places = dict(zip(self.rows, (i, j) if len(self.rows) == 2 else (max(i, j),), strict=False))
        places |= dict(zip(self.columns, (p, q) if len(self.columns) == 2 else (max(p, q),), strict=False))
        branch = next((b for b in self.branches if b.holds(places)), None)
        if branch is None:
            return 0
        point = place.point(exact)
        for name, (array, indices) in self.names.items():
            where = [places[c] for c in indices]
            if array is None:  # Kronecker's delta
                value: Scalar = point.numbers.one if where[0] == where[1] else 0
            else:
                rows = point.view.value(array).rows
                value = (
                    rows[where[0]][where[1]] if len(where) == 2 else (rows[where[0]][0] if len(rows) > 1 else rows[0][where[0]])
                )
            point.values[name] = Mat([[value]])
        return place.view(exact).value(branch.formula).item


def is_entries(text: str) -> bool:
    """Whether it begins as df_i/dx_j = with at least one index."""
    found = _LEFT.match(text)
    return found is not None and any(found[k] for k in (2, 3, 5, 6, 8, 9, 11, 12))


def read(text: str, asked: Asked) -> Answer:
    found = _LEFT.match(text)
    assert found is not None
    f, rows, x, columns = parts(found)
    check_left(asked, f, rows, x, columns, text)
    names: dict[str, tuple[Expr | None, str]] = {}
    branches = tuple(branch(part, asked, rows + columns, names) for part in split(text[found.end() :]))
    return Entries(text, asked.result.shape, asked, rows, columns, branches, names)


def parts(found: re.Match[str]) -> tuple[str, str, str, str]:
    """f, its indices, x, its indices."""
    groups = found.groups()
    f, a, b, x, c, d = groups[:6] if groups[0] else groups[6:]
    return f, re.sub(r"[\s,]", "", a or b or ""), x, re.sub(r"[\s,]", "", c or d or "")


def letters(text: str, asked: Asked, own: tuple[str, ...]) -> tuple[str, ...]:
    """Those of ∂f_k/∂x_i, in front of an answer in indices; f may stand without its own."""
    found = _LEFT.match(text)
    assert found is not None
    f, rows, x, columns = parts(found)
    check_called(asked, f, x)
    given = tuple(rows + columns)
    if not rows and len(columns) < len(own):
        given = (*own[: len(own) - len(columns)], *columns)
    if len(given) != len(own) or len({*given}) < len(given):
        raise ParseError(f"{len(own)} different indices are expected", found=", ".join(given) or "none", expected=", ".join(own))
    return given


def check_left(asked: Asked, f: str, rows: str, x: str, columns: str, text: str) -> None:
    """The names and the number of indices are those of the question."""
    if len(asked.variables) > 1 or asked.question.order != 1:
        raise ParseError("entries are judged for one variable and the first derivative", found=text[:60], expected=EXPECTED)
    check_called(asked, f, x)
    wanted = axes(asked.f), axes(asked.x)
    if (len(rows), len(columns)) != wanted or len(set(rows + columns)) < len(rows + columns):
        message = f"{wanted[0]} and {wanted[1]} different indices are expected"
        raise ParseError(message, found=f"{rows or 'none'} and {columns or 'none'}", expected=EXPECTED)


def check_called(asked: Asked, f: str, x: str) -> None:
    """The derivative of f by x; a function without a name may be called anything but what else is in the formula."""
    variable, called = str(asked.x.data[0]), asked.problem.called
    if canonical(x.lstrip("\\")) != variable:
        raise ParseError(f"the derivative asked for is by {variable}", found=x, expected=EXPECTED)
    anonymous = asked.problem.name is None and canonical(f.lstrip("\\")) not in asked.context.symbols
    if f.lower() not in (called.lower(), "f", "y", "z") and not anonymous:
        raise ParseError(f"the function is called {called}", found=f, expected=EXPECTED)


def axes(e: Expr) -> int:
    return 0 if e.is_scalar else 2 if e.is_matrix else 1


def split(text: str) -> list[tuple[str, str]]:
    """The branches: formula and condition, which is empty where it always holds."""
    inside = _CASES.search(text)
    if inside is not None:
        found = []
        for line in re.split(r"\\\\(?:\[[^\]]*\])?", inside[1]):
            formula, _, when = line.partition("&")
            if formula.strip():
                found.append((formula.strip().rstrip(","), when.strip()))
        return found
    if not re.search(r"\bif\b|\botherwise\b|\belse\b|\bwhen\b", text):
        return [(text.strip().rstrip("."), "")]
    found, rest = [], text.strip().rstrip(".")
    for part in re.split(r"\s*[;,]\s*(?=[^;,]*\b(?:if|otherwise|else|when)\b)|\s*\n\s*|\s+(?=else\b)", rest):
        formula, word, when = re.fullmatch(
            r"(?s)(?:else\s+)?(.*?)\s*,?\s*(?:\b(if|when|otherwise|else)\b\s*(.*))?", part
        ).groups()  # type: ignore[union-attr]
        if formula:
            found.append((formula, when or ""))
    return found


def branch(part: tuple[str, str], asked: Asked, indices: str, names: dict[str, tuple[Expr | None, str]]) -> Branch:
    formula, when = part
    return Branch(scalar(formula, asked, indices, names), conditions(when, indices))


def conditions(text: str, indices: str) -> tuple[Condition, ...]:
    words = _OTHERWISE.sub(" ", text)
    words = re.sub(r"\b(if|and|when|for|otherwise|else|sonst)\b|∧|\\wedge|\\land|,|\$", " ", words).strip(" .;")
    found, rest = [], words
    for m in _RELATION.finditer(words):
        found.append((m[1], m[3], m[2] in ("=", "==")))
        rest = rest.replace(m[0], " ", 1)
    if rest.strip() or any(c not in indices for a, b, _ in found for c in (a, b)):
        raise ParseError("this condition is not understood", found=text.strip()[:60], expected="equalities of indices, as j = l")
    return tuple(found)


def scalar(text: str, asked: Asked, indices: str, names: dict[str, tuple[Expr | None, str]]) -> Expr:
    """The formula of one entry, in which A_ik is a number."""
    known = asked.context.symbols
    values = {**{d.name: d.expanded for d in asked.context.definitions}, **known}

    def one(m: re.Match[str]) -> str:
        base, own = m[1].lstrip("\\"), "".join(m[k] or "" for k in (2, 3, 4, 5))
        base = canonical({"δ": "delta"}.get(base, base))
        if not set(own) <= set(indices):
            raise ParseError("an index is not among those of the entry", found=m[0], expected=", ".join(indices))
        delta = base == "delta" and "delta" not in values and len(own) == 2
        array = None if delta else asked.settled(values[base]) if base in values else None
        if (array is None and not delta) or (array is not None and axes(array) != len(own)):
            raise ParseError(f"`{m[0]}` is not an entry of anything in this problem", source=text, span=m.span())
        name = f"q_{len(names)}" if (base, own) not in taken else taken[base, own]
        taken[base, own] = name
        names.setdefault(name, (array, own))
        return f" {name} " if "\\" not in text else rf"q_{{{name[2:]}}}"

    taken: dict[tuple[str, str], str] = {}
    replaced = _INDEXED.sub(one, text)
    declared = "; ".join([*(f"{name}: scalar" for name in names), *(f"{n}: scalar" for n, e in known.items() if e.is_scalar)])
    found = parse(replaced, declared)
    unknown = [
        e for e in postorder(found) if e.op.name == "symbol" and e.data[0] not in {canonical(n) for n in names} | set(known)
    ]
    if unknown:
        raise ParseError(f"`{unknown[0]}` is not a name of this problem", found=text)
    if not found.is_scalar:
        raise ParseError("an entry is a number", found=text)
    return found
