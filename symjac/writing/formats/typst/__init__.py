"""Typst, from which the embedded engine makes PDF."""

from symjac.writing.formats.typst.page import document

__all__ = ["SUFFIXES", "document"]

SUFFIXES = (".typ",)
