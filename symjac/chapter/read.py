"""A chapter in TOML: a title, sections with text, examples in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from symjac.chapter.examples import load
from symjac.core.errors import LimitError, ParseError

MOST = 100  # examples of a chapter


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
    title: str
    text: tuple[str, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class Chapter:
    title: str
    text: tuple[str, ...]
    sections: tuple[Section, ...]

    def examples(self) -> Iterator[Example]:
        for section in self.sections:
            yield from section.examples


def read_chapter(path: Path) -> Chapter:
    """The chapter in a file; every mistake is a ParseError."""
    given = load(path)
    fields(given, {"title", "text", "section"}, "a chapter")
    tables = given.get("section")
    if not isinstance(tables, list) or not tables:
        raise ParseError(f"there are no sections in {str(path)!r}", expected="[[section]] with a title")
    chapter = Chapter(title(given, "a chapter"), paragraphs(given, "text"), tuple(section(t, path.parent) for t in tables))
    found = list(chapter.examples())
    if len(found) > MOST:
        raise LimitError(f"a chapter has at most {MOST} examples", found=str(len(found)))
    twice = {e.anchor for e in found if sum(other.anchor == e.anchor for other in found) > 1}
    if twice:
        raise ParseError(f"two examples have the anchor {min(twice)!r}", hint='give one of them another: anchor = "..."')
    return chapter


def fields(table: dict[str, Any], known: set[str], what: str) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise ParseError(f"{what} has no `{unknown[0]}`", expected=", ".join(sorted(known)))


def title(table: dict[str, Any], what: str) -> str:
    found = table.get("title")
    if not isinstance(found, str) or not found.strip():
        raise ParseError(f"{what} needs a title", expected='title = "..."')
    return found.strip()


def paragraphs(table: dict[str, Any], name: str) -> tuple[str, ...]:
    """Text, empty lines between paragraphs."""
    text = table.get(name, "")
    if not isinstance(text, str):
        raise ParseError(f"`{name}` is text", found=repr(text)[:60])
    return tuple(part.strip() for part in text.split("\n\n") if part.strip())


def section(table: dict[str, Any], folder: Path) -> Section:
    fields(table, {"title", "text", "example"}, "a section")
    return Section(
        title(table, "a section"), paragraphs(table, "text"), tuple(example(t, folder) for t in table.get("example", []))
    )


def example(table: dict[str, Any], folder: Path) -> Example:
    """An example as it stands, or in a file of its own: file = "N4/input.toml"."""
    asked, home = dict(table), folder
    if "file" in table:
        path = folder / str(table["file"])
        own = load(path)
        options = {**own.get("options", {}), **table.get("options", {})}
        asked, home = {**own, **table, "options": options}, path.parent
    anchor = str(asked.get("anchor") or (home.name if "file" in table else title(asked, "an example")))
    return Example(asked, title(asked, "an example"), anchor, paragraphs(asked, "before"), paragraphs(asked, "after"), home)
