"""Random formulas that fit, each with its value in NumPy; derivatives of the value by an imaginary step.

Nothing is shared with symjac here: the value is computed beside the text, and f(x + ih) = f(x) + ih f'(x) gives f' to all digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import Any

import numpy as np

Array = Any
Env = dict[str, Array]
SIZES = {"m": 2, "n": 3, "p": 4}
WHERE = (
    "s: scalar; t: scalar; k: scalar positive; x: n; y: n; u: m; v: p; A: m x n; B: n x n; C: n x m; D: m x m; G: p x n; "
    "S: n x n symmetric; P: n x n posdef"
)  # fmt: skip
SCALARS, COLUMNS = ("s", "t", "k"), {"n": ("x", "y"), "m": ("u",), "p": ("v",)}
MATRICES = {("m", "n"): ("A",), ("n", "n"): ("B", "S", "P"), ("n", "m"): ("C",), ("m", "m"): ("D",), ("p", "n"): ("G",)}
PLAIN = ("s", "t", "x", "y", "u", "v", "A", "B", "C", "D", "G")  # of which nothing is declared: one differentiates by them
NAMES = re.compile(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z(])")
STEP, DIFFERENCE = 1e-30, 1e-5


@dataclass(frozen=True)
class Formula:
    """text: as it is typed; value: the two-dimensional array that it is for the values of its variables."""

    text: str
    value: Callable[[Env], Array]

    @property
    def where(self) -> str:
        """The declarations of its letters."""
        used = {*NAMES.findall(self.text)}
        return "; ".join(declared for declared in WHERE.split("; ") if declared[0] in used)

    @property
    def variables(self) -> list[str]:
        """Those of which nothing is declared: one differentiates by them."""
        return sorted({*NAMES.findall(self.text)} & {*PLAIN})


def part(sign: Array, above: Array, below: Array) -> Array:
    return np.where(np.real(sign) > 0, above, below)


def softmax(a: Array) -> Array:
    e = np.exp(a - np.max(np.real(a)))
    return e / np.sum(e)


EACH: dict[str, Callable[[Array], Array]] = {
    "exp": np.exp, "sin": np.sin, "cos": np.cos, "tanh": np.tanh, "cosh": np.cosh, "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
    "softplus": lambda a: np.log(1 + np.exp(a)), "relu": lambda a: part(a, a, 0 * a), "abs": lambda a: part(a, a, -a),
}  # fmt: skip
OF_COLUMN: dict[str, Callable[[Array], Array]] = {
    "sum": np.sum, "mean": np.mean, "norm": lambda a: np.sqrt(np.sum(a * a)), "logsumexp": lambda a: np.log(np.sum(np.exp(a))),
    "norm1": lambda a: np.sum(EACH["abs"](a)),
}  # fmt: skip
OF_MATRIX: dict[str, Callable[[Array], Array]] = {
    "sum": np.sum, "norm": lambda a: np.sqrt(np.sum(a * a)), "tr": np.trace, "det": np.linalg.det,
}  # fmt: skip


class Maker:
    """Formulas of a depth, from a source of chance."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def formula(self, depth: int) -> Formula:
        match self.random.randrange(4):
            case 0 | 1:
                return self.scalar(depth)
            case 2:
                return self.column(depth, self.random.choice(list(SIZES)))
            case _:
                return self.matrix(depth, *self.sides())

    def sides(self) -> tuple[str, str]:
        return self.random.choice(list(MATRICES))

    def scalar(self, depth: int) -> Formula:
        if depth <= 0:
            return self.leaf(SCALARS)
        size, sides, square = self.random.choice(list(SIZES)), self.sides(), self.random.choice("mn")
        match self.random.randrange(9):
            case 0:
                return self.call(OF_COLUMN, self.column(depth - 1, size), scalar=True)
            case 1:
                return self.call({k: OF_MATRIX[k] for k in ("sum", "norm")}, self.matrix(depth - 1, *sides), scalar=True)
            case 2:
                return self.call({k: OF_MATRIX[k] for k in ("tr", "det")}, self.matrix(depth - 1, square, square), scalar=True)
            case 3:
                a, b = self.column(depth - 1, size), self.column(depth - 1, size)
                return Formula(f"({a.text})'*({b.text})", lambda e: a.value(e).T @ b.value(e))
            case 4:
                a = self.scalar(depth - 1)
                return Formula(f"log(1 + ({a.text})^2)", lambda e: np.log(1 + a.value(e) ** 2))
            case 5:
                a, k = self.scalar(depth - 1), self.random.choice((2, 3, -1))
                if k < 0:
                    return Formula(f"1/(2 + ({a.text})^2)", lambda e: 1 / (2 + a.value(e) ** 2))
                return Formula(f"({a.text})^{k}", lambda e: a.value(e) ** k)
            case 6:
                return self.call(EACH, self.scalar(depth - 1))
            case 7:
                return self.product(self.scalar(depth - 1), self.scalar(depth - 1))
            case _:
                return self.sum(self.scalar(depth - 1), self.scalar(depth - 1))

    def column(self, depth: int, n: str) -> Formula:
        if depth <= 0:
            return self.leaf(COLUMNS[n])
        match self.random.randrange(7):
            case 0 | 1:
                sides = self.random.choice([sides for sides in MATRICES if sides[0] == n])
                return self.product(self.matrix(depth - 1, *sides), self.column(depth - 1, sides[1]), matrix=True)
            case 2:
                return self.call(EACH | {"softmax": softmax}, self.column(depth - 1, n))
            case 3:
                return self.product(self.scalar(depth - 1), self.column(depth - 1, n))
            case 4:
                a, b = self.column(depth - 1, n), self.column(depth - 1, n)
                return Formula(f"({a.text}).*({b.text})", lambda e: a.value(e) * b.value(e))
            case 5:
                a, b = self.column(depth - 1, n), self.column(depth - 1, n)
                return Formula(f"({a.text})./(2 + ({b.text}).^2)", lambda e: a.value(e) / (2 + b.value(e) ** 2))
            case _:
                return self.sum(self.column(depth - 1, n), self.column(depth - 1, n))

    def matrix(self, depth: int, m: str, n: str) -> Formula:
        if depth <= 0 and (m, n) in MATRICES:
            return self.leaf(MATRICES[m, n])
        match self.random.randrange(9):
            case 0 | 1:
                middle = self.random.choice([k for k in SIZES if (m, k) in MATRICES and (k, n) in MATRICES] or ["n"])
                return self.product(self.matrix(depth - 1, m, middle), self.matrix(depth - 1, middle, n), matrix=True)
            case 2:
                return self.call(EACH, self.matrix(depth - 1, m, n))
            case 3:
                return self.product(self.scalar(depth - 1), self.matrix(depth - 1, m, n))
            case 4 if (n, m) in MATRICES:
                a = self.matrix(depth - 1, n, m)
                return Formula(f"({a.text})'", lambda e: a.value(e).T)
            case 5:
                a, b = self.column(depth - 1, m), self.column(depth - 1, n)
                return Formula(f"({a.text})*({b.text})'", lambda e: a.value(e) @ b.value(e).T)
            case 6 if m == n:
                a = self.matrix(depth - 1, m, n)
                return Formula(f"inv({a.text})", lambda e: np.linalg.inv(a.value(e)))
            case 7 if m == n:
                a = self.column(depth - 1, m)
                return Formula(f"diag({a.text})", lambda e: np.diag(a.value(e)[:, 0]))
            case _:
                return self.sum(self.matrix(depth - 1, m, n), self.matrix(depth - 1, m, n))

    def leaf(self, names: tuple[str, ...]) -> Formula:
        name = self.random.choice(names)
        return Formula(name, lambda e: e[name])

    def call(self, functions: dict[str, Callable[[Array], Array]], a: Formula, *, scalar: bool = False) -> Formula:
        name = self.random.choice(list(functions))
        f = functions[name]
        return Formula(f"{name}({a.text})", lambda e: np.reshape(f(a.value(e)), (1, 1)) if scalar else f(a.value(e)))

    def product(self, a: Formula, b: Formula, *, matrix: bool = False) -> Formula:
        return Formula(f"({a.text})*({b.text})", lambda e: a.value(e) @ b.value(e) if matrix else a.value(e) * b.value(e))

    def sum(self, a: Formula, b: Formula) -> Formula:
        sign = self.random.choice("+-")
        return Formula(f"({a.text}) {sign} ({b.text})", lambda e: a.value(e) + (b.value(e) if sign == "+" else -b.value(e)))


def values(random: Random) -> Env:
    """An array for every variable, with what is declared of it."""
    draw = np.random.default_rng(random.randrange(2**32))
    shapes = {name: (SIZES[n], 1) for n, names in COLUMNS.items() for name in names}
    shapes |= {name: (SIZES[m], SIZES[n]) for (m, n), names in MATRICES.items() for name in names}
    found = {name: draw.uniform(-1, 1, shape) for name, shape in shapes.items()}
    found |= {name: draw.uniform(0.2, 1, (1, 1)) for name in SCALARS}
    found["S"] = found["S"] + found["S"].T
    found["P"] = found["P"] @ found["P"].T + np.eye(SIZES["n"])
    return found


def slope(f: Formula, x: str, at: Env) -> Array:
    """df_ij/dx_kl, an array of four axes."""
    moved = {name: a.astype(complex) for name, a in at.items()}
    columns = []
    for place in product(*map(range, at[x].shape)):
        moved[x] = at[x].astype(complex)
        moved[x][place] += 1j * STEP
        columns.append(np.imag(f.value(moved)) / STEP)
    m, n = columns[0].shape
    return np.moveaxis(np.reshape(columns, (*at[x].shape, m, n)), (0, 1), (2, 3))


def curve(f: Formula, x: str, at: Env, step: float = DIFFERENCE) -> Array:
    """d²f_ij/dx_kl dx_pq, an array of six axes: differences of slopes at two steps, the error in h² taken out (Richardson)."""
    found = []
    for place in product(*map(range, at[x].shape)):
        wide, narrow = (between(f, x, at, place, h) for h in (step, step / 2))
        found.append((4 * narrow - wide) / 3)
    return np.moveaxis(np.reshape(found, (*at[x].shape, *found[0].shape)), (0, 1), (4, 5))


def between(f: Formula, x: str, at: Env, place: tuple[int, ...], step: float) -> Array:
    """(f'(x + h) - f'(x - h)) / 2h along one entry of x."""
    h = np.zeros(at[x].shape)
    h[place] = step
    ahead, behind = ({**at, x: at[x] + d} for d in (h, -h))
    return (slope(f, x, ahead) - slope(f, x, behind)) / (2 * step)
