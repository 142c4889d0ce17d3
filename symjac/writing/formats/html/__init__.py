"""HTML with MathML and SVG."""

from symjac.writing.formats.html.page import document, fragment

__all__ = ["document", "fragment"]
