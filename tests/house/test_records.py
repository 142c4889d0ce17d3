"""Records are dataclasses: what the standard module makes of a class, ours makes of it."""

from __future__ import annotations

import ast
import copy
import dataclasses
import importlib
import inspect
import pickle
import pkgutil
from typing import Any, ClassVar

import pytest

import symjac
from symjac.lazy import records
from tests.helpers.places import PACKAGE

ABSENT = object()


def plain(make: Any) -> dict[str, Any]:
    """Classes of every kind that symjac has, by one of the two modules."""

    @make.dataclass(frozen=True)
    class Frozen:
        kind: ClassVar[str] = "no field"
        a: int
        b: tuple[int, ...] = ()
        c: list[int] = make.field(default_factory=list, compare=False)
        d: str = make.field(default="d", repr=False)

        def doubled(self) -> int:
            return 2 * self.a

    @make.dataclass(frozen=True)
    class Derived(Frozen):
        b: tuple[int, ...] = (7,)
        e: int = 5

    class Plain(Frozen):
        pass

    @make.dataclass
    class Open:
        a: int
        b: int = 2

        def __post_init__(self) -> None:
            self.total = self.a + self.b

    @make.dataclass(slots=True, eq=False)
    class Slots:
        a: int
        b: dict[str, int] = make.field(default_factory=dict)

    @make.dataclass(frozen=True, slots=True)
    class FrozenSlots:
        a: int
        b: int = 2

    @make.dataclass(frozen=True, slots=True)
    class One:
        a: int

    @make.dataclass(frozen=True, slots=True)
    class Empty:
        pass

    @make.dataclass(frozen=True, kw_only=True, eq=False, repr=False)
    class Keywords:
        a: int = 1
        b: int

    @make.dataclass(frozen=True)
    class Own:
        a: int

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Own) and abs(self.a) == abs(other.a)

        def __hash__(self) -> int:
            return 3

        def __repr__(self) -> str:
            return "own"

    @make.dataclass(frozen=True)
    class Equal:
        a: int

        def __eq__(self, other: object) -> bool:
            return True

    return {name: found for name, found in locals().items() if isinstance(found, type)}


SLOTS_AND_FROZEN = ("FrozenSlots", "One", "Empty")  # another name is a TypeError there: super() is asked with the first class
OURS, THEIRS = plain(records), plain(dataclasses)
BOTH = [pytest.param(OURS[name], THEIRS[name], id=name) for name in OURS]
CALLS: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((), {}), ((1,), {}), ((1, 3), {}), ((), {"a": 1}), ((), {"b": 4}), ((1,), {"b": 2}), ((1, 2, 3, 4, 5, 6), {}),
    ((1,), {"no": 1}), ((-1,), {}), ((1, (7,)), {}), ((1, (), [5]), {}), ((), {"a": 1, "b": 4}),
]  # fmt: skip


def outcome(run: Any) -> Any:
    """What comes of it: a value, or the kind of the failure."""
    try:
        return run()
    except Exception as failure:
        return type(failure), str(failure).replace("dataclasses.", "records.").replace("plain.<locals>.", "")


def instances(cls: type) -> list[Any]:
    found = (outcome(lambda: cls(*given, **named)) for given, named in CALLS)  # noqa: B023
    return [x if isinstance(x, cls) else None for x in found]


@pytest.mark.parametrize(("own", "other"), BOTH)
class TestAsTheStandardModule:
    def test_instances(self, own: Any, other: Any) -> None:
        for given, named in CALLS:
            a, b = outcome(lambda: own(*given, **named)), outcome(lambda: other(*given, **named))  # noqa: B023
            assert (repr(a) == repr(b)) or "keywords" in type(a).__name__.lower(), (given, named)
            assert isinstance(a, own) == isinstance(b, other)
            if isinstance(a, own):
                assert [getattr(a, f.name) for f in records.fields(a)] == [getattr(b, f.name) for f in dataclasses.fields(b)]
                assert getattr(a, "__dict__", 0) == getattr(b, "__dict__", 0)

    def test_what_is_equal_and_the_hash(self, own: Any, other: Any) -> None:
        ours, theirs = instances(own), instances(other)
        for i, a in enumerate(ours):
            for j, b in enumerate(ours):
                assert (a == b) == (theirs[i] == theirs[j])
            assert (type(a).__hash__ is None) == (type(theirs[i]).__hash__ is None)
            if a is not None and type(theirs[i]).__hash__ is not object.__hash__:
                assert outcome(lambda: hash(a)) == outcome(lambda: hash(theirs[i])), a  # noqa: B023
        assert all(a != object() for a in ours if a and own.__name__ != "Equal")

    def test_what_may_be_changed(self, own: Any, other: Any) -> None:
        for a, b in zip(instances(own), instances(other), strict=True):
            for name in own.__match_args__ if own.__name__ in SLOTS_AND_FROZEN else ("a", "b", "new"):
                assert outcome(lambda: setattr(a, name, 9)) == outcome(lambda: setattr(b, name, 9))  # noqa: B023, B010
                assert getattr(a, name, ABSENT) == getattr(b, name, ABSENT)
                assert outcome(lambda: delattr(a, name)) == outcome(lambda: delattr(b, name))  # noqa: B023
                assert hasattr(a, name) == hasattr(b, name)

    def test_the_class(self, own: Any, other: Any) -> None:
        assert str(inspect.signature(own)) == str(inspect.signature(other))
        for name in ("__match_args__", "__slots__", "__annotations__", "__module__"):
            assert getattr(own, name, None) == getattr(other, name, None)
        assert {n for n in vars(other) if "dataclass" not in n and n not in MADE_DIFFERENTLY} <= vars(own).keys()

    def test_the_functions_of_both_modules(self, own: Any, other: Any) -> None:
        assert [(f.name, f.type, f.compare, f.repr) for f in dataclasses.fields(own)] == [
            (f.name, f.type, f.compare, f.repr) for f in dataclasses.fields(other)
        ]
        assert dataclasses.is_dataclass(own) and records.is_dataclass(own)
        for a, b in zip(instances(own), instances(other), strict=True):
            if a is not None:
                assert records.is_dataclass(a) and dataclasses.asdict(a) == dataclasses.asdict(b)
                expected = repr(dataclasses.replace(b, **{f.name: 5 for f in dataclasses.fields(b)[:1]}))
                change = {f.name: 5 for f in records.fields(a)[:1]}
                if own.__name__ != "Keywords":
                    assert repr(records.replace(a, **change)) == repr(dataclasses.replace(a, **change)) == expected
                assert copy.deepcopy(a).__class__ is own


MADE_DIFFERENTLY = {"__doc__", "__dict__", "__weakref__", "__qualname__"}  # a docstring is not made up


def test_a_shared_default_is_refused() -> None:
    class Shared:
        a: list[int] = []

    for module in (records, dataclasses):
        with pytest.raises(ValueError, match="default_factory"):
            module.dataclass(Shared)


def test_a_class_of_the_standard_module_may_stand_on_a_record() -> None:
    @dataclasses.dataclass(frozen=True)
    class Above(OURS["Frozen"]):  # type: ignore[misc]
        z: int = 9

    assert Above(1) == Above(1, (), []) and [f.name for f in dataclasses.fields(Above)] == ["a", "b", "c", "d", "z"]


def test_a_record_comes_back_from_another_process() -> None:
    from symjac.writing.block import Paragraph
    from symjac.writing.box import Sym

    for x in (Sym("x", "bold"), Paragraph(("a", Sym("x")))):
        assert pickle.loads(pickle.dumps(x)) == x


def all_records() -> list[Any]:
    names = [m.name for m in pkgutil.walk_packages(symjac.__path__, "symjac.") if not m.name.endswith("__main__")]
    found = [x for name in names for x in vars(importlib.import_module(name)).values() if isinstance(x, type)]
    return list(dict.fromkeys(cls for cls in found if records.OWN in vars(cls)))


def test_every_record_of_symjac_is_called_as_a_dataclass_is() -> None:
    found = all_records()
    assert len(found) > 200
    for cls in found:
        theirs = inspect.signature(dataclasses.make_dataclass("Theirs", [
            (f.name, f.type, standard(f)) for f in records.fields(cls)
        ]))  # fmt: skip
        if "__init__" in vars(cls) and not vars(cls).get("__post_init__"):
            assert [*inspect.signature(cls).parameters] == [*theirs.parameters], cls


def standard(f: Any) -> Any:
    given = {"default": f.default, "default_factory": f.default_factory}
    return dataclasses.field(kw_only=f.keyword, **{k: v for k, v in given.items() if v is not records.NOTHING})


def test_symjac_takes_them_from_one_place() -> None:
    late = {*records.__all__}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "dataclasses" and path.name != "records.py":
                assert not late & {a.name for a in node.names}, f"{path.relative_to(PACKAGE)} takes it from symjac.lazy.records"
