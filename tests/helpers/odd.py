"""Values that fit nowhere, or hardly: what somebody passes by mistake."""

from __future__ import annotations

import datetime
import decimal
import fractions
import math
import re
import reprlib
from pathlib import Path
from typing import Any

import numpy
import sympy

import symjac


class Bad:
    """Nothing can be asked of it."""

    def __repr__(self) -> str:
        raise RuntimeError("no")

    __str__ = __repr__


def endless() -> Any:
    while True:
        yield 1


def inside_itself() -> list[Any]:
    found: list[Any] = []
    found.append(found)
    return found


def values() -> list[Any]:
    return [
        None, True, False, 0, 1, -1, 3, 10**30, 0.5, 2.0, math.nan, math.inf, 1j, "", " ", "no", "\0", "x" * 300, "é\udc80",
        b"x", bytearray(b"x"), [], [1], ["x", None], [[1], [2, 3]], inside_itself(), (), ("x",), {}, {"x": None}, {1: "n"},
        {"x": "n"}, set(), {"x"}, object(), Bad(), int, len, lambda: 1, Ellipsis, range(3), endless(), iter("ab"),
        fractions.Fraction(1, 2), decimal.Decimal("0.5"), datetime.date(2000, 1, 1), re.compile("x"), Path("nowhere"), Path("/"),
        numpy.array([1.0, 2.0]), numpy.array("x"), numpy.array([None]), numpy.int64(2), numpy.float64(2), numpy.bool_(True),
        sympy.Symbol("x"), sympy.nan, sympy.I, sympy.true, sympy.Matrix([[1]]), sympy.Lambda(sympy.Symbol("x"), 1),
        sympy.MatrixSymbol("A", 2, 2), symjac.parse("x"), symjac, Exception("no"),
    ]  # fmt: skip


def shown(value: Any) -> str:
    """Also of what has no repr."""
    return f"{reprlib.repr(value)}"
