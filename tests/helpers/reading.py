"""A formula is read as it is printed, and computed in floats: what a line shows must hold, whatever it is said to mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from symjac.derivation.derivation import Derivation
from symjac.pages.board import Worked
from symjac.writing.block import Equation
from symjac.writing.box import (
    MINUS_ONE,
    TRANSPOSE,
    Box,
    Call,
    Cases,
    Fence,
    Frac,
    Infix,
    Matrix,
    Num,
    Prefix,
    Root,
    Row,
    Script,
    Space,
    Sym,
    Underbrace,
)
from symjac.writing.formats.text.page import box as look
from symjac.writing.parts import children

Array = Any
FUNCTIONS: dict[str, Callable[[Array], Array]] = {
    "tanh": np.tanh, "exp": np.exp, "ReLU": lambda z: np.maximum(z, 0), "log": np.log,
    "cosh": np.cosh, "sinh": np.sinh, "sin": np.sin, "cos": np.cos, "det": np.linalg.det,
    "sigma": lambda z: 1 / (1 + np.exp(-z)), "diag": lambda v: np.diag(v[:, 0]), "step": lambda z: (z > 0) * 1.0,
    "softplus": lambda z: np.log1p(np.exp(z)), "swish": lambda z: z / (1 + np.exp(-z)),
}  # fmt: skip
TOLERANCE = 1e-3  # of what stands behind ≈


class Unread(Exception):
    """There is no value for this."""


def read(box: Box, known: Mapping[Box, Array]) -> Array:
    """The matrix that a formula is, a number as 1 × 1; `known` are values of names."""
    if box in known:
        return np.atleast_2d(np.asarray(known[box], float))
    again = lambda part: read(part, known)  # noqa: E731
    match box:
        case Num(text=text):
            return np.array([[float(text)]])
        case Sym(name="1", font="bold"):
            return np.array([[1.0]])  # ones, of any size
        case Sym(name="π"):
            return np.array([[np.pi]])
        case Prefix(sign="−", body=body):
            return -again(body)
        case Frac(num=num, den=den):
            return again(num) / again(den)
        case Root(body=body):
            return np.sqrt(again(body))
        case Fence(left="(" | "[", body=body) | Underbrace(body=body):
            return again(body)
        case Fence(left="‖", body=body):
            return np.array([[np.linalg.norm(again(body))]])
        case Fence(left="|", body=body):
            return np.abs(again(body))
        case Matrix(rows=rows):
            return np.block([[again(cell) for cell in row] for row in rows])
        case Cases(rows=rows):
            return next(again(value) for value, condition in rows if holds(condition, known))
        case Script(base=Sym(name="I"), sub=Num(text=text), sup=None):
            return np.eye(int(text))
        case Infix(items=items, signs=signs) if set(signs) <= {"+", "−"}:
            total = again(items[0])
            for sign, item in zip(signs, items[1:], strict=True):
                total = total + again(item) if sign == "+" else total - again(item)
            return total
        case Infix(items=items, signs=signs) if set(signs) <= {"", "·"}:
            return product([again(item) for item in items])
        case Infix(items=items, signs=signs) if set(signs) == {"⊙"}:
            return np.prod(np.broadcast_arrays(*map(again, items)), axis=0)
        case Infix(items=(a, b), signs=("⊗",)):
            return np.kron(again(a), again(b))
        case Row(items=(head, Fence(left="(", body=body))) if name(head).removesuffix("′") in FUNCTIONS:
            return np.atleast_2d(function(name(head))(again(body)))
        case Row(items=items):
            return product([again(item) for item in items if not isinstance(item, Space)])
        case Call(head=Script(base=base, sub=None, sup=Num(text=text)), args=(argument,)):
            return again(Call(base, (argument,))) ** int(text)
        case Call(head=head, args=(argument,)) if name(head).removesuffix("′") in FUNCTIONS:
            return np.atleast_2d(function(name(head))(again(argument)))
        case Script(base=base, sub=sub, sup=sup):
            return raised(base, sub, sup, known)
        case _:
            raise Unread(box)


def holds(condition: Box, known: Mapping[Box, Array]) -> bool:
    """t > 0"""
    match condition:
        case Infix(items=(a, b), signs=(sign,)):
            x, y = read(a, known).item(), read(b, known).item()
            return {">": x > y, "<": x < y, "≥": x >= y, "≤": x <= y}[sign]
    raise Unread(condition)


def name(head: Box) -> str:
    """swish, swish′"""
    if isinstance(head, Script) and head.sub is None:
        return name(head.base) + name(head.sup) if head.sup is not None else name(head.base)
    return head.name if isinstance(head, Sym) else ""


def function(called: str) -> Callable[[Array], Array]:
    """s, and s′ by differences."""
    f = FUNCTIONS[called.removesuffix("′")]
    h = 1e-4
    return f if not called.endswith("′") else lambda z: (8 * (f(z + h) - f(z - h)) - f(z + 2 * h) + f(z - 2 * h)) / (12 * h)


def product(factors: list[Array]) -> Array:
    """Numbers stretch, matrices multiply; a mismatch of sizes is an error."""
    total = factors[0]
    for factor in factors[1:]:
        total = total * factor if 1 in (total.size, factor.size) else total @ factor
    return total


def raised(base: Box, sub: Box | None, sup: Box | None, known: Mapping[Box, Array]) -> Array:
    """xᵀ, A⁻¹, x² and, with W known, w_12."""
    lower = Script(base, sub) if sub is not None else base
    if isinstance(sup, Row) and sup.items[-1] == TRANSPOSE:
        return read(Script(base, sub, sup.items[0]), known).T
    if sup == TRANSPOSE:
        return read(lower, known).T
    if sup == MINUS_ONE:
        return np.linalg.inv(read(lower, known))
    if sup is not None and isinstance(base, Sym) and base.name == "e":
        return np.exp(read(sup, known))
    if isinstance(sup, Num | Prefix):
        value, exponent = read(lower, known), int(read(sup, known).item())
        return value**exponent if value.size == 1 else np.linalg.matrix_power(value, exponent)
    raise Unread(Script(base, sub, sup))


def relations(w: Worked | Derivation) -> Iterator[tuple[Box, str, Box]]:
    """left = right: of every step, and of every formula that is shown."""
    for step in w.steps:
        if step.before is not None:
            yield step.before.box, "≈" if step.relation == "≈" else "=", step.after.box
    for part in w.parts if isinstance(w, Worked) else ():
        if isinstance(part, Equation) and isinstance(part.box, Infix) and part.box.signs in (("=",), ("≈",)):
            yield part.box.items[0], part.box.signs[0], part.box.items[1]


def read_back(w: Worked | Derivation, known: Mapping[Box, Array], exactly: float = 1e-9) -> list[str]:
    """Every line whose two sides can be read holds; the lines that cannot be read, as text for the eye."""
    unread: list[str] = []
    for left, sign, right in relations(w):
        try:
            a, b = read(left, known), read(right, known)
        except Unread as what:
            unread.append(f"{look(left)} {sign} {look(right)}: {look(what.args[0])}")
            continue
        near = TOLERANCE if sign == "≈" else exactly
        assert np.allclose(*np.broadcast_arrays(a, b), rtol=near, atol=near), f"{look(left)} {sign} {look(right)}: {a}, {b}"
        rounded = sign == "≈" and names(left, known)  # of rounded numbers a sum may come out even
        assert not rounded or not np.allclose(a, b, rtol=1e-14, atol=0), f"{look(left)} is {look(right)}, exactly"
    return unread


def names(box: Box, known: Mapping[Box, Array]) -> bool:
    return box in known or any(names(part, known) for part in children(box))
