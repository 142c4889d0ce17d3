"""What an emitted function says of itself: the function that was derived, the derivative in matrices, the names in it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

from symjac.expr.expr import Expr, length, postorder

if TYPE_CHECKING:
    from symjac.calculus.structured.structure import Structure
    from symjac.derivation.code import Asked
    from symjac.derivation.result import Derived

LONGEST = 400  # characters of one formula
LINE = 60  # symbols, beyond which f is shown in its names
MANY = 12  # formulas in a list


def doc(d: Derived, asked: Asked, H: Structure | None) -> list[str]:
    """What is computed."""
    what = "The second derivative" if d.order == 2 else "The derivative"
    more = f", times {asked.times}" if asked.times else ", in its parts" if asked.structure else ""
    what = f"H^-1 {asked.solve}, the solution of a system, where H is {what[0].lower()}{what[1:]}" if asked.solve else what
    names = short(", ".join(str(x) for x in d.variables))
    lines = [*formula(d, what, f" by {names}{more}."), "", *in_matrices(d)]
    if H is not None:
        lines.append(f"Its structure: {short(H.kind if asked.solve else str(H.form))}")
    if asked.structure and H is not None:
        lines += [f"    {key}: {short(str(part))}" for key, part in H.parts.items()]
    return [*lines, "Derived by symjac, every line of the derivation checked." if d.report else "Derived by symjac."]


def formula(d: Derived, before: str, behind: str) -> list[str]:
    """f written out, or, where that is more than a line, in its names."""
    if d.problem.body is None or length(d.f) <= LINE:
        return [f"{before} of {short(str(d.f))}{behind}"]
    meant = {x.name: x.body for x in d.problem.definitions if x.name != d.problem.name}
    return [f"{before} of {short(str(d.problem.body))}{behind}", "", "with", *listed(meant, " =")]


def in_matrices(d: Derived) -> list[str]:
    """The derivative by every variable, and what the names in it stand for that are not in the formula."""
    layout = f"In matrices, {d.layout} layout:"
    if d.answer.named is None:
        return [f"{layout} {short(str(d.result))}"]
    bodies = {str(s.name): s.body for s in d.answer.named.adjoints}
    names = used(islice(d.results.values(), MANY), bodies)
    where = ["where", *listed({name: bodies[name] for name in names}, " =")] if names else []
    return [layout, *listed({f"by {x}": e for x, e in d.results.items()}, ":"), *where]


def listed(formulas: dict[str, Expr], sign: str) -> list[str]:
    """A formula a line, and dots for those beyond."""
    lines = [f"    {name}{sign} {short(str(e))}" for name, e in islice(formulas.items(), MANY)]
    return [*lines, "    …"] if len(formulas) > MANY else lines


def used(results: Iterable[Expr], bodies: dict[str, Expr]) -> list[str]:
    """The names that the formulas hold, each in names before it."""
    found = {str(leaf) for e in results for leaf in postorder(e)}
    return [name for name in bodies if name in found]


def short(text: str, longest: int = LONGEST) -> str:
    """A formula on one line."""
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[:longest]} …"
