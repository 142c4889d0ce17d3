"""SymPy, imported when it is first used: a derivation in whole matrices has no need of it, and it takes a quarter of a second."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from symjac.lazy import Lazy

if TYPE_CHECKING:
    import sympy as sympy
    from sympy import S as S
else:
    sympy = Lazy(lambda: importlib.import_module("sympy"))
    S = Lazy(lambda: sympy.S)
