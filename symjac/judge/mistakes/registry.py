"""Every kind of mistake: one file of this folder each, found there; there is no list to keep."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from symjac.judge.mistakes.mutant import Kind


@cache
def kinds() -> tuple[Kind, ...]:
    """All of them, by code."""
    package = importlib.import_module("symjac.judge.mistakes")
    names = (module.name for module in pkgutil.iter_modules(package.__path__))
    modules = (importlib.import_module(f"{package.__name__}.{name}") for name in names)
    return tuple(sorted((m.KIND for m in modules if hasattr(m, "KIND")), key=lambda kind: str(kind.code)))


def kind(code: str) -> Kind:
    return next(k for k in kinds() if k.code == code)
