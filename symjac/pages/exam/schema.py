"""What a sheet may hold: sheet.schema.json beside this file. What does not fit is refused with its line and a suggestion."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from symjac.errors import ParseError
from symjac.lazy import regex

Path = tuple[str | int, ...]  # where a value stands: ("item", 0, "part", 1, "marks")
TYPES = {"string": str, "boolean": bool, "integer": int, "number": (int, float), "array": list, "object": dict}
WORDS = {"string": "text", "boolean": "true or false", "integer": "a whole number", "number": "a number", "array": "a list",
         "object": "a table"}  # fmt: skip


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema of a sheet, as it is published."""
    found: dict[str, Any] = json.loads(files("symjac.pages.exam").joinpath("sheet.schema.json").read_text("utf-8"))
    return found


def require(given: Mapping[str, Any], source: str) -> None:
    """ParseError for the first thing that does not fit, with the line of the file that it stands in."""
    for path, message, expected in faults(given, schema(), ()):
        raise refused(source, path, message, expected)


def refused(source: str, path: Path, message: str, expected: str | None = None, hint: str | None = None) -> ParseError:
    """A fault at a place of the file."""
    span = place(source, path)
    line = f"line {source.count(chr(10), 0, span[0]) + 1}: " if span else ""
    fault = ParseError(f"{line}{message}", source=source if span else None, span=span, expected=expected, hint=hint)
    fault.placed = True  # type: ignore[attr-defined]  # nobody needs to say where again
    return fault


def faults(value: Any, rule: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, str, str | None]]:
    """Where a value breaks a rule: the place, what is wrong, what would fit."""
    if "$ref" in rule:
        rule = schema()["$defs"][rule["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in rule:
        yield from any_of(value, rule, path)
        return
    if "type" in rule and not is_a(value, rule["type"]):
        yield path, f"{name(path)} is {WORDS[rule['type']]}, not {shown(value)}", None
        return
    if "const" in rule and (value != rule["const"] or isinstance(value, bool)):
        yield path, f"{name(path)} is {rule['const']}, not {shown(value)}", None
    if "enum" in rule and (value not in rule["enum"] or isinstance(value, bool)):
        near = difflib.get_close_matches(str(value), [str(word) for word in rule["enum"]], 1)
        meant = f" (did you mean {near[0]!r}?)" if near else ""
        yield path, f"{name(path)} cannot be {shown(value)}{meant}", ", ".join(map(str, rule["enum"]))
    yield from limits(value, rule, path)
    if isinstance(value, dict):
        yield from in_table(value, rule, path)
    if isinstance(value, list) and "items" in rule:
        for k, each in enumerate(value):
            yield from faults(each, rule["items"], (*path, k))


def any_of(value: Any, rule: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, str, str | None]]:
    """The faults of the alternative that comes nearest: of the same type, with the fewest unknown keys."""
    options = [list(faults(value, option, path)) for option in rule["anyOf"]]
    if not all(options):
        return
    near = [found for found, option in zip(options, rule["anyOf"], strict=True) if resembles(value, option)]
    if near:
        yield from min(near, key=len)
    else:
        yield path, f"{name(path)} cannot be {shown(value)}", rule.get("description")


def resembles(value: Any, option: Mapping[str, Any]) -> bool:
    if "$ref" in option:
        option = schema()["$defs"][option["$ref"].rsplit("/", 1)[1]]
    if not is_a(value, option.get("type", "object")):
        return False
    return not isinstance(value, dict) or "required" not in option or set(option["required"]) <= value.keys()


def in_table(value: Mapping[str, Any], rule: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, str, str | None]]:
    known, more = rule.get("properties", {}), rule.get("additionalProperties", True)
    for key, each in value.items():
        if key in known:
            yield from faults(each, known[key], (*path, key))
        elif more is False:
            near = difflib.get_close_matches(key, known, 1, 0.6)
            meant = f"; did you mean `{near[0]}`?" if near else ""
            yield (*path, key), f"{owner(path)} has no `{key}`{meant}", ", ".join(known)
        elif isinstance(more, dict):
            yield from faults(each, more, (*path, key))
    for key in rule.get("required", ()):
        if key not in value:
            yield path, f"{owner(path)} needs `{key}`", known[key].get("description")


def limits(value: Any, rule: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, str, str | None]]:
    what, expected = name(path), rule.get("description")
    if isinstance(value, str):
        if len(value) < rule.get("minLength", 0) or len(value) > rule.get("maxLength", len(value)):
            yield path, f"{what} is empty or too long", expected
        if "pattern" in rule and not re.search(rule["pattern"], value):
            yield path, f"{what} cannot be {shown(value)}", expected
    if isinstance(value, list | dict):
        least = rule.get("minItems" if isinstance(value, list) else "minProperties", 0)
        most = rule.get("maxItems", len(value))
        if not least <= len(value) <= most:
            yield path, f"{what} has {len(value)} entries", f"{least} to {most}" if len(value) > most else f"at least {least}"
    if isinstance(value, int | float) and not isinstance(value, bool) and not fits(value, rule):
        yield path, f"{what} cannot be {shown(value)}", expected


def fits(value: float, rule: Mapping[str, Any]) -> bool:
    if value != value or abs(value) == float("inf"):
        return False
    step = rule.get("multipleOf")
    whole = step is None or (Fraction(value) / Fraction(step)).denominator == 1
    low, high = rule.get("minimum", value), rule.get("maximum", value)
    return whole and low <= value <= high and value > rule.get("exclusiveMinimum", value - 1)


def is_a(value: Any, kind: str) -> bool:
    return isinstance(value, TYPES[kind]) and (kind == "boolean") == isinstance(value, bool)  # type: ignore[arg-type]


def shown(value: Any) -> str:
    return repr(value)[:60]


def name(path: Path) -> str:
    last = next((str(part) for part in reversed(path) if isinstance(part, str)), "the file")
    return f"`{last}`" if path else "the file"


def owner(path: Path) -> str:
    """What a key belongs to."""
    keys = [part for part in path if isinstance(part, str)]
    if not keys:
        return "a sheet file"
    return {"sheet": "[sheet]", "item": "an item", "part": "a part", "params": "params"}.get(keys[-1], f"`{keys[-1]}`")


HEADER = regex(r"^\s*\[\[?\s*([\w.\s\"'-]+?)\s*\]\]?\s*(?:#.*)?$")


def place(source: str, path: Path) -> tuple[int, int] | None:
    """The span of a key in the file: the last table that the path names, then the first line in it that sets the key."""
    tables = [part for part in path if isinstance(part, str)]
    counts: dict[str, int] = {}
    start, best = 0, None
    here: Path = ()
    for line in source.splitlines(keepends=True):
        found = HEADER.match(line)
        if found:
            here = entered(found[1], line.lstrip().startswith("[["), counts)
        depth = matching(here, path)
        if depth and (found or best is None or depth >= best[0]):
            rest = [part for part in path[depth:] if isinstance(part, str)]
            key = re.match(rf"\s*(?:[\"']?){re.escape(rest[0])}(?:[\"']?)\s*[.=]", line) if rest and not found else None
            inner = re.search(rf"(?<![\w.]){re.escape(tables[-1])}\s*=", line) if key or not found else None
            if found and (best is None or depth > best[0]):
                best = (depth, 0, start + line.index("["), start + len(line.rstrip()))
            elif key and best is not None and (depth, 1) > best[:2]:
                at = inner or key
                best = (depth, 1, start + at.start() + len(at[0]) - len(at[0].lstrip()), start + at.end())
        elif not here and len(path) and (key := re.match(rf"\s*{re.escape(str(path[0]))}\s*[.=]", line)):
            best = (len(path), 1, start + key.start(), start + key.end())
        start += len(line)
    return (best[2], best[3]) if best else None


def entered(header: str, array: bool, counts: dict[str, int]) -> Path:
    """The path of a table header: [[item.part]] is ("item", 2, "part", 0)."""
    names = [part.strip().strip("\"'") for part in header.split(".")]
    out: list[str | int] = []
    for k, part in enumerate(names):
        out.append(part)
        key = ".".join(map(str, out))
        if array and k == len(names) - 1:
            counts[key] = counts.get(key, -1) + 1
        if key in counts:
            out.append(counts[key])
    return tuple(out)


def matching(here: Path, path: Path) -> int:
    """How long `here` is, where the path leads through it."""
    return len(here) if here and path[: len(here)] == here else 0
