"""A derivation as JSON fits its published schema, in every style, and nothing that is not one does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from symjac import derive, parse
from symjac.derivation.record import schema
from symjac.derivation.trail import Kind
from symjac.writing.formats.json import TYPES, decode

SCHEMA = schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

CASES: dict[str, tuple[str, str | None, str | None, dict[str, Any]]] = {
    "components": ("f(x) = A x + b", None, "A: M x N", {}),
    "a vector by a matrix": ("f(A) = A x", None, "A: M x N", {}),
    "a matrix by a matrix, instance": ("K(A) = A'A", None, "A: M x N", {"instance": "M=3, N=2"}),
    "several scalars": ("f(x1, x2) = [x1^2*x2; sin(x1)]", None, None, {}),
    "chain": ("e(theta) = y - Phi theta; L(e) = ||e||^2", None, "Phi: N x D", {"detail": "brief"}),
    "differential": ("log det(X'X)", "X", "X: M x N", {"layout": "denominator"}),
    "Hessian": ("x'A x", "x", "A: n x n", {"order": 2}),
    "structured": ("tr(S C)", "S", "S: n x n symmetric", {"detail": "exam"}),
    "decimals at a point": ("f(t) = sin(t)", None, None, {"at": "t = 2"}),
    "backprop": ("a[1] = tanh(W[1]*x); a[2] = tanh(W[2]*a[1]); norm(a[2] - y)^2", "W[1], W[2]", None, {"style": "backprop"}),
    "graph": ("z = w*x + b; (z - y)^2", "w, b", "w: scalar; x: scalar; b: scalar; y: scalar", {"style": "graph"}),
    "sums": ("sum_i (y_i - w*x_i)^2", "w", "w: scalar", {}),
    "unchecked, columns": ("A X B", "X", None, {"check": False, "order_of": "columns"}),
}


def exported(name: str) -> dict[str, Any]:
    formula, wrt, where, options = CASES[name]
    found: dict[str, Any] = json.loads(derive(formula, wrt, where, **options).render("json"))
    return found


def all_steps(steps: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for step in steps:
        yield step
        yield from all_steps(step["substeps"])


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert set(SCHEMA["$defs"]["document"]["$defs"]) > set(TYPES)
    assert SCHEMA["$defs"]["Step"]["properties"]["kind"]["enum"] == list(Kind.__args__)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", CASES)
def test_derivations_fit_the_schema(name: str) -> None:
    data = exported(name)
    VALIDATOR.validate(data)
    steps = list(all_steps(data["steps"]))
    assert len({step["id"] for step in steps}) == len(steps)
    assert all(step["rule"] and step["kind"] for step in steps)
    assert all(bool(step["check"]) <= (data["check"] is not None) for step in steps)
    decode(data["document"])
    where = "; ".join(f"{n}: {' x '.join(s['shape'])}" for n, s in data["symbols"].items() if s["shape"] != ["1", "1"])
    assert str(parse(data["result"]["plain"], where)) == data["result"]["plain"]


def test_the_sign_and_the_connective_are_two_facts() -> None:
    assert [(step["lead"], step["relation"]) for step in exported("chain")["steps"]][-1] == ("", "=")
    assert ("⇒", "=") in [(step["lead"], step["relation"]) for step in exported("differential")["steps"]]
    assert [step["relation"] for step in exported("decimals at a point")["steps"] if step["kind"] == "value"] == ["≈"]


@pytest.mark.parametrize(
    ("f", "x", "where", "exact"),
    [
        ("x'A x", "x", None, True),
        ("det(X)", "X", None, True),
        ("tanh(W x)", "x", "W: m x n", False),
        ("norm(x)", "x", "x: n", False),
        ("sum(exp(x))", "x", "x: n", False),
    ],
)
def test_what_was_checked_is_said_as_it_was(f: str, x: str, where: str | None, exact: bool) -> None:
    d = derive(f, x, where)
    said = json.loads(d.render("json"))["check"]
    assert d.check is not None and said["exact"] is exact
    assert (said["digits"] == 0) if exact else (30 <= said["digits"] <= 50)
    assert (said["lines"], tuple(said["sizes"])) == (d.check.lines, d.check.sizes) and said["lines"] > 0
    how = "exactly, in rational numbers" if exact else f"to {said['digits']} digits"
    assert how in said["method"] and how in str(d.check)


def test_the_record_says_what_was_asked() -> None:
    """Every field against the derivation itself, in a case in which no two of them are alike."""
    d = derive("log(t)*A X B", "X", "A: m x n; X: n x p; t: scalar", layout="denominator", order_of="rows", style="differential")
    data = json.loads(d.render("json"))
    assert data["input"] == "log(t)*A X B" and data["function"] == str(d.f) and data["variables"] == ["X"]
    assert data["conventions"] == {"layout": "denominator", "order_of": "rows", "order": 1} and data["style"] == "differential"
    assert data["result"]["plain"] == str(d.result) and data["result"]["shape"] == ["n*p", "M*m"]
    assert data["result"]["form"] == d.form == "kronecker" and set(data["views"]) == set(d.views)
    assert data["inferred"] == [{"name": "B", "how": "convention", "declare": "B: p x M"}]
    assert data["symbols"]["A"] == {"shape": ["m", "n"], "assumptions": []}
    assert exported("structured")["symbols"]["S"]["assumptions"] == ["symmetric"]
    inverse = json.loads(derive("log det X", "X", style="differential").render("json"))
    assert inverse["conditions"] == inverse["steps"][-1]["conditions"] == [{"kind": "invertible", "of": "X"}]
    free = [index for step in exported("components")["steps"] for index in step["free"]]
    assert {"index": "i", "from": 1, "to": "M"} in free and {"index": "j", "from": 1, "to": "N"} in free


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.pop("steps"),
        lambda data: data.update(schema="symjac/derivation/2"),
        lambda data: data.update(more=1),
        lambda data: data["steps"][0].update(kind="guess"),
        lambda data: data["steps"][0].update(rule="chain rule"),
        lambda data: data["steps"][0].update(relation="⇒"),
        lambda data: data["steps"][0]["after"].update(type="Frag"),
        lambda data: data["document"]["blocks"].append({"type": "Equation"}),
        lambda data: data["check"].update(digits="30"),
    ],
    ids=["no steps", "version", "more", "kind", "rule", "relation", "box", "block", "digits"],
)
def test_what_is_none_does_not_fit(spoil: Any) -> None:
    data = exported("components")
    spoil(data)
    assert not VALIDATOR.is_valid(data)
