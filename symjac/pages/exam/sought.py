"""ŵ = (X'X)⁻¹X'y: an answer compared with the solution of an optimum; a sign, a factor 2, a transpose are named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from symjac.calculus.differential import substitute
from symjac.calculus.simplify import simplify
from symjac.errors import ParseError, SymjacError
from symjac.expr.expr import Expr, contains
from symjac.expr.make import mul, neg, number, transpose
from symjac.expr.names import canonical
from symjac.judge.check import equal
from symjac.language import parse
from symjac.lazy import regex
from symjac.pages.exam.made import Errors, Made, Sought
from symjac.pages.exam.mistakes import mistake_of, short

_SUM = regex(r"sum\((\w+)=1\.\.(\w+),")
HAT = regex(r"_opt$|hat$|[\u0302*]$|^\\hat\s*\{?|\}$")


@dataclass(frozen=True)
class Compared:
    """One variable: correct, wrong, or invalid with a message; the code of the mistake, where it has a name."""

    status: str
    code: str = ""
    message: str = ""


def compared(s: Sought, answer: str) -> Mapping[str, Compared]:
    """Each variable's answer; another point that is as good is right, too. ParseError where one has no name that is asked for."""
    typed = put_in(s, parts(bounded(answer, s), tuple(s.answers)))
    for point in s.others:
        if all(name in typed and equal(value, typed[name], s.where) for name, value in point.items()):
            return {name: Compared("correct") for name in point}
    return {name: one(s, right, typed[name]) if name in typed else Compared("wrong") for name, right in s.answers.items()}


def parts(answer: str, names: tuple[str, ...]) -> dict[str, str]:
    """'mu = …; S = …'; without a name where one variable is asked for."""
    if len(names) == 1:
        return {names[0]: behind_equals(answer)}
    found: dict[str, str] = {}
    for piece in re.split(r"[;\n](?![^\[]*\])", answer):
        name, sign, text = piece.partition("=")
        own = next((n for n in names if canonical(HAT.sub("", name.strip()).strip()) == n), None)
        if not sign or own is None:
            raise ParseError("each answer needs its name", found=piece.strip()[:60], expected=" = …; ".join(names) + " = …")
        found[own] = text.strip()
    return found


def behind_equals(answer: str) -> str:
    """… of 'm = …'; the sign within brackets, as in Σ_{i=1}^N or sum(i=1..N, …), is another one."""
    depth, start = 0, 0
    for k, sign in enumerate(answer):
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "=" and depth == 0:
            start = k + 1
    return answer[start:].strip()


def bounded(answer: str, s: Sought) -> str:
    """sum_i x_i, where the solution sums to N, goes to N, too."""
    for i, n in {found for right in s.answers.values() for found in _SUM.findall(right)}:
        answer = re.sub(rf"(sum|∑|Σ)_(?:{i}|\{{{i}\}})(?![\w^])(?!\s*\^)", rf"\g<1>_{{{i}=1}}^{{{n}}}", answer)
    return answer


def put_in(s: Sought, typed: dict[str, str]) -> dict[str, str]:
    """S = Σ(x_i − mu)(x_i − mu)'/N, where mu has its own answer."""
    if len(typed) < 2:
        return typed
    try:
        read = {name: parse(text, s.where) for name, text in typed.items()}
    except SymjacError:
        return typed  # what cannot be read is told one by one
    letters = {name: parse(name, s.where) for name in typed}
    found = {}
    for name, e in read.items():
        table = {letters[other]: read[other] for other in typed if other != name and contains(e, letters[other])}
        found[name] = str(substitute(e, table)) if table and all(a.shape == b.shape for a, b in table.items()) else typed[name]
    return found


def one(s: Sought, right: str, typed: str) -> Compared:
    verdict = equal(right, typed, s.where)
    if verdict.status in ("correct", "invalid"):
        return Compared(verdict.status, "", "" if verdict else verdict.message)
    for code, wrong in slips(parse(right, s.where)):
        if equal(str(wrong), typed, s.where).status == "correct":
            return Compared("wrong", code, mistake_of(code))
    return Compared("wrong", "", verdict.message)


def slips(right: Expr) -> Iterator[tuple[str, Expr]]:
    """What the slips that have a name make of a solution."""
    yield "SIGN", simplify(neg(right))
    yield "F2", simplify(mul(number(2), right))
    yield "F2", simplify(mul(number(Fraction(1, 2)), right))
    if not right.is_scalar:
        yield "T_LAYOUT", simplify(transpose(right))


def typical(made: Made) -> Errors:
    """The sign and the factor 2, with what they lead to, for the marker's sheet."""
    s = made.sought
    if s is None or len(s.answers) != 1:
        return ()
    (right,) = s.answers.values()
    try:
        found = dict(list(slips(parse(right, s.where)))[:2])
    except SymjacError:
        return ()
    return tuple((code, mistake_of(code), short(wrong)) for code, wrong in found.items())
