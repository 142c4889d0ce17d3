"""LaTeX."""

from symjac.writing.formats.latex.page import display, document, fragment

__all__ = ["SUFFIXES", "document", "fragment", "display"]

SUFFIXES = (".tex",)
