"""The output formats by name: a document as text in one of them."""

from __future__ import annotations

import importlib
from typing import Any

from symjac.arguments import by_annotation, hints, refuse_misfits
from symjac.errors import UnsupportedError
from symjac.writing.block import Document

FORMATS = ("text", "latex", "html", "markdown", "json", "typst")


@by_annotation
def drawn(document: Document, format: str, *, fragment: bool = False, **options: Any) -> str:
    """A document as text. fragment: without preamble or page, for inclusion elsewhere (latex, html)."""
    if format not in FORMATS:
        raise UnsupportedError(f"there is no format {format!r}", found=format, expected=", ".join(FORMATS))
    module = importlib.import_module(f"symjac.writing.formats.{format}")
    make = module.fragment if fragment and hasattr(module, "fragment") else module.document
    known = [name for name in hints(make) if name != "doc"]
    for name in options.keys() - set(known):
        expected = ", ".join(known) or "none"
        raise UnsupportedError(f"the format {format} has no option {name!r} here", found=name, expected=expected)
    refuse_misfits(make, options)
    text: str = make(document, **options)
    return text
