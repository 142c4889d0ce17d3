"""The kinds of part: kind → the function that makes it; one file a kind."""

from __future__ import annotations

from importlib import import_module

from symjac.pages.exam.context import Context
from symjac.pages.exam.made import Made


def make(context: Context) -> Made:
    """The part in this variant; a SymjacError says what is wrong with it."""
    found: Made = import_module(f"symjac.pages.exam.parts.{context.part.kind}").make(context)
    return found
