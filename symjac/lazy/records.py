"""Records: `dataclass` of the standard library, with methods that are made when they are first looked at.

The standard one compiles six functions for each class, half a millisecond: a quarter of the time of a short command, which loads
some hundred and thirty, and has instances of half of them. Here `__init__` is compiled for the first instance, and all else is
shared. Type checkers see the standard module; `fields`, `asdict` and `replace` of the standard module take records too.
"""

from __future__ import annotations

from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass", "field", "fields", "is_dataclass", "replace"]

NOTHING: Any = object()
OWN = "__records__"  # where a class keeps its fields, by name
FRESH: Any = type("Fresh", (), {"__repr__": lambda self: "<factory>"})()  # stands where each instance gets a value of its own


class Field:
    """One field: its name and type as written, what stands for it when it is not given, and where it takes part."""

    __slots__ = ("compare", "default", "default_factory", "keyword", "name", "repr", "type")

    def __init__(self, default: Any, default_factory: Any, repr: bool, compare: bool) -> None:
        self.default, self.default_factory, self.repr, self.compare = default, default_factory, repr, compare
        self.name, self.type, self.keyword = "", "", False

    @property
    def parameter(self) -> str:
        return self.name if self.default is NOTHING and self.default_factory is NOTHING else f"{self.name}=_default_{self.name}"


class Late:
    """A member of a class that is made when it is first looked at, and stays."""

    def __init__(self, owner: type, name: str, make: Any) -> None:
        self._owner, self._name, self._make = owner, name, make

    def __get__(self, instance: Any, kind: Any = None) -> Any:
        made = self._make(self._owner)
        setattr(self._owner, self._name, made)
        return made.__get__(instance, kind) if hasattr(made, "__get__") else made


def _field(*, default: Any = NOTHING, default_factory: Any = NOTHING, repr: bool = True, compare: bool = True) -> Any:
    return Field(default, default_factory, repr, compare)


def _dataclass(
    cls: Any = None, /, *, eq: bool = True, repr: bool = True, frozen: bool = False, kw_only: bool = False, slots: bool = False
) -> Any:  # fmt: skip
    if cls is None:
        return lambda cls: _dataclass(cls, eq=eq, repr=repr, frozen=frozen, kw_only=kw_only, slots=slots)
    own = _own(cls, kw_only)
    table = {name: found for base in reversed(cls.__mro__[1:]) for name, found in base.__dict__.get(OWN, {}).items()} | own
    if slots:
        cls = _slotted(cls, list(own))
    for name, value in _members(cls, tuple(table.values()), eq, repr, frozen, slots).items():
        if name not in cls.__dict__:
            setattr(cls, name, value)
    if eq and cls.__dict__.get("__hash__") is None:  # Python has put None where a class says what is equal
        cls.__hash__ = _hash if frozen else None
    setattr(cls, OWN, table)
    for name in ("__dataclass_fields__", "__dataclass_params__"):
        setattr(cls, name, Late(cls, name, lambda cls, name=name: getattr(_standard(cls, eq, repr, frozen), name)))
    return cls


def _own(cls: type, kw_only: bool) -> dict[str, Field]:
    """The fields that the body of a class declares; a default stays where it is, a description of a field goes."""
    found = {}
    for name, kind in cls.__annotations__.items():
        if str(kind).startswith("ClassVar"):
            continue
        given = cls.__dict__.get(name, NOTHING)
        one = given if isinstance(given, Field) else Field(given, NOTHING, True, True)
        if one.default.__class__.__hash__ is None:
            raise ValueError(f"all instances of {cls.__name__} would share the default of {name}; use default_factory")
        one.name, one.type, one.keyword = name, kind, kw_only
        if given is one and one.default is NOTHING:
            delattr(cls, name)
        elif given is one:
            setattr(cls, name, one.default)
        found[name] = one
    return found


def _slotted(cls: Any, names: list[str]) -> Any:
    """The class again, with a slot for each field: Python adds none to a class that is made."""
    body = {name: value for name, value in cls.__dict__.items() if name not in (*names, "__dict__", "__weakref__")}
    inherited = {name for base in cls.__mro__[1:-1] for name in base.__dict__.get("__slots__", ())}
    again = type(cls)(cls.__name__, cls.__bases__, body | {"__slots__": tuple(n for n in names if n not in inherited)})
    again.__qualname__ = cls.__qualname__
    return again


def _members(cls: type, table: tuple[Field, ...], eq: bool, repr: bool, frozen: bool, slots: bool) -> dict[str, Any]:
    """What a record has unless the body of its class says otherwise."""
    compared = [one.name for one in table if one.compare]
    members: dict[str, Any] = {
        "__init__": Late(cls, "__init__", lambda cls: _init(cls, frozen)),
        "__match_args__": tuple(one.name for one in table if not one.keyword),
    }
    if repr:
        members["__repr__"] = _repr
    if eq:
        members |= {"__eq__": _eq, "_compared": staticmethod(_values(compared))}
    if frozen:
        members |= _guards(cls, frozenset(one.name for one in table))
    if frozen and slots:  # there is no dict that pickle could fill behind the guards
        members |= {"__getstate__": _getstate, "__setstate__": _setstate}
    return members


def _values(names: list[str]) -> Any:
    """A function that gives the values of an object under these names, as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return (lambda x: (getattr(x, names[0]),)) if names else lambda x: ()


def _init(cls: type, frozen: bool) -> Any:
    """def __init__(self, a, b=_default_b): the one function that is compiled."""
    table: tuple[Field, ...] = tuple(getattr(cls, OWN).values())
    names: dict[str, Any] = {"_set": object.__setattr__, "_fresh": FRESH}
    body = []
    for one in table:
        value = one.name
        if one.default_factory is not NOTHING:
            names |= {f"_default_{one.name}": FRESH, f"_make_{one.name}": one.default_factory}
            value = f"_make_{one.name}() if {one.name} is _fresh else {one.name}"
        elif one.default is not NOTHING:
            names[f"_default_{one.name}"] = one.default
        body.append(f"_set(self, {one.name!r}, {value})" if frozen else f"self.{one.name} = {value}")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    keywords = [one.parameter for one in table if one.keyword]
    parameters = ["self", *(one.parameter for one in table if not one.keyword), *(["*", *keywords] if keywords else [])]
    exec(f"def __init__({', '.join(parameters)}):\n " + "\n ".join(body or ["pass"]), names)
    made = names["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__module__ = cls.__module__
    made.__annotations__ = {one.name: one.type for one in table} | {"return": None}
    return made


def _eq(self: Any, other: Any) -> Any:
    return self._compared(self) == self._compared(other) if other.__class__ is self.__class__ else NotImplemented


def _hash(self: Any) -> int:
    return hash(self._compared(self))


@recursive_repr()
def _repr(self: Any) -> str:
    shown = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _guards(cls: Any, names: frozenset[str]) -> dict[str, Any]:
    """What keeps a frozen record as it is; a plain subclass may have attributes of its own."""

    def refuse(self: Any, name: str, what: str) -> None:
        if type(self) is cls or name in names:
            from dataclasses import FrozenInstanceError

            raise FrozenInstanceError(f"cannot {what} field {name!r}")

    def __setattr__(self: Any, name: str, value: Any) -> None:
        refuse(self, name, "assign to")
        super(cls, self).__setattr__(name, value)

    def __delattr__(self: Any, name: str) -> None:
        refuse(self, name, "delete")
        super(cls, self).__delattr__(name)

    return {"__setattr__": __setattr__, "__delattr__": __delattr__}


def _getstate(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in fields(self)]


def _setstate(self: Any, state: list[Any]) -> None:
    for one, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)


def _standard(cls: type, eq: bool, repr: bool, frozen: bool) -> Any:
    """A class of the standard library with the same fields, for its functions."""
    import dataclasses as standard

    def told(one: Field) -> Any:
        given = {"default": one.default, "default_factory": one.default_factory}
        given = {name: value for name, value in given.items() if value is not NOTHING}
        return standard.field(repr=one.repr, compare=one.compare, kw_only=one.keyword, **given)

    described = [(one.name, one.type, told(one)) for one in _fields(cls)]
    return standard.make_dataclass(cls.__name__, described, eq=eq, repr=repr, frozen=frozen)


def _fields(record: Any) -> tuple[Field, ...]:
    return tuple(getattr(record, OWN).values())


def _is_dataclass(x: Any) -> bool:
    return hasattr(x if isinstance(x, type) else type(x), OWN)


def _replace(record: Any, /, **changes: Any) -> Any:
    """The record with some fields changed."""
    for name in getattr(record, OWN):
        if name not in changes:
            changes[name] = getattr(record, name)
    return record.__class__(**changes)


if TYPE_CHECKING:
    from dataclasses import dataclass, field, fields, is_dataclass, replace
else:
    dataclass, field, fields, is_dataclass, replace = _dataclass, _field, _fields, _is_dataclass, _replace
