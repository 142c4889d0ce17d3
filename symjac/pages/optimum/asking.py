"""min_w f s.t. Aw = b: a text and its constraints, read into what is to be minimised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from symjac.calculus.domains import POSITIVE, sign
from symjac.calculus.matrixform import matrix_form
from symjac.calculus.optimum.setting import Constraint
from symjac.calculus.simplify import rebuild, simplify
from symjac.derivation.derive import posed
from symjac.errors import ParseError, ShapeError, SymjacError, UnsupportedError
from symjac.expr.binding import one_of_each
from symjac.expr.dims import shape_text
from symjac.expr.expr import Expr, contains, fold, postorder
from symjac.expr.make import is_op, mul, power, transpose, value_of, zeros
from symjac.language import Problem, parse
from symjac.language.declare import declarations, text_of
from symjac.lazy import regex

Where = str | Mapping[str, str] | None
SUBJECT = regex(
    r"(?:\\(?:quad|qquad|,|;|:|!)|[\s,;])*\\?(?:text|mathrm|operatorname)?\s*\{?\s*(?:\bs\.\s*t\.|\bsubject\s+to\b|\bunter\s+der\b)\s*\}?:?"
)
SPACE = regex(r"^(?:\\(?:quad|qquad|,|;|:|!| )|\s)+")
INEQUALITY = regex(r"<=|>=|≤|≥|[<>]|\\(?:leq?|geq?|preceq|succeq|lt|gt)(?![a-zA-Z])")
SIGN = regex(r"\\(?:arg)?(min|max)(?![a-z])|\b(?:arg)?(min|max)_")
READ_SO = "minimised or maximised"  # in the note on a formula behind \\min or \\max


@dataclass(frozen=True)
class Asked:
    """The problem of f, and the constraints.

    whole: f without the members of its variables, n'log(p) for Σ_k n_k log p_k, where it was typed with them; typed: the
    constraints as they were typed then
    """

    problem: Problem
    constraints: tuple[Constraint, ...]
    whole: Expr | None = None
    typed: tuple[Constraint, ...] = ()

    @property
    def target(self) -> Expr:
        """What is minimised."""
        return self.problem.target if self.whole is None else self.whole

    @property
    def stated(self) -> tuple[Constraint, ...]:
        return self.typed or self.constraints

    @property
    def variables(self) -> tuple[Expr, ...]:
        return tuple(self.problem.symbols[name] for name in self.problem.variables)

    @property
    def symbols(self) -> dict[str, Expr]:
        """The variables and constants of f and of the constraints."""
        sides = [side for c in self.constraints for side in (c.left, c.right)]
        found = [e for side in sides for e in postorder(side) if e.op.name == "symbol"]
        return {**{str(e.data[0]): e for e in found}, **self.problem.symbols}

    @property
    def members(self) -> dict[Expr, Expr]:
        """Of each family x_1, …, x_N one of its members."""
        sides = [side for c in self.constraints for side in (c.left, c.right)]
        return {family: x for e in (*sides, self.problem.target) for family, x in one_of_each(e).items()}


def asked(f: Any, wrt: Any, where: Where, subject_to: str | None, sense: str) -> Asked:
    """What f, its variables, declarations and constraints say; sense: 'min' or 'max', as it is asked for."""
    if isinstance(f, str):
        f, behind = split_off(f)
        if behind and subject_to:
            raise ParseError("constraints stand behind the formula and in subject_to", found=behind, hint="leave one of them out")
        subject_to = subject_to or behind
    texts = statements(subject_to or "")
    problem = posed(f, wrt, where)
    if any(READ_SO in note for note in problem.notes):
        agree(f, sense)
        problem = replace(problem, notes=tuple(note for note in problem.notes if READ_SO not in note))
    found = squared(in_matrices(with_constraints(f, wrt, where, problem, texts)))
    for c, text in zip(found.constraints, texts, strict=True):
        if not any(contains(c.difference, x) for x in found.variables):
            names = ", ".join(map(str, found.variables))
            raise UnsupportedError("this constraint holds no variable", found=text, expected=f"an equation in {names}")
    return found


def with_constraints(f: Any, wrt: Any, where: Where, problem: Problem, texts: list[str]) -> Asked:
    """Where f leaves the shape of a variable open, the constraints may tell it: norm(w)^2 subject to X w = y."""
    try:
        return Asked(problem, tuple(constraint(text, problem, where) for text in texts))
    except ShapeError as fault:
        told = told_by(texts, where, problem)
        if not told:
            raise
        both = "; ".join(part for part in (text_of(where), told) if part.strip(" ;"))
        try:
            second = replace(posed(f, wrt, both), notes=problem.notes)
            return Asked(second, tuple(constraint(text, second, both) for text in texts))
        except SymjacError:
            raise fault from None


def told_by(texts: list[str], where: Where, problem: Problem) -> str:
    """The shapes of variables that are not declared, as the constraints alone have them."""
    found: dict[str, str] = {}
    open_ = set(problem.variables) - set(declarations(where))
    for text in texts:
        try:
            left, right = equation(text)
            parsed = parse(left if right.strip() == "0" else f"({left}) - ({right})", where)
        except SymjacError:
            continue
        found |= {str(e.data[0]): declaration(e) for e in postorder(parsed) if e.op.name == "symbol" and e.data[0] in open_}
    return "; ".join(f"{name}: {shape}" for name, shape in found.items())


def squared(a: Asked) -> Asked:
    """x'x = r² for ‖x‖ = r with r > 0, which has no kink."""
    new = tuple(Constraint(power(c.left, 2), simplify(power(c.right, 2))) if length_given(c) else c for c in a.constraints)
    return a if new == a.constraints else replace(a, constraints=new, typed=a.stated)


def length_given(c: Constraint) -> bool:
    return is_op(c.left, "norm") and sign(c.right) == POSITIVE


def in_matrices(a: Asked) -> Asked:
    """p in place of its members p_k; UnsupportedError where there is no such form."""
    sides = [side for c in a.constraints for side in (c.left, c.right)]
    moving = [
        e for side in (a.problem.target, *sides) for e in postorder(side) if is_op(e, "member") and e.args[0] in a.variables
    ]
    if not moving:
        return a
    found = [without_members(side, moving[0]) for side in (a.problem.target, *sides)]
    pairs = [Constraint(left, right) for left, right in zip(found[1::2], found[2::2], strict=True)]
    return replace(a, whole=found[0], constraints=tuple(pairs), typed=a.constraints)


def without_members(e: Expr, x: Expr) -> Expr:
    if is_op(e, "stack"):
        i = e.data[0]
        raise UnsupportedError(f"the function has a value for every {i}, and what is least is one number", found=str(e.args[0]),
                               hint=f"sum over {i}, or ask for one entry")  # fmt: skip
    form = matrix_form(e, lambda name: f"{name}#") if e.free or any(a.op.binds for a in postorder(e)) else (e, {})
    if form is None or form[1]:
        raise UnsupportedError(
            f"the members of a variable, {x}, are not solved for in this form",
            found=str(e), hint="without indices it may be, such as n'*log(p) for sum_k n_k*log(p_k)",
        )  # fmt: skip
    return fold(form[0], lambda a, args: as_inner(rebuild(a, args)))


def as_inner(e: Expr) -> Expr:
    """x'x for Σ_i x_i²"""
    square = e.args[0] if is_op(e, "sum") and e.args[0].is_vector and is_op(e.args[0], "hpower") else None
    if square is None or value_of(square.args[1]) != 2:
        return e
    return mul(transpose(square.args[0]), square.args[0])


def agree(f: Any, sense: str) -> None:
    """\\max in the formula is no question for minimize."""
    found = SIGN.search(f) if isinstance(f, str) else None
    if found is not None and sense not in found.groups():
        raise ParseError(f"the formula asks for a {found[1] or found[2]}imum", source=f, span=found.span(), hint="ask for that")


def split_off(f: str) -> tuple[str, str | None]:
    """The function, and what stands behind s.t."""
    found = SUBJECT.search(f)
    return (f, None) if found is None else (f[: found.start()], unspaced(f[found.end() :]))


def unspaced(text: str) -> str:
    """Without \\quad before it, and without a brace that is closed only."""
    text = SPACE.sub("", text).strip()
    while text.endswith("}") and text.count("}") > text.count("{"):
        text = text[:-1].rstrip()
    return text


def statements(text: str) -> list[str]:
    """The constraints: outside of brackets a semicolon, a line's end, or a comma before another equation parts them."""
    parts, depth, start = [], 0, 0
    for k, c in enumerate(text):
        depth += (c in "([{") - (c in ")]}")
        if depth == 0 and (c in ";\n" or (c == "," and "=" in text[start:k] and "=" in text[k:])):
            parts.append(text[start:k])
            start = k + 1
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]


def constraint(text: str, problem: Problem, where: Where) -> Constraint:
    """left = right, of one shape; a 0 on either side is the zero of that shape."""
    unequal = INEQUALITY.search(text)
    if unequal is not None:
        raise UnsupportedError(
            "an inequality is no equation: constraints are equations", source=text, span=unequal.span(), expected="A*x = b"
        )
    sides = equation(text)
    declared = together(where, *problem.symbols.values())
    left, right = (None if side.strip() == "0" else side for side in sides)
    if left is None or right is None:
        (given,) = [side for side in (left, right) if side is not None] or ["0"]
        known = parse(given, declared)
        return Constraint(known, zeros(*known.shape))
    both = parse(f"({left}) - ({right})", declared)
    shapes = together(
        where, *{**problem.symbols, **{str(e.data[0]): e for e in postorder(both) if e.op.name == "symbol"}}.values()
    )
    a, b = (parse(side, shapes, like=both.shape) for side in (left, right))
    if a.shape != b.shape:
        raise ShapeError("the sides of a constraint have different shapes", found=text)
    return Constraint(a, b)


def equation(text: str) -> tuple[str, str]:
    """The two sides of the one = outside of brackets."""
    depth, places = 0, []
    for k, c in enumerate(text):
        depth += (c in "([{") - (c in ")]}")
        if c == "=" and depth == 0:
            places.append(k)
    if len(places) != 1:
        what = "has no =" if not places else "has more than one ="
        raise ParseError(f"this constraint {what}", source=text, span=(0, len(text)), expected="an equation, such as A*x = b")
    (k,) = places
    left, right = text[:k], text[k + 1 :]
    if not left.strip() or not right.strip():
        raise ParseError("one side of this constraint is empty", source=text, span=(0, len(text)), expected="A*x = b")
    return left, right


def together(where: Where, *known: Expr) -> str:
    """The declarations as they were given, and the shapes that are settled by now."""
    declared = declarations(where)
    more = [f"{e.data[0]}: {declaration(e)}" for e in known if e.data[0] not in declared]
    return "; ".join(part for part in (text_of(where), *more) if part.strip(" ;"))


def declaration(e: Expr) -> str:
    """n x n symmetric"""
    shape = "scalar" if e.is_scalar else str(e.shape[0]) if e.is_vector else shape_text(e.shape)
    return " ".join([shape, *sorted(e.data[1])])
