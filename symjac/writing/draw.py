"""The output formats by name: a format is a file or a folder of symjac/writing/formats, which says itself what it can do.

It has `document(doc, *, options)`, which gives text, or bytes where it says BINARY; `fragment(doc)`, where a part of a larger
page makes sense; and SUFFIXES, the file names that mean it.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from symjac.errors import one_of
from symjac.errors.arguments import by_annotation, refuse_misfits

if TYPE_CHECKING:  # the command line asks for names alone, and should be quick
    from symjac.writing.block import Document

FOLDER = "symjac.writing.formats"


@dataclass(frozen=True)
class Format:
    """What a format says of itself."""

    document: Callable[..., Any]
    fragment: Callable[..., Any] | None
    suffixes: tuple[str, ...]
    binary: bool
    options: tuple[str, ...]
    fragment_options: tuple[str, ...]


class Drawable:
    """What is a document in the end, and so is there in every format, on the terminal and in notebooks."""

    def document(self) -> Document:
        raise NotImplementedError

    @by_annotation
    def render(self, format: str = "latex", *, fragment: bool = False, **options: Any) -> str:
        """As text in one of the formats, symjac.writing.draw.texts(): latex, html, text and so on.

        fragment: without the page around it, for a document of one's own; options are those of the format.
        """
        return drawn(self.document(), format, fragment=fragment, **options)

    def __str__(self) -> str:
        return self.render("text")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """What a notebook shows: Markdown, the only form that every one of them draws, whether it trusts the notebook or not.

        HTML loses its MathML in a notebook that is not trusted; text/latex is taken for a formula where it is preferred.
        """
        return {"text/plain": self.render("text"), "text/markdown": self.render("markdown", notebook=True)}


def drawn(document: Document, format: str, *, fragment: bool = False, **options: Any) -> str:
    """A document as text. fragment: without preamble or page, where the format has one."""
    if format not in names() or find(format).binary:
        one_of("format", format, texts())
    found = find(format)
    part = fragment and found.fragment is not None
    for name in options:
        one_of(f"option of {format}", name, found.fragment_options if part else found.options)
    make = found.fragment if part and found.fragment else found.document
    refuse_misfits(make, options)
    text: str = make(document if format == "text" else without(document, ADVICE), **options)
    return text


ADVICE = frozenset({"advice"})  # for those who sit at the terminal


def without(document: Document, kinds: Collection[str]) -> Document:
    """The document without its small print of these kinds."""
    kept = tuple(block for block in document.blocks if getattr(block, "kind", "") not in kinds)
    return document if len(kept) == len(document.blocks) else replace(document, blocks=kept)


@cache
def names() -> tuple[str, ...]:
    """Every format: there is no list to keep."""
    return tuple(module.name for module in pkgutil.iter_modules(importlib.import_module(FOLDER).__path__))


def texts() -> tuple[str, ...]:
    """The formats that are text."""
    return tuple(name for name in names() if not find(name).binary)


@cache
def find(name: str) -> Format:
    module = importlib.import_module(f"{FOLDER}.{name}")
    fragment = getattr(module, "fragment", None)
    return Format(
        module.document,
        fragment,
        module.SUFFIXES,
        getattr(module, "BINARY", False),
        options_of(module.document),
        options_of(fragment) if fragment else (),
    )


def options_of(make: Callable[..., Any]) -> tuple[str, ...]:
    return tuple(each.name for each in inspect.signature(make).parameters.values() if each.kind is each.KEYWORD_ONLY)
