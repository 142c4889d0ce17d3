"""symjac: derivatives in matrix form, derivation written out. Importing it is cheap: names load when first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from symjac import web
    from symjac.derivation.derivation import Derivation
    from symjac.derivation.derive import derive
    from symjac.errors import DomainError, LimitError, ParseError, ShapeError, SymjacError, UnsupportedError
    from symjac.judge.check import check, equal
    from symjac.judge.functions import check_function
    from symjac.judge.lines import check_lines
    from symjac.judge.many import check_many
    from symjac.judge.verdict import Mistake, Verdict
    from symjac.language import parse
    from symjac.pages.activation.page import activation
    from symjac.pages.chapter import chapter
    from symjac.pages.exam import face as exam
    from symjac.pages.live import Reading, read_live
    from symjac.pages.network.page import network
    from symjac.pages.optimum.convexity import convexity
    from symjac.pages.optimum.optimum import Optimum
    from symjac.pages.optimum.page import maximize, minimize
    from symjac.pages.regression.page import regression

__all__ = [
    "Derivation",
    "DomainError",
    "LimitError",
    "Mistake",
    "Optimum",
    "ParseError",
    "Reading",
    "ShapeError",
    "SymjacError",
    "UnsupportedError",
    "Verdict",
    "__version__",
    "activation",
    "chapter",
    "check",
    "check_function",
    "check_lines",
    "check_many",
    "convexity",
    "derive",
    "equal",
    "exam",
    "load_ipython_extension",
    "maximize",
    "minimize",
    "network",
    "parse",
    "read_live",
    "regression",
    "web",
]

_NAMES = {
    "symjac.pages.activation.page": ("activation",),
    "symjac.pages.chapter": ("chapter",),
    "symjac.notebook": ("load_ipython_extension",),
    "symjac.derivation.derive": ("derive",),
    "symjac.derivation.derivation": ("Derivation",),
    "symjac.judge.check": ("check", "equal"),
    "symjac.judge.functions": ("check_function",),
    "symjac.judge.lines": ("check_lines",),
    "symjac.judge.many": ("check_many",),
    "symjac.judge.verdict": ("Mistake", "Verdict"),
    "symjac.language": ("parse",),
    "symjac.pages.live": ("Reading", "read_live"),
    "symjac.pages.network.page": ("network",),
    "symjac.pages.optimum.convexity": ("convexity",),
    "symjac.pages.optimum.optimum": ("Optimum",),
    "symjac.pages.optimum.page": ("maximize", "minimize"),
    "symjac.pages.regression.page": ("regression",),
    "symjac.errors": (
        "SymjacError", "ParseError", "ShapeError", "DomainError", "UnsupportedError", "LimitError",
    ),
}  # fmt: skip
_MODULES = {"exam": "symjac.pages.exam.face", "web": "symjac.web"}  # names that are modules themselves
_HOME = {name: module for module, names in _NAMES.items() for name in names} | _MODULES


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(_MODULES[name])
    if name not in _HOME:
        raise AttributeError(f"module 'symjac' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
