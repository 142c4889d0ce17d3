"""Exam sheets: problem, solution with marks and marker's sheet from one file, a variant for every student."""

from __future__ import annotations

from symjac.pages.exam.sheet import Item, Part, Sheet, load

__all__ = ["Item", "Part", "Sheet", "load"]
