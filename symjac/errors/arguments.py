"""What a parameter of a public function may be is what its annotation says; anything else is refused by name."""

from __future__ import annotations

import inspect
import numbers
import reprlib
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

from symjac.errors import UnsupportedError

P = ParamSpec("P")
R = TypeVar("R")
CALLED: Mapping[Any, str] = {
    str: "a text", bool: "True or False", int: "a whole number", type(None): "None", Mapping: "a dictionary",
    Callable: "a function",
}  # fmt: skip


def by_annotation(function: Callable[P, R]) -> Callable[P, R]:
    """The function, with every argument of a wrong type refused before it runs. No bool is a number, and no float a whole one."""
    parameters = inspect.signature(function).parameters.values()
    inorder = [p.name for p in parameters if p.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD]

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        refuse_misfits(function, {**kwargs, **dict(zip(inorder, args, strict=False))})
        return function(*args, **kwargs)

    return run


def refuse_misfits(function: Callable[..., Any], given: Mapping[str, Any]) -> None:
    """UnsupportedError for the first argument that is not of the annotated type."""
    for name, hint in hints(function).items():
        if name in given and not fits(given[name], hint):
            raise misfit(name, given[name], called(hint))


def misfit(name: str, value: Any, expected: str) -> UnsupportedError:
    """The refusal of a value that does not fit a parameter."""
    return UnsupportedError(f"the parameter {name} does not fit", found=shown(value), expected=expected)


def shown(value: Any) -> str:
    """A value and its type, in short; nothing that it does can go wrong."""
    return f"{reprlib.repr(value)} ({type(value).__name__})"


def spelled(value: Any) -> str:
    """str(value), if there is one."""
    try:
        return str(value)
    except Exception:  # what its __str__ raises is not for us to know
        return shown(value)


@cache
def hints(function: Callable[..., Any]) -> dict[str, Any]:
    """The types of the named parameters; what **named takes, and the result, are left to the function."""
    plain = inspect.unwrap(function)
    kinds = inspect.signature(plain).parameters
    plural = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
    named = {name: p.annotation for name, p in kinds.items() if p.kind not in plural and name != "self"}
    holder = types.SimpleNamespace(__annotations__=named)
    found = typing.get_type_hints(holder, globalns=getattr(plain, "__globals__", {}))
    return {name: hint for name, hint in found.items() if hint is not inspect.Parameter.empty}


def fits(value: Any, hint: Any) -> bool:
    """Whether a value is of a type: Any, a class, a union of them, Mapping[str, str], Sequence[str], …"""
    if hint is Any or type(value) is hint:
        return True
    origin, inner = typing.get_origin(hint) or hint, typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return any(fits(value, each) for each in inner)
    if origin is typing.Literal:
        return value in inner
    if origin is int:
        return isinstance(value, numbers.Integral) and not isinstance(value, bool)
    if origin is not str and isinstance(value, str | bytes):  # a text is no list of its characters
        return origin is bytes and isinstance(value, bytes)
    if not isinstance(value, origin):
        return False
    if isinstance(value, Mapping) and len(inner) == 2:
        return all(fits(k, inner[0]) and fits(v, inner[1]) for k, v in value.items())
    if origin is tuple and inner[-1:] != (...,):
        return len(value) == len(inner) and all(map(fits, value, inner))
    return not (isinstance(value, Sequence | Set) and inner) or all(fits(each, inner[0]) for each in value)


def called(hint: Any) -> str:
    """A type in words."""
    origin, inner = typing.get_origin(hint) or hint, typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return ", or ".join(called(each) for each in inner)
    if origin is typing.Literal:
        return ", ".join(map(repr, inner))
    if origin in (Sequence, Iterable):
        return "a list" if inner in ((), (Any,)) else f"a list of what is {called(inner[0])}"
    return CALLED.get(origin, f"a {origin.__name__}")
