"""Judging an answer: is it right, and if not, what went wrong. Names load when first used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {
    "check": "check", "equal": "check", "check_lines": "lines", "check_many": "many", "check_function": "functions",
    "Verdict": "verdict", "Mistake": "verdict",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'symjac.judge' has no attribute {name!r}")
    return getattr(import_module(f"symjac.judge.{_HOME[name]}"), name)
