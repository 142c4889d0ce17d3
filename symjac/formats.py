"""The output formats by name: a derivation as text in one of them, or as PDF bytes."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from symjac.core.errors import UnsupportedError

if TYPE_CHECKING:
    from symjac.core.block import Document
    from symjac.derive import Derivation

FORMATS = ("text", "latex", "html", "markdown", "json", "typst")


def render(d: Derivation, format: str, *, fragment: bool = False, **options: Any) -> str:
    """A derivation as text; its JSON holds more than the document."""
    if format == "json":
        from symjac.export import exported

        return exported(d)
    return drawn(d.document(), format, fragment=fragment, **options)


def drawn(document: Document, format: str, *, fragment: bool = False, **options: Any) -> str:
    """A document as text. fragment: without preamble or page, for inclusion elsewhere (latex, html)."""
    if format not in FORMATS:
        raise UnsupportedError(f"there is no format {format!r}", found=format, expected=", ".join(FORMATS))
    module = importlib.import_module(f"symjac.render.{format}")
    make = module.fragment if fragment and hasattr(module, "fragment") else module.document
    text: str = make(document, **options)
    return text
