"""The kinds of part: kind → the function that makes it; one file a kind."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

from symjac.pages.exam import german, notation
from symjac.pages.exam.context import Context
from symjac.pages.exam.made import Made


def make(context: Context) -> Made:
    """The part in this variant; a SymjacError says what is wrong with it."""
    found: Made = import_module(f"symjac.pages.exam.parts.{context.part.kind}").make(context)
    if context.language == "de" and context.part.kind != "text":
        found = translated(found)
    return notation.applied(context.sheet, found)


def translated(made: Made) -> Made:
    """What derivations and pages say, in German; the question is already."""
    choices = tuple(replace(choice, says=german.sentence(choice.says)) for choice in made.choices)
    return replace(made, solution=german.german(made.solution), choices=choices)
