"""Files in TOML: read, and every key and type checked before anything is made of them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from symjac.errors import LimitError, ParseError

LONGEST = 1_000_000  # bytes of a file
LONGEST_NAME = 250  # characters of a path


def load(path: Path) -> dict[str, Any]:
    """The tables of a TOML file; what is wrong with it is said with its place."""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise ParseError(f"{str(path)[:LONGEST_NAME]!r} is no plain file", hint="a pipe or a device is not read")
        with path.open("rb") as file:
            raw = file.read(LONGEST + 1)
        if len(raw) > LONGEST:
            raise LimitError(f"{str(path)!r} is longer than {LONGEST} bytes")
        return tomllib.loads(raw.decode("utf-8-sig").replace("\r\n", "\n"))
    except (OSError, ValueError, RecursionError) as fault:
        raise unreadable(path, fault) from fault


def unreadable(path: Path, fault: Exception) -> ParseError:
    name = repr(str(path)[:LONGEST_NAME])
    match fault:
        case UnicodeDecodeError():
            return ParseError(f"{name} is not UTF-8", found=f"byte {fault.start}")
        case tomllib.TOMLDecodeError():
            hint = "between three apostrophes, '''...''', a backslash is a backslash" if "\\" in str(fault) else None
            return ParseError(f"{name} is not TOML", found=str(fault), hint=hint)
        case RecursionError():
            return ParseError(f"{name} is not a chapter: its brackets are nested too deeply")
        case _:
            return ParseError(f"cannot read {name}: {getattr(fault, 'strerror', None) or fault}")


def fields(table: dict[str, Any], known: set[str], what: str) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise ParseError(f"{what} has no `{unknown[0]}`", expected=", ".join(sorted(known)))


def tables(table: dict[str, Any], name: str, what: str, written: str) -> list[dict[str, Any]]:
    """The tables of this name: [[section]], several times."""
    found = table.get(name, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise ParseError(f"the `{name}`s of {what}{of(table)} are tables, each with the line {written}", found=repr(found)[:60])
    return found


def title(table: dict[str, Any], what: str) -> str:
    found = table.get("title")
    if not isinstance(found, str) or not found.strip():
        asked = next(
            (f"{name} = {value!r}"[:60] for name, value in table.items() if isinstance(value, str) and value.strip()), None
        )
        raise ParseError(f"{what} needs a title", found=asked, expected='title = "..."')
    return found.strip()


def of(table: dict[str, Any]) -> str:
    """The title of what a field belongs to, where it has one."""
    found = table.get("title", table.get("file"))
    return f" of {found!r}" if isinstance(found, str) else ""


def words(table: dict[str, Any], name: str) -> str:
    """A field that holds text, '' where there is none."""
    text = table.get(name, "")
    if not isinstance(text, str):
        raise ParseError(f"`{name}`{of(table)} is text", found=repr(text)[:60])
    return text


def paragraphs(table: dict[str, Any], name: str) -> tuple[str, ...]:
    """Text, empty lines between paragraphs."""
    return tuple(part.strip() for part in re.split(r"\n\s*\n", words(table, name)) if part.strip())


def options(table: dict[str, Any]) -> dict[str, Any]:
    found = table.get("options", {})
    if not isinstance(found, dict):
        raise ParseError(f"`options`{of(table)} is a table", found=repr(found)[:60], expected='options = {detail = "brief"}')
    return found
