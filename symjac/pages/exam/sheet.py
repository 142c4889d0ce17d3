"""A sheet: what holds for all of it, its items, their parameters and parts, as they stand in a TOML file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import symjac.pages.exam.schema as schema
from symjac.errors import ParseError
from symjac.pages.toml import load as read_toml
from symjac.pages.toml import unreadable

LETTERS = "abcdefghijklmnopqrstuvwxyz"
KEYS: Mapping[str, frozenset[str]] = {
    "derive": frozenset("f wrt where order style detail instance accept keeps".split()),
    "evaluate": frozenset("f wrt where order style detail at accept keeps".split()),
    "show": frozenset("f wrt where order style detail claim".split()),
    "network": frozenset("layers show data tries loss first digits detail".split()),
    "regression": frozenset("data target features intercept ridge weights digits detail".split()),
    "activation": frozenset("function detail".split()),
    "minimize": frozenset("f wrt where subject_to detail accept keeps".split()),
    "maximize": frozenset("f wrt where subject_to detail accept keeps".split()),
    "choose": frozenset("f wrt where order detail wrong keeps".split()),
    "text": frozenset("solution".split()),
}  # what only some kinds of part have
COMMON = frozenset("id kind ask marks space hint".split())
NEEDS = {
    "derive": "f",
    "evaluate": "at",
    "show": "claim",
    "network": "layers",
    "regression": "data",
    "choose": "f",
    "activation": "function",
    "minimize": "f",
    "maximize": "f",
    "text": "solution",
}
MARKED_BY = ("at", "claim", "layers", "solution", "data", "function")  # a key that says what kind of part it is


@dataclass(frozen=True)
class Part:
    """One question. given: its keys as they stand in the file, parameters not yet put in."""

    id: str
    kind: str
    given: Mapping[str, Any]

    @cached_property
    def names(self) -> frozenset[str]:
        """The parameters and earlier answers that may stand in it: what is in braces."""
        return frozenset(re.findall(r"\{\s*([A-Za-z_]\w*(?:\.\w+)?)\s*\}", str(list(self.given.values()))))

    @property
    def marks(self) -> Any:
        return self.given.get("marks", 1)

    @property
    def total(self) -> Fraction:
        found = self.marks
        return sum((Fraction(m) for m in found.values()), Fraction(0)) if isinstance(found, dict) else Fraction(found)


@dataclass(frozen=True)
class Item:
    """A question with parts. params: what is drawn for each variant."""

    id: str
    title: str
    text: str
    params: Mapping[str, Any]
    parts: tuple[Part, ...]
    tags: tuple[str, ...] = ()
    minutes: float = 0
    band: tuple[int, int] = (1, 5)

    @property
    def total(self) -> Fraction:
        return sum((part.total for part in self.parts), Fraction(0))


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet as it is read. source: the text of the file, for messages and for the version; folder: where it lies."""

    id: str
    title: str
    items: tuple[Item, ...]
    head: Mapping[str, Any]
    source: str
    folder: Path
    memo: dict[Any, Any] = field(default_factory=dict, repr=False)

    @property
    def total(self) -> Fraction:
        return sum((item.total for item in self.items), Fraction(0))

    @property
    def minutes(self) -> float:
        return sum(item.minutes for item in self.items)

    @property
    def language(self) -> str:
        return str(self.head.get("language", "en"))

    @property
    def layout(self) -> str:
        return "denominator" if self.head.get("layout") == "column" else "numerator"

    @property
    def order_of(self) -> str:
        return str(self.head.get("order_of", "notes"))

    @property
    def look(self) -> str:
        """The LaTeX class."""
        return str(self.head.get("class", "exam"))

    def parts(self) -> Iterator[tuple[Item, Part]]:
        for item in self.items:
            for part in item.parts:
                yield item, part

    def fault(self, item: Item, part: Part | None, key: str | None, message: str, **more: Any) -> ParseError:
        """A fault in an item, with its line."""
        path: tuple[str | int, ...] = ("item", self.items.index(item))
        path = (*path, "part", item.parts.index(part)) if part is not None else path
        return schema.refused(self.source, (*path, key) if key else path, message, **more)


def load(path: str | Path) -> Sheet:
    """The sheet in a TOML file; every mistake is a ParseError with its line."""
    path = Path(path)
    return sheet(read_toml(path), path.read_text("utf-8-sig").replace("\r\n", "\n"), path.parent)


def read(text: str, folder: Path) -> Sheet:
    """The sheet in a text."""
    try:
        return sheet(tomllib.loads(text), text, folder)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise unreadable(folder / "the sheet", fault) from fault


def sheet(given: Mapping[str, Any], source: str, folder: Path) -> Sheet:
    schema.require(given, source)
    head = given["sheet"]
    items = tuple(item_of(table, k, source) for k, table in enumerate(given["item"]))
    twice(items, ("item",), source, "items")
    return Sheet(head["id"], head["title"].strip(), items, head, source, folder)


def item_of(table: Mapping[str, Any], k: int, source: str) -> Item:
    parts = tuple(part_of(each, n, ("item", k, "part", n), source) for n, each in enumerate(table["part"]))
    twice(parts, ("item", k, "part"), source, "parts")
    params = table.get("params", {})
    for name in params:
        if not name.isidentifier() or name in ("f", "answer"):
            raise schema.refused(
                source, ("item", k, "params", name), f"a parameter cannot be called {name!r}", "a name in letters"
            )
    band = table.get("difficulty", [1, 5])
    low, high = (band, band) if isinstance(band, int) else band
    if low > high:
        raise schema.refused(source, ("item", k, "difficulty"), f"no difficulty lies between {low} and {high}")
    title, text = table.get("title", "").strip(), table.get("text", "")
    return Item(table["id"], title, text, params, parts, tuple(table.get("tags", ())), table.get("minutes", 0), (low, high))


def part_of(table: Mapping[str, Any], n: int, path: schema.Path, source: str) -> Part:
    kind = table.get("kind") or kind_of(table)
    for key in table:
        if key not in KEYS[kind] | COMMON:
            raise schema.refused(
                source, (*path, key), f"a part of kind {kind!r} has no `{key}`", ", ".join(sorted(KEYS[kind] | COMMON))
            )
    if NEEDS[kind] not in table:
        raise schema.refused(source, path, f"a part of kind {kind!r} needs `{NEEDS[kind]}`")
    if kind == "text" and "ask" not in table:
        raise schema.refused(source, path, "a part of kind 'text' needs `ask`")
    if "keeps" in table:
        known_codes(table["keeps"], path, source)
    return Part(table.get("id", LETTERS[n]), kind, table)


def known_codes(keeps: Mapping[str, Any], path: schema.Path, source: str) -> None:
    """A mistake that has no such code would keep nothing, silently."""
    from symjac.judge.mistakes.registry import kinds

    codes = [str(kind.code) for kind in kinds()]
    for code in keeps:
        if code not in codes:
            raise schema.refused(source, (*path, "keeps"), f"there is no mistake with the code {code!r}", ", ".join(codes))


def kind_of(table: Mapping[str, Any]) -> str:
    key = next((key for key in MARKED_BY if key in table), "")
    return {
        "at": "evaluate",
        "claim": "show",
        "layers": "network",
        "solution": "text",
        "data": "regression",
        "function": "activation",
    }.get(key, "derive")


def twice(things: tuple[Any, ...], path: schema.Path, source: str, what: str) -> None:
    names = [thing.id for thing in things]
    for k, name in enumerate(names):
        if name in names[:k]:
            raise schema.refused(source, (*path, k, "id"), f"two {what} are called {name!r}")
