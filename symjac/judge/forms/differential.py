"""A differential, df = 2e' de: linear in the changes; the derivative that it stands for is read off direction by direction."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import localcontext

from symjac.calculus.differential import differential
from symjac.errors import ShapeError
from symjac.expr.expr import Expr, postorder
from symjac.expr.looks import written
from symjac.expr.make import zeros
from symjac.judge.asked import Asked, direction
from symjac.judge.forms.answer import Answer
from symjac.judge.places import Place
from symjac.language import Definition, Problem, parse
from symjac.lazy import regex
from symjac.verify.exact import Mat
from symjac.verify.layout import columns_of, order
from symjac.verify.scalars import Scalar
from symjac.writing.box import Box, equation
from symjac.writing.box import Sym as Name

_LATEX_D = regex(r"(?:\\mathrm\s*\{d\}|\\operatorname\s*\{d\}|(?<![A-Za-z\\])d)\s*\\?,?\s*(\\[A-Za-z]+|[A-Za-z](?![A-Za-z]))")
_GREEK_D = regex(r"(?<![^\W\d_])d([\u03b1-\u03c9\u0391-\u03a9])")
GREEK = dict(zip("αβγδεζηθικλμνξοπρστυφχψω", (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi omega"
).split(), strict=False))  # fmt: skip


@dataclass(frozen=True, eq=False)
class Differential(Answer):
    """df in the directions dX: `linear` is a formula in which dX occurs."""

    asked: Asked
    linear: Expr

    @property
    def box(self) -> Box:
        return equation(Name(f"d{self.asked.problem.called}"), written(self.linear))

    def value(self, place: Place, exact: bool) -> Mat:
        """Column by column; a formula that is not linear in dX has no derivative to stand for."""
        asked = self.asked
        xs = [asked.context.symbols[str(x.data[0])] for x in asked.variables]
        columns: list[list[list[Scalar]]] = []
        for x in xs:
            m, n = (d.value(place.sizes) for d in x.shape)
            for k in range(m * n):
                columns.append(self.along(place, exact, {x: k}).rows)
        whole = self.along(place, exact, {x: None for x in xs}).rows
        with localcontext(place.context):
            total = [[sum(c[i][j] for c in columns) for j in range(len(row))] for i, row in enumerate(whole)]
            if any(abs(a - b) > abs(b) / 10**20 for p, q in zip(total, whole, strict=True) for a, b in zip(p, q, strict=True)):
                raise ShapeError("a differential is linear in the changes, and this one is not", found=str(self.linear))
        return laid_out(asked, place, xs, columns)

    def along(self, place: Place, exact: bool, moved: dict[Expr, int | None]) -> Mat:
        """The value where one entry of X changes by 1 (None: all entries), the rest not at all."""
        values = {}
        for x in (self.asked.context.symbols[str(x.data[0])] for x in self.asked.variables):
            m, n = (d.value(place.sizes) for d in x.shape)
            k = moved.get(x, -1)
            values[f"direction of {x.data[0]}"] = Mat([[int(k in (None, i * n + j)) for j in range(n)] for i in range(m)])
        return place.changed(values).value(self.linear, exact)


def laid_out(asked: Asked, place: Place, xs: list[Expr], columns: list[list[list[Scalar]]]) -> Mat:
    """The derivatives by the entries of the variables, counted row by row, in the layout that is asked for."""
    m, n = len(columns[0]), len(columns[0][0])
    turned, f, x = asked.layout == "denominator", asked.f, xs[0]
    if len(xs) == 1 and x.is_scalar:
        slope = Mat(columns[0])
        return slope.T if turned and not f.is_matrix else slope
    view = place.point(True).view
    if len(xs) == 1 and f.is_scalar and (x.is_matrix or x.is_row):
        rows, width = view.value(x).shape
        return Mat.build(rows, width, lambda k, l: columns[k * width + l][0][0])
    places = order((m, n), asked.question.order_of != "rows")
    jacobian = Mat([[columns[k][i][j] for k in columns_of(view, xs, asked.question.order_of)] for i, j in places])
    return jacobian.T if turned else jacobian


def names_of(asked: Asked) -> dict[str, Expr]:
    """dx for every variable x, de for every definition e: what a change may be called, and what it is."""
    symbols = asked.context.symbols
    found = {f"d{x.data[0]}": direction(symbols[str(x.data[0])]) for x in asked.variables}
    if len(asked.variables) == 1:
        x = symbols[str(asked.x.data[0])]
        for d in asked.context.definitions:
            change = differential(d.expanded, x)
            found.setdefault(f"d{d.name}", zeros(*d.expanded.shape) if change is None else change)
    return {name: e for name, e in found.items() if name not in symbols}


def spelled(text: str) -> str:
    """dθ and d\\theta as one name."""
    text = _GREEK_D.sub(lambda m: f"d{GREEK.get(m[1], m[1])}", text)
    if "\\" not in text:
        return text
    return _LATEX_D.sub(lambda m: rf"\mathrm{{d{m[1].lstrip(chr(92))}}}", text)


def mentions(text: str, asked: Asked) -> bool:
    """Whether a change dX occurs in it."""
    words = set(re.findall(r"[^\W\d_]\w*(?:\[\d+\])?", spelled(text)))
    return bool(words & set(names_of(asked)))


def read(text: str, asked: Asked) -> Answer | None:
    """None where no change dX occurs in what was read."""
    changes = names_of(asked)
    problem: Problem = asked.context
    moving = [direction(problem.symbols[str(x.data[0])]) for x in asked.variables]
    own = tuple(Definition(name, (), e, e) for name, e in changes.items() if e not in moving)
    symbols = {**problem.symbols, **{str(d.data[0]): d for d in moving}}
    wider = replace(problem, symbols=symbols, definitions=(*problem.definitions, *own))
    linear = parse(right_side(spelled(text), {f"d{problem.called}", *changes}), context=wider, like=problem.target.shape)
    if not any(e in moving for e in postorder(linear)):
        return None
    if linear.shape != problem.target.shape:
        from symjac.expr.dims import shape_text

        message = f"the differential is {shape_text(linear.shape)}, the function {shape_text(problem.target.shape)}"
        raise ShapeError(message, found=str(linear))
    return Differential(text, asked.result.shape, asked, asked.settled(linear))


def right_side(text: str, heads: set[str]) -> str:
    """Without the df = in front of it; definitions before it stay."""
    start = max(text.rstrip().rfind(end) for end in (";", "\n")) + 1
    before, last = text[:start], text.rstrip()[start:]
    head, equals, rest = last.partition("=")
    name = re.sub(r"[\\{}\s]|mathrm", "", head)
    return before + (rest if equals and (name in heads or re.fullmatch(r"d\w{1,8}", name)) else last)
