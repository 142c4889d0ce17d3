"""The terminal: mathematics drawn with characters."""

from symjac.writing.formats.text.page import box, document

__all__ = ["SUFFIXES", "document", "box"]

SUFFIXES = (".txt",)
