"""SymPy, imported when it is first used: a derivation in whole matrices has no need of it, and it takes a quarter of a second."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any


class Lazy:
    """What `load` gives, got when one of its names is first looked at; the names that were looked at are kept."""

    def __init__(self, load: Any) -> None:
        self._load = load

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._load(), name)
        setattr(self, name, found)
        return found


if TYPE_CHECKING:
    import sympy as sympy
    from sympy import S as S
else:
    sympy = Lazy(lambda: importlib.import_module("sympy"))
    S = Lazy(lambda: sympy.S)
