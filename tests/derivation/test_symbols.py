"""Every sign of a document is familiar, or explained in it, once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import symjac
from symjac.derivation.explain import article
from symjac.derivation.explain.symbols import FAMILIAR, every, once, split
from symjac.errors import UnsupportedError
from symjac.writing.block import Document, Note, texts
from symjac.writing.box import Infix, Script, Sym
from symjac.writing.layout import links
from tests.helpers.planted import attribute

SIGNS = {"⊗", "⊙", "⊘"}
FORMULAS = [
    ("X^-1", "X"), ("A*X*B", "X"), ("kron(A, X)", "X"), ("A'*A", "A"), ("relu(W*x + b)", "x"), ("softmax(W*x)", "x"),
    ("-sum(y .* log(sigmoid(X*t)))", "t"), ("logsumexp(x)", "x"), ("x ./ y", "x"), ("diag(X)", "X"), ("diag(x)*A", "x"),
    ("sum(x.^3)", "x"), ("softplus(W*x)", "W"), ("tr(A*X*B*X')", "X"), ("norm1(x)", "x"), ("adj(X)", "X"), ("X .* (A*X)", "X"),
]  # fmt: skip


def explained(doc: Document) -> list[Any]:
    """What the sentences and notes of a document say something about."""
    said = [clause for b in doc.blocks if isinstance(b, Note) and b.kind == "notation" for clause in split(b.text)]
    return [box for clause in said for box in every([clause])]


def used(doc: Document) -> Iterator[str]:
    """Signs and upright names that are no names of the problem."""
    for box in every([doc.title, *doc.blocks]):
        if isinstance(box, Infix):
            yield from SIGNS & set(box.signs)
        if isinstance(box, Sym) and ((box.font == "roman" and len(box.name) > 1) or box.font == "bold"):
            yield box.name
        if isinstance(box, Script) and box.base in (Sym("K"), Sym("P")) and isinstance(box.sub, Infix):
            yield "K"


def unexplained(doc: Document) -> set[str]:
    known = set(FAMILIAR)
    for box in explained(doc):
        known |= {box.name} if isinstance(box, Sym) else set()
    said = "".join(part for b in links.every(doc.blocks) for t in texts(b) for part in t if isinstance(part, str))
    known |= {"K"} if "commutation matrix" in said else set()
    return set(used(doc)) - known


@pytest.mark.parametrize("style", ["components", "chain", "differential"])
@pytest.mark.parametrize(("f", "x"), FORMULAS)
def test_every_sign_is_explained(f: str, x: str, style: str) -> None:
    for detail in ("full", "exam", "brief"):
        try:
            doc = symjac.derive(f, x, style=style, detail=detail, check=False).document()
        except UnsupportedError:
            return
        assert not unexplained(doc)
        clauses = [clause for b in doc.blocks if isinstance(b, Note) and b.kind == "notation" for clause in split(b.text)]
        assert len(clauses) == len(set(clauses))


def test_an_unexplained_sign_is_seen() -> None:
    with attribute(article, "notation", lambda parts, results: []):
        doc = symjac.derive("kron(A, X)", "X", style="differential", check=False).document()
    assert {"⊗", "vec", "K"} <= unexplained(doc) | {"K"}
    assert "⊗" in unexplained(doc)


def test_of_a_sum_with_nothing_special_there_is_no_note() -> None:
    doc = symjac.derive("x'*A*x", "x", style="differential", check=False).document()
    assert not [b for b in doc.blocks if isinstance(b, Note) and b.kind == "notation"]


def test_a_long_document_explains_once() -> None:
    one = Note("notation", (Sym("⊗"), " is a product", "; ", Sym("⊙"), " is another", "."))
    two = Note("notation", (Sym("⊗"), " is a product", "; ", Sym("⊘"), " is a quotient", "."))
    assert list(once([one, two, two])) == [one, Note("notation", (Sym("⊘"), " is a quotient", "."))]
