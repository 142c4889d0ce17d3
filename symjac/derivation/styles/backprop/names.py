"""δ⁽ˡ⁾ for the derivative by z⁽ˡ⁾: what derivatives by intermediate results are called."""

from __future__ import annotations

import re
from collections.abc import Sequence

from symjac.calculus.reverse import Statement
from symjac.expr.expr import Expr, postorder
from symjac.language.meaning import Definition


class Deltas:
    """delta[3] for z[3] where z is the only family in the statements that gets one, else delta_z[3]; delta_e for e."""

    def __init__(self, statements: Sequence[Statement], taken: set[str]) -> None:
        self.taken = taken | {str(s.name.data[0]) for s in statements}
        families = [family(str(s.name.data[0])) for s in statements[:-1] if not s.light]
        self.alone = len({base for base, layer in families if layer}) == 1

    def __call__(self, name: Expr) -> str:
        text = str(name.data[0])
        base, layer = family(text)
        found = f"delta{layer}" if layer and self.alone else f"delta_{base}{layer}"
        while found in self.taken:
            found = re.sub(r"(?=\[|$)", "_0", found, count=1)
        self.taken.add(found)
        return found

    def argument(self, name: Expr) -> str:
        """z[2] for the argument of a[2], z_1 for that of h_1, Z for that of P; another letter where that is taken."""
        self.alone = False  # δ⁽²⁾ by z⁽²⁾ beside δ⁽¹⁾ by a⁽¹⁾ would be two things under one name
        text = str(name.data[0])
        behind: str = re.sub(r"^[^_\[]+", "", text)
        letters = [c.upper() if text[0].isupper() else c for c in ARGUMENTS]
        found = next(c + behind for c in letters if c + behind not in self.taken)
        self.taken.add(found)
        return found


ARGUMENTS: tuple[str, ...] = (*"zuvsrq", *(f"z{k}" for k in range(100)))


def family(name: str) -> tuple[str, str]:
    """z and [3] of z[3]."""
    base, bracket, rest = name.partition("[")
    return base, bracket + rest


def ordered(definitions: Sequence[Definition]) -> list[Definition]:
    """Each behind those that it uses."""
    by_name = {d.name: d for d in definitions}
    placed: dict[str, Definition] = {}
    for d in definitions:
        stack = [d]
        while stack:
            top = stack[-1]
            below = [by_name[n] for n in names_in(top.body) if n in by_name and n not in placed and n != top.name]
            if below:
                stack += below
            else:
                placed.setdefault(stack.pop().name, top)
    return list(placed.values())


def names_in(e: Expr) -> list[str]:
    return [str(part.data[0]) for part in postorder(e) if part.op.name == "symbol"]
