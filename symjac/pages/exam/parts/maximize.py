"""Find the θ for which f(θ) is greatest."""

from __future__ import annotations

from symjac.pages.exam.context import Context
from symjac.pages.exam.made import Made
from symjac.pages.exam.parts.minimize import made
from symjac.pages.optimum.page import maximize


def make(c: Context) -> Made:
    return made(c, maximize)
