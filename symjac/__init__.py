"""symjac: derivatives in matrix form, derivation written out. Importing it is cheap: names load when first used."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from symjac.activation.page import activation
    from symjac.chapter import chapter
    from symjac.core.errors import DomainError, LimitError, ParseError, ShapeError, SymjacError, UnsupportedError
    from symjac.derive import Derivation, derive
    from symjac.language import parse
    from symjac.network.page import network
    from symjac.regression.page import regression

__all__ = [
    "Derivation",
    "DomainError",
    "LimitError",
    "ParseError",
    "ShapeError",
    "SymjacError",
    "UnsupportedError",
    "__version__",
    "activation",
    "chapter",
    "derive",
    "network",
    "parse",
    "regression",
]

_NAMES = {
    "symjac.activation.page": ("activation",),
    "symjac.chapter": ("chapter",),
    "symjac.derive": ("derive", "Derivation"),
    "symjac.language": ("parse",),
    "symjac.network.page": ("network",),
    "symjac.regression.page": ("regression",),
    "symjac.core.errors": (
        "SymjacError", "ParseError", "ShapeError", "DomainError", "UnsupportedError", "LimitError",
    ),
}  # fmt: skip
_HOME = {name: module for module, names in _NAMES.items() for name in names}


class _Package(ModuleType):
    """Importing the module symjac.derive must not put it in the place of the function symjac.derive."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'symjac' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
