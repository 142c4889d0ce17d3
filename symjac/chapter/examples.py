"""An example: a table of TOML that says what to derive, draw or compute; kind → the function that does it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from symjac.core.errors import ParseError

if TYPE_CHECKING:
    from symjac.derive import Derivation
    from symjac.worked import Worked

Asked = Mapping[str, Any]
Found = "Derivation | Worked"


def derive(asked: Asked, folder: Path) -> Derivation:
    from symjac.derive import derive as run

    return run(wanted(asked, "formula"), asked.get("wrt"), asked.get("where"), **asked.get("options", {}))


def network(asked: Asked, folder: Path) -> Worked:
    from symjac.network.page import network as run

    return run(wanted(asked, "layers"), **asked.get("options", {}))


def activation(asked: Asked, folder: Path) -> Worked:
    from symjac.activation.page import activation as run

    return run(wanted(asked, "function"), **asked.get("options", {}))


def regression(asked: Asked, folder: Path) -> Worked:
    from symjac.regression.page import regression as run

    data = wanted(asked, "data")
    return run(folder / data if (folder / data).exists() else data, **asked.get("options", {}))


KINDS: Mapping[str, tuple[Callable[[Asked, Path], Any], frozenset[str]]] = {
    "derive": (derive, frozenset(("formula", "wrt", "where"))),
    "network": (network, frozenset(("layers",))),
    "activation": (activation, frozenset(("function",))),
    "regression": (regression, frozenset(("data",))),
}
COMMON = frozenset(("kind", "title", "options", "result", "shape", "file", "anchor", "before", "after"))


def wanted(asked: Asked, name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ParseError(
            f"an example of kind {asked.get('kind', 'derive')!r} needs `{name}`", found=asked.get("title", "an example")
        )
    return value


def run(asked: Asked, folder: Path) -> Any:
    """What the example asks for: a derivation, or a page of its kind. folder: where the files are that it names."""
    kind = asked.get("kind", "derive")
    if kind not in KINDS:
        raise ParseError(f"there is no kind of example called {kind!r}", expected=", ".join(KINDS))
    make, fields = KINDS[kind]
    unknown = sorted(set(asked) - fields - COMMON)
    if unknown:
        raise ParseError(
            f"an example of kind {kind!r} has no `{unknown[0]}`", expected=", ".join(sorted(fields | {"title", "options"}))
        )
    try:
        return make(asked, folder)
    except TypeError as fault:
        if "unexpected keyword argument" not in str(fault):
            raise
        name = str(fault).rsplit("'", 2)[-2]
        raise ParseError(f"an example of kind {kind!r} has no option `{name}`", found=asked.get("title", "")) from fault


def load(path: Path) -> dict[str, Any]:
    """The tables of a TOML file; what is wrong with it is said with its place."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as fault:
        raise ParseError(f"cannot read {str(path)!r}: {fault.strerror or fault}") from fault
    except UnicodeDecodeError as fault:
        raise ParseError(f"{str(path)!r} is not UTF-8", found=f"byte {fault.start}") from fault
    except tomllib.TOMLDecodeError as fault:
        raise ParseError(f"{str(path)!r} is not TOML", found=str(fault)) from fault
