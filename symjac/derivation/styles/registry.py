"""The styles by name, and which one the lecture notes would pick for a task."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

from symjac.derivation.question import Question
from symjac.errors import UnsupportedError

# What `auto` tries, in this order; a style says itself what it writes well.
PREFERENCE = ("chain", "components", "differential")
_HELPERS = {"task", "notation", "registry"}


def styles() -> dict[str, str]:
    """Every style by name, with its first line."""
    package = importlib.import_module("symjac.derivation.styles")
    names = [m.name for m in pkgutil.iter_modules(package.__path__) if m.name not in _HELPERS and "_" not in m.name]
    return {name: (style(name).__doc__ or "").splitlines()[0] for name in names}


def style(name: str) -> ModuleType:
    return importlib.import_module(f"symjac.derivation.styles.{name}")


def pick(task: Question, wanted: str = "auto") -> ModuleType:
    """The style asked for, or the first that suits; a style that cannot write the task refuses by name."""
    if wanted != "auto":
        if wanted not in styles():
            raise UnsupportedError(f"there is no style {wanted!r}", expected=", ".join(styles()))
        chosen = style(wanted)
        if not able(chosen, task):
            raise UnsupportedError(
                f"the style {wanted!r} cannot write this derivation", found=str(task.f), hint="use style='auto'"
            )
        return chosen
    return next(found for found in map(style, PREFERENCE) if able(found, task) and suits(found, task))


def able(found: ModuleType, task: Question) -> bool:
    """A style fits, and where the variable is structured it must say that it can do that."""
    return (not task.structure or hasattr(found, "FREE_ENTRIES")) and bool(found.fits(task))


def suits(found: ModuleType, task: Question) -> bool:
    """Whether `auto` should take it: `suits` where the style has an opinion, else `fits`."""
    return bool(getattr(found, "suits", found.fits)(task))
