"""Chapters: prose and worked examples with numbers, contents and references, from one TOML file."""

from symjac.pages.chapter.compose import Typeset, chapter

__all__ = ["Typeset", "chapter"]
