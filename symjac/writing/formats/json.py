"""Document, Block and Box to JSON and back: a node is an object with its class as "type" and its fields by name.

Nothing is left out and nothing is added, so the dataclasses are the format; schema.json beside this file publishes it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.resources import files
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from symjac.errors import LimitError, ParseError
from symjac.writing.block import Block, Document, Line, Link, Mark
from symjac.writing.box import Box
from symjac.writing.drawing import Drawing, Shape

SUFFIXES = (".json",)
SCHEMA = "symjac/document/1"
DEEPEST = 200  # levels of nodes and lists

Node = Box | Block | Line | Link | Mark | Drawing | Shape | Document
TYPES: dict[str, type] = {cls.__name__: cls for cls in get_args(Node)}


def document(doc: Document) -> str:
    """The document as JSON text."""
    return json.dumps({"schema": SCHEMA} | encode(doc), ensure_ascii=False)


def load(text: str) -> Document:
    """The document that `document` wrote; anything else is a ParseError."""
    try:
        data = json.loads(text)
    except ValueError as fault:
        raise ParseError(f"this is not JSON: {fault}") from fault
    except RecursionError as fault:
        raise _too_deep() from fault
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise ParseError("this is not a symjac document", expected=f'an object with "schema": "{SCHEMA}"')
    doc = decode({name: value for name, value in data.items() if name != "schema"})
    if not isinstance(doc, Document):
        raise ParseError("this is a part, not a whole document", found=type(doc).__name__, expected="Document")
    return doc


def schema() -> dict[str, Any]:
    """The JSON Schema of `document`; its $defs name every node type, and Box, Block and Text."""
    published: dict[str, Any] = json.loads(files("symjac.writing.formats").joinpath("schema.json").read_text("utf-8"))
    return published


def encode(node: Node) -> dict[str, Any]:
    """A node as plain data, for a JSON text of one's own."""
    return _object(node, 0)


def decode(data: Mapping[str, Any]) -> Node:
    """The node that `encode` wrote."""
    node: Node = _read_node(data, tuple(TYPES.values()), 0)
    return node


def _too_deep() -> LimitError:
    return LimitError(f"a document nested more than {DEEPEST} levels cannot be written or read as JSON")


def _object(node: Any, depth: int) -> dict[str, Any]:
    named = {field.name: _value(getattr(node, field.name), depth + 1) for field in fields(node)}
    return {"type": type(node).__name__} | named


def _value(value: Any, depth: int) -> Any:
    if depth > DEEPEST:
        raise _too_deep()
    if isinstance(value, tuple):
        return [_value(item, depth + 1) for item in value]
    return _object(value, depth) if is_dataclass(value) else value


def _read(value: Any, hint: Any, depth: int) -> Any:
    """A value as the field's type says: lists become tuples, objects become nodes."""
    options = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    if depth > DEEPEST:
        raise _too_deep()
    if isinstance(value, list):
        return _read_list(value, options, depth)
    if isinstance(value, dict):
        return _read_node(value, options, depth)
    if any(_is(value, option) for option in options):
        return value
    raise ParseError("a value of the wrong type", found=repr(value), expected=_named(options))


def _is(value: Any, option: Any) -> bool:
    if get_origin(option) is Literal:
        return value in get_args(option)
    return type(value) is option or (option is float and type(value) is int)


def _read_list(values: list[Any], options: tuple[Any, ...], depth: int) -> tuple[Any, ...]:
    inner = next((get_args(option) for option in options if get_origin(option) is tuple), ())
    hints = inner[:1] * len(values) if inner[1:] == (...,) else inner
    if not inner or len(values) != len(hints):
        raise ParseError("a list that does not fit", found=f"{len(values)} values", expected=_named(options))
    return tuple(_read(value, hint, depth + 1) for value, hint in zip(values, hints, strict=True))


def _read_node(data: Mapping[str, Any], options: tuple[Any, ...], depth: int) -> Any:
    cls = TYPES.get(str(data.get("type")))
    if cls is None or cls not in options:
        raise ParseError("a node that does not fit", found=repr(data.get("type")), expected=_named(options))
    hints = _hints(cls)
    if data.keys() - {"type"} != hints.keys():
        raise ParseError(f"the fields of {cls.__name__}", found=", ".join(data), expected=", ".join(["type", *hints]))
    return cls(**{name: _read(data[name], hint, depth + 1) for name, hint in hints.items()})


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _named(options: tuple[Any, ...]) -> str:
    return " or ".join(option.__name__ if isinstance(option, type) else str(option) for option in options)
