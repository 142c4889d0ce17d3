"""The corpus of published identities as it is measured: its declarations, the answer without steps, every formula new."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import sympy  # noqa: E402

from symjac.calculus.differential import derivative, hessian  # noqa: E402
from symjac.calculus.identities.factors import factors, symmetric_at_sight  # noqa: E402
from symjac.calculus.simplify import finished, finisher  # noqa: E402
from symjac.expr.expr import Expr  # noqa: E402
from symjac.expr.names import canonical  # noqa: E402
from symjac.language import parse  # noqa: E402
from symjac.verify import symbols_of  # noqa: E402

CORPUS = ROOT.parent / "shared" / "corpus" / "identities.jsonl"
Entry = dict[str, Any]


def entries() -> list[Entry]:
    return [json.loads(line) for line in CORPUS.read_text("utf-8").splitlines()] if CORPUS.exists() else []


def where(entry: Entry, structured: bool = True) -> dict[str, str]:
    """The declarations; what is assumed of the variable itself is left out unless it is its structure."""
    table = {}
    for name, shape in entry["vars"].items():
        own = (entry.get("wrt_structure") or []) if structured else []
        given = entry.get("assume", {}).get(name, []) if name != entry["wrt"] else own
        table[name] = " ".join([" x ".join(shape) or "scalar", *([given] if isinstance(given, str) else given)])
    return table


def closed_form(entry: Entry, declared: dict[str, str]) -> Expr:
    """What SymPy's diff is asked for: the answer, without steps."""
    f = parse(entry["expr"], declared)
    x = symbol_of(f, entry["wrt"])
    return finished(derivative(f, x) if entry["order"] == 1 else hessian(f, x), f)


def symbol_of(f: Expr, name: str) -> Expr:
    return next(s for s in symbols_of(f) if s.data[0] == canonical(name))


def forget() -> None:
    """Every formula is new: neither side may remember a form or a derivative."""
    finisher.cache_clear()
    symmetric_at_sight.cache_clear()
    factors.cache_clear()
    sympy.core.cache.clear_cache()
