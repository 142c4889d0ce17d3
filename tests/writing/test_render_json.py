"""JSON: what is written reads back equal, fits the published schema, and nothing else is accepted."""

from __future__ import annotations

import json as text
from collections.abc import Callable
from dataclasses import fields
from typing import Any, get_args

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from symjac.errors import LimitError, ParseError
from symjac.writing.block import (
    Aligned,
    Block,
    Contents,
    Details,
    Document,
    Equation,
    Figure,
    Heading,
    Items,
    Line,
    Link,
    Note,
    PageBreak,
    Paragraph,
    Room,
    Table,
    Text,
)
from symjac.writing.box import Box, Cases, Infix, Num, Root, Row, Sym
from symjac.writing.drawing import Circle, Drawing, Label, Shape, Stroke
from symjac.writing.formats import json
from tests.helpers.samples import samples

SAMPLES = samples()
SCHEMA = json.schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_read_back_equal_and_fit_the_schema(name: str) -> None:
    written = json.document(SAMPLES[name])
    assert json.load(written) == SAMPLES[name]
    VALIDATOR.validate(text.loads(written))


def boxes() -> st.SearchStrategy[Box]:
    """Boxes that really nest."""
    leaves: st.SearchStrategy[Box] = st.one_of(st.builds(Sym), st.builds(Num))

    def grow(inner: st.SearchStrategy[Box]) -> st.SearchStrategy[Box]:
        classes = [cls for cls in get_args(Box) if cls not in (Sym, Num)]
        return st.one_of([st.builds(cls, **inner_fields(cls, inner)) for cls in classes])

    return st.recursive(leaves, grow, max_leaves=20)


def inner_fields(cls: Any, inner: st.SearchStrategy[Box]) -> dict[str, Any]:
    lists = {"items": st.lists(inner).map(tuple), "args": st.lists(inner).map(tuple)}
    names = {field.name for field in fields(cls)}
    return {n: lists.get(n, inner) for n in ("items", "args", "base", "body", "num", "den", "label") if n in names}


def prose() -> st.SearchStrategy[Text]:
    return st.lists(st.text() | boxes() | st.builds(Link), max_size=3).map(tuple)


def drawings() -> st.SearchStrategy[Drawing]:
    numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-9, 9)
    points = st.tuples(numbers, numbers)
    shapes: st.SearchStrategy[Shape] = st.one_of(
        st.builds(Stroke, st.lists(points, max_size=3).map(tuple)),
        st.builds(Circle, points, numbers),
        st.builds(Label, points, boxes()),
    )
    return st.builds(Drawing, numbers, numbers, st.lists(shapes, max_size=3).map(tuple))


def documents() -> st.SearchStrategy[Document]:
    lines = st.builds(Line, boxes(), st.text(), boxes(), prose())
    cells = st.lists(prose(), max_size=2).map(tuple)
    flat: st.SearchStrategy[Block] = st.one_of(
        st.builds(Heading, st.integers(), prose(), st.text(), st.text()),
        st.builds(Contents),
        st.builds(Figure, drawings(), prose(), st.text()),
        st.builds(Paragraph, prose(), st.text()),
        st.builds(Equation, boxes(), prose(), st.text()),
        st.builds(Aligned, st.lists(lines, max_size=3).map(tuple), st.text(), st.text()),
        st.builds(Table, cells, st.lists(cells, max_size=2).map(tuple), prose()),
        st.builds(Items, cells),
        st.builds(Note, text=prose()),
        st.builds(PageBreak),
        st.builds(Room, st.floats(0.1, 20), st.sampled_from(["blank", "lines", "box"])),
    )
    blocks = st.recursive(flat, lambda inner: st.builds(Details, prose(), st.lists(inner, max_size=2).map(tuple)))
    return st.builds(Document, prose(), st.lists(blocks, max_size=4).map(tuple), st.text())


@settings(derandomize=True, deadline=None, max_examples=50, suppress_health_check=list(HealthCheck))
@given(documents())
def test_any_document_reads_back_equal_and_fits_the_schema(doc: Document) -> None:
    written = json.document(doc)
    assert json.load(written) == doc
    VALIDATOR.validate(text.loads(written))


@settings(derandomize=True, deadline=None)
@given(boxes())
def test_any_box_reads_back_equal_on_its_own(box: Box) -> None:
    data = text.loads(text.dumps(json.encode(box)))
    assert json.decode(data) == box
    VALIDATOR.evolve(schema=SCHEMA | {"$ref": "#/$defs/Box"} | UNBOUND).validate(data)


# The root's own demands lifted, so that a definition can be used alone, as another document embeds it.
UNBOUND: dict[str, Any] = {"type": "object", "required": [], "properties": {}, "additionalProperties": True}


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("cls", json.TYPES.values(), ids=lambda cls: cls.__name__)
def test_the_schema_defines_every_class_with_exactly_its_fields(cls: Any) -> None:
    definition = SCHEMA["$defs"][cls.__name__]
    names = {"type", *(field.name for field in fields(cls))}
    assert definition["properties"].keys() == names == set(definition["required"])
    assert definition["additionalProperties"] is False


@pytest.mark.parametrize(("union", "name"), [(Box, "Box"), (Block, "Block"), (Shape, "Shape")])
def test_the_schema_lists_every_class_of_a_union(union: Any, name: str) -> None:
    assert SCHEMA["$defs"][name]["properties"]["type"]["enum"] == [cls.__name__ for cls in get_args(union)]


def test_the_root_is_a_document_with_its_version() -> None:
    written = text.loads(json.document(Document(("t", Sym("x")), ())))
    x = {"type": "Sym", "name": "x", "font": "italic", "prec": 50}
    expected = {"schema": "symjac/document/1", "type": "Document", "title": ["t", x], "blocks": [], "language": "en"}
    assert written == expected


GOOD = text.loads(json.document(Document(("t",), (Equation(Cases(((Num("1"), Sym("x")),))),))))


def changed(edit: Callable[[dict[str, Any]], object]) -> str:
    data: dict[str, Any] = text.loads(text.dumps(GOOD))
    edit(data)
    return text.dumps(data)


POINT = text.loads(json.document(Document((), (Figure(Drawing(1, 1, (Circle((0, 0.5), 1),)), (), ""),))))


def moved(centre: Any) -> str:
    data: dict[str, Any] = text.loads(text.dumps(POINT))
    data["blocks"][0]["drawing"]["shapes"][0]["centre"] = centre
    return text.dumps(data)


def case(data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = data["blocks"][0]["box"]
    return found


BAD = {
    "not JSON": "{",
    "not an object": "[]",
    "no version": "{}",
    "another version": changed(lambda d: d.update(schema="symjac/document/2")),
    "a part": text.dumps({"schema": json.SCHEMA, "type": "Num", "text": "1", "prec": 50}),
    "unknown type": changed(lambda d: d.update(type="Docment")),
    "type no string": changed(lambda d: d.update(type=["Document"])),
    "missing field": changed(lambda d: d.pop("language")),
    "extra field": changed(lambda d: d.update(extra=1)),
    "null text": changed(lambda d: d.update(language=None)),
    "number for text": changed(lambda d: d.update(title=[1])),
    "text for a list": changed(lambda d: d.update(title="t")),
    "list for text": changed(lambda d: d.update(language=["en"])),
    "true for a number": changed(lambda d: case(d).update(prec=True)),
    "box among blocks": changed(lambda d: d["blocks"].append(case(d))),
    "block within a box": changed(lambda d: case(d)["rows"][0].__setitem__(0, GOOD["blocks"][0])),
    "no such font": changed(lambda d: case(d)["rows"][0][1].update(font="comic")),
    "text for a coordinate": moved(["0", 0]),
    "a point of three": moved([0, 0, 0]),
    "true for a coordinate": moved([True, 0]),
    "a pair of three": changed(lambda d: case(d)["rows"][0].append(case(d)["rows"][0][0])),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_anything_else_is_refused_by_loader_and_schema(bad: str) -> None:
    with pytest.raises(ParseError):
        json.load(bad)
    try:
        data = text.loads(bad)
    except ValueError:
        return
    assert not VALIDATOR.is_valid(data)


def test_nested_too_deep_is_refused_in_both_directions() -> None:
    box: Box = Sym("x")
    block: Block = PageBreak()
    for _ in range(500):
        box, block = Root(Row((box,))), Details((), (block,))
    for deep in (Equation(box), Paragraph((Infix((box,), (), 0),)), block):
        with pytest.raises(LimitError):
            json.document(Document((), (deep,)))
    for times in (500, 100_000):
        nested = '{"type": "Root", "prec": 50, "body": ' * times + "null" + "}" * times
        with pytest.raises(LimitError):
            json.load(text.dumps(GOOD).replace('"t"', nested))


def test_what_is_written_can_be_read_up_to_the_limit() -> None:
    box: Box = Sym("x")
    for _ in range(json.DEEPEST - 4):
        box = Root(box)
    doc = Document((), (Equation(box),))
    assert json.load(json.document(doc)) == doc
