"""An example: a table of TOML that says what to derive, draw or compute; kind → the function that does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

from symjac.errors import ParseError
from symjac.errors.arguments import called, fits, hints
from symjac.pages.toml import LONGEST_NAME

if TYPE_CHECKING:
    from symjac.derivation.derivation import Derivation
    from symjac.pages.board import Worked
    from symjac.pages.optimum.optimum import Optimum

Asked = Mapping[str, Any]


def derive(asked: Asked, folder: Path) -> Derivation:
    from symjac.derivation.derive import derive as run

    formula, options = wanted(asked, "formula"), checked(asked, run, "f", "wrt", "where")
    return run(formula, text(asked, "wrt"), declared(asked), **options)


def network(asked: Asked, folder: Path) -> Worked:
    from symjac.pages.network.page import network as run

    return run(wanted(asked, "layers"), **checked(asked, run, "description"))


def activation(asked: Asked, folder: Path) -> Worked:
    from symjac.pages.activation.page import activation as run

    return run(wanted(asked, "function"), **checked(asked, run, "text"))


def regression(asked: Asked, folder: Path) -> Worked:
    from symjac.pages.regression.page import regression as run

    data, options = wanted(asked, "data"), checked(asked, run, "data")
    return run(folder / data if is_file(folder, data) else data, **options)


def minimize(asked: Asked, folder: Path) -> Optimum:
    from symjac.pages.optimum.page import minimize as run

    return optimum(asked, run)


def maximize(asked: Asked, folder: Path) -> Optimum:
    from symjac.pages.optimum.page import maximize as run

    return optimum(asked, run)


def optimum(asked: Asked, run: Callable[..., Optimum]) -> Optimum:
    formula, options = wanted(asked, "formula"), checked(asked, run, "f", "wrt", "where", "subject_to")
    return run(formula, text(asked, "wrt"), declared(asked), subject_to=text(asked, "subject_to"), **options)


KINDS: Mapping[str, tuple[Callable[[Asked, Path], Any], frozenset[str]]] = {
    "derive": (derive, frozenset(("formula", "wrt", "where", "only"))),
    "network": (network, frozenset(("layers",))),
    "activation": (activation, frozenset(("function",))),
    "regression": (regression, frozenset(("data",))),
    "minimize": (minimize, frozenset(("formula", "wrt", "where", "subject_to"))),
    "maximize": (maximize, frozenset(("formula", "wrt", "where", "subject_to"))),
}
COMMON = frozenset(("kind", "hint", "title", "options", "result", "shape", "file", "anchor", "before", "after"))


def run(asked: Asked, folder: Path) -> Any:
    """What the example asks for: a derivation, or a page of its kind. folder: where the files are that it names."""
    kind = asked.get("kind", "derive")
    if not isinstance(kind, str) or kind not in KINDS:
        raise ParseError(f"there is no kind of example called {kind!r}", expected=", ".join(KINDS))
    make, fields = KINDS[kind]
    unknown = sorted(set(asked) - fields - COMMON)
    if unknown:
        raise ParseError(
            f"an example of kind {kind!r} has no `{unknown[0]}`",
            expected=", ".join(sorted(fields | {"title", "options"})),
            hint=meant(unknown[0], asked),
        )
    return make(asked, folder)


def meant(name: str, asked: Asked) -> str:
    """What a field that there is not could be: another kind of example, or an option."""
    for kind, (_, fields) in KINDS.items():
        if name == kind or name in fields:
            first = min(fields - {"only", "where", "wrt", "subject_to"})
            return f'for an example of kind {kind!r}: kind = "{kind}", {first} = "..."'
    return f"what is an option of the command stands in a table: options = {{{name} = {toml(asked[name])}}}"


def toml(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value) if isinstance(value, int) else '"..."'


def wanted(asked: Asked, name: str) -> str:
    value = text(asked, name)
    if value is None or not value.strip():
        raise ParseError(f"an example of kind {asked.get('kind', 'derive')!r} needs `{name}`")
    return value


def text(asked: Asked, name: str) -> str | None:
    value = asked.get(name)
    if not isinstance(value, str | None):
        raise ParseError(f"`{name}` is text", found=repr(value)[:60])
    return value


def declared(asked: Asked) -> str | dict[str, str] | None:
    """'A: M x N', or a table {A = "M x N"}."""
    value = asked.get("where")
    if isinstance(value, dict) and all(isinstance(shape, str) for shape in value.values()):
        return value
    return text(asked, "where")


def checked(asked: Asked, make: Callable[..., Any], *given: str) -> dict[str, Any]:
    """The options, if the function has them and their types fit its annotations; `given` is what fields say."""
    options: dict[str, Any] = asked.get("options", {})
    given = (*given, "check")  # a chapter prints nothing unchecked
    named = {name: hint for name, hint in hints(make).items() if name not in given}
    free = len(named) + len(given) < len(signature(make).parameters)  # a network takes numbers by any name
    for name, value in options.items():
        if name in given or not (free or name in named):
            kind = asked.get("kind", "derive")
            raise ParseError(f"an example of kind {kind!r} has no option `{name}`", expected=", ".join(named))
        if not fits(value, named.get(name, Any)):
            raise ParseError(f"the option `{name}` has the wrong type", found=repr(value)[:60], expected=called(named[name]))
    return options


def is_file(folder: Path, name: str) -> bool:
    return len(name) < LONGEST_NAME and "\n" not in name and (folder / name).is_file()
