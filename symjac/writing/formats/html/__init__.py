"""HTML with MathML and SVG."""

from symjac.writing.formats.html.page import document, fragment

__all__ = ["SUFFIXES", "document", "fragment"]

SUFFIXES = (".html", ".htm")
