"""A chapter in TOML: a title, sections with text, examples in them.

A path is that of the file on this computer, counted from the folder of the file that names it; `..` and absolute paths may be
used, for a chapter reads nothing that its author could not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from symjac.errors import LimitError, ParseError
from symjac.lazy import regex
from symjac.pages.prose import formulas
from symjac.pages.toml import fields, load, options, paragraphs, tables, title, words

MOST = 100  # examples of a chapter
FORMULAS = 2000  # different ones in its texts: each is read, which takes half a thousandth of a second
ANCHOR = regex(r"[\w-]+")  # what [name] in a text can say


@dataclass(frozen=True)
class Example:
    """What is asked for, its title, its anchor for references, what is said before and after it, and where its files are."""

    asked: dict[str, Any]
    title: str
    anchor: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    folder: Path


@dataclass(frozen=True)
class Section:
    """exercises: problems that are set here, and answered at the end; identities: whether a table of all results follows."""

    title: str
    text: tuple[str, ...]
    examples: tuple[Example, ...]
    exercises: tuple[Example, ...] = ()
    identities: bool = False


@dataclass(frozen=True)
class Chapter:
    title: str
    text: tuple[str, ...]
    sections: tuple[Section, ...]

    def examples(self) -> Iterator[Example]:
        """What is derived, the exercises, too."""
        for section in self.sections:
            yield from (*section.examples, *section.exercises)


def read_chapter(path: Path) -> Chapter:
    """The chapter in a file; every mistake is a ParseError."""
    given = load(path)
    fields(given, {"title", "text", "section"}, "a chapter")
    sections = tables(given, "section", "a chapter", "[[section]]")
    if not sections:
        raise ParseError(f"there are no sections in {str(path)!r}", expected="[[section]] with a title")
    few(sections)
    chapter = Chapter(title(given, "a chapter"), paragraphs(given, "text"), tuple(section(t, path.parent) for t in sections))
    readable(chapter)
    anchors = [e.anchor for e in chapter.examples()]
    twice = {anchor for anchor in anchors if anchors.count(anchor) > 1}
    if twice:
        raise ParseError(f"two examples have the anchor {min(twice)!r}", hint='give one of them another: anchor = "..."')
    return chapter


def few(sections: list[dict[str, Any]]) -> None:
    """Counted before any file is read."""
    kinds = ("example", "exercise")
    count = sum(len(tables(t, kind, "a section", f"[[section.{kind}]]")) for t in sections for kind in kinds)
    if count > MOST:
        raise LimitError(f"a chapter has at most {MOST} examples", found=str(count))


def readable(chapter: Chapter) -> None:
    """Counted before any of them is read."""
    texts = [chapter.title, *chapter.text]
    texts += [text for s in chapter.sections for text in (s.title, *s.text)]
    texts += [text for e in chapter.examples() for text in (e.title, *e.before, *e.after)]
    count = len(set().union(*map(formulas, texts)))
    if count > FORMULAS:
        raise LimitError(
            f"a chapter has at most {FORMULAS} different formulas in its texts", found=str(count), hint="make several of it"
        )


def section(table: dict[str, Any], folder: Path) -> Section:
    fields(table, {"title", "text", "example", "exercise", "identities"}, "a section")
    examples = tuple(example(t, folder) for t in table.get("example", []))
    name, identities = title(table, "a section"), table.get("identities", False)
    if not isinstance(identities, bool):
        raise ParseError(f"`identities` of the section {name!r} is true or false", found=repr(identities)[:60])
    exercises = tuple(exercise(t, name, n, folder) for n, t in enumerate(table.get("exercise", []), 1))
    found = Section(name, paragraphs(table, "text"), examples, exercises, identities)
    if not found.text and not found.examples:
        raise ParseError(f"the section {found.title!r} is empty", expected="a text, or examples")
    return found


def example(table: dict[str, Any], folder: Path) -> Example:
    """An example as it stands, or in a file of its own: file = "N4/input.toml"; what stands beside `file` goes before it."""
    asked, home, usual = {**table, "options": options(table)}, folder, ""
    if "file" in table:
        path = folder / words(table, "file")
        own = load(path)
        if "file" in own:
            raise ParseError(f"{str(path)!r} is an example, and names no other file", found=f"file = {own['file']!r}")
        asked, home = {**own, **table, "options": {**options(own), **options(table)}}, path.parent
        usual = path.parent.name if path.stem == "input" else path.stem
    name = title(asked, "an example")
    return Example(asked, name, anchor(asked, usual or name), paragraphs(asked, "before"), paragraphs(asked, "after"), home)


def exercise(table: dict[str, Any], section: str, n: int, folder: Path) -> Example:
    """A problem: what a derivation would be asked; it is called by its number."""
    where = f"exercise {n} of {section!r}"
    fields(table, {"formula", "wrt", "where", "options", "hint"}, where)
    return Example({**table, "kind": "derive", "options": options(table)}, where, where, (), paragraphs(table, "hint"), folder)


def anchor(table: dict[str, Any], usual: str) -> str:
    """What references call it; without a name it is called by its file, or its title."""
    given = words(table, "anchor")
    if given and not ANCHOR.fullmatch(given):
        raise ParseError(f"{given!r} cannot be an anchor", expected="letters, digits, - and _")
    return given or usual
