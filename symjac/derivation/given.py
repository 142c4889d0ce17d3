"""d.evaluate({"x": [1, 2]}, sizes={"m": 3}): the values and the sizes that a derivative is asked for with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from symjac.derivation.result import Derived
from symjac.errors import DomainError, UnsupportedError
from symjac.expr.names import meant
from symjac.interop.arrays import by_name, counted
from symjac.language.text.alike import close_to


def given(
    d: Derived, values: Mapping[str, Any] | None, sizes: Mapping[str, int] | None, named: Mapping[str, Any]
) -> dict[str, Any]:
    """The values, each under the name of a variable of the formula; a name that means nothing there is refused."""
    variables = d.problem.symbols
    pairs = by_name([*(values or {}).items(), *named.items()])
    found = by_name([(meant(name, variables) or name, value) for name, value in pairs.items()])
    if "sizes" in variables and sizes is not None and "sizes" not in found:
        hint = 'evaluate({"sizes": 1.5}) gives the variable, and sizes={"n": 3} beside it the sizes'
        raise UnsupportedError("sizes is a variable of this formula, and the name of a parameter", hint=hint)
    dims = {name for e in (*variables.values(), d.result, d.f) for n in e.shape for name in n.names}
    for name in found.keys() - variables.keys():
        if name in dims:
            raise DomainError(f"{name} is a size", hint=f'sizes={{"{name}": 3}}, where no array tells it')
        raise unknown("variable", name, variables)
    for name in counted(sizes or {}).keys() - dims:
        raise unknown("size", name, dims)
    return found


def unknown(what: str, name: str, known: Iterable[str]) -> DomainError:
    near = close_to(name, list(known)) if name else None
    listed = ", ".join(sorted(known)) or "none"
    return DomainError(f"there is no {what} {name!r}", expected=listed, hint=f"did you mean {near}?" if near else None)
