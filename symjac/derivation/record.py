"""A derivation as JSON: what was asked, the result in every view, the tree of steps, the checks, the document (versioned)."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from symjac.derivation.explain.article import article
from symjac.derivation.result import Derived
from symjac.derivation.trail import Step
from symjac.derivation.views import views
from symjac.expr.expr import unwritable
from symjac.expr.looks import written
from symjac.verify.term import Term
from symjac.writing.block import Text
from symjac.writing.formats.json import encode
from symjac.writing.formats.json import schema as document_schema

SCHEMA = "symjac/derivation/1"


def exported(d: Derived) -> str:
    return json.dumps(record(d), ensure_ascii=False, indent=2) + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema of `exported`, in one piece: that of documents, to which it refers, is among its $defs."""
    published: dict[str, Any] = json.loads(files("symjac.derivation").joinpath("derivation.json").read_text("utf-8"))
    return published | {"$defs": published["$defs"] | {"document": document_schema()}}


def record(d: Derived) -> dict[str, Any]:
    """Plain data; `schema` changes when a reader would have to."""
    return {
        "schema": SCHEMA,
        "input": d.problem.source,
        "function": str(d.problem.body if d.problem.body is not None and unwritable(d.f) else d.f),
        "variables": [str(x) for x in d.variables],
        "symbols": {name: symbol(e) for name, e in sorted(d.problem.symbols.items())},
        "maps": {f.name: {"inputs": str(f.inputs), "outputs": str(f.outputs)} for f in d.problem.maps.values()},
        "inferred": [{"name": i.name, "how": i.how, "declare": i.declare} for i in d.problem.inferred],
        "conventions": {"layout": d.layout, "order_of": d.order_of, "order": d.order},
        "style": d.style,
        "result": {"plain": str(d.result), "shape": list(d.shape), "form": d.form, "box": encode(written(d.result))},
        "views": {
            name: {"plain": str(view.expr) if view.expr else None, "box": encode(view.box)} for name, view in views(d).items()
        },
        "conditions": [{"kind": c.kind, "of": str(c.of)} for c in d.conditions],
        "steps": [step(s) for s in d.steps],
        "check": check(d),
        "document": encode(article(d)),
    }


def symbol(e: Any) -> dict[str, Any]:
    return {"shape": [str(n) for n in e.shape], "assumptions": sorted(e.data[1])}


def step(s: Step) -> dict[str, Any]:
    return {
        "id": s.id,
        "kind": s.kind,
        "rule": s.rule.name,
        "source": s.rule.source,
        "importance": s.importance,
        "lead": s.lead,
        "relation": s.relation,
        "before": term(s.before),
        "after": term(s.after),
        "reason": {"short": text(s.rule.short), "long": text(s.rule.long)},
        "free": [{"index": str(i.symbol), "from": 1, "to": str(i.size)} for i in s.free],
        "conditions": [{"kind": c.kind, "of": str(c.of)} for c in s.conditions],
        "check": s.check,
        "substeps": [step(inner) for inner in s.substeps],
    }


def term(t: Term | None) -> Any:
    return None if t is None else encode(t.box)


def text(words: Text) -> list[Any]:
    return [word if isinstance(word, str) else encode(word) for word in words]


def check(d: Derived) -> dict[str, Any] | None:
    if (found := d.check) is None:
        return None
    return {
        "lines": found.lines,
        "exact": found.exact,
        "digits": found.digits,
        "sizes": list(found.sizes),
        "method": found.method,
    }
