"""Regular expressions are compiled when they are first used, and every one of them can be."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import symjac
from symjac.expr.lazy import S, sympy
from symjac.lazy import Lazy, regex
from tests.helpers.places import PACKAGE

MODULES = [m.name for m in pkgutil.walk_packages(symjac.__path__, "symjac.") if not m.name.endswith("__main__")]


def test_a_pattern_is_compiled_once_and_when_it_is_used() -> None:
    broken = regex("(")
    with pytest.raises(re.error):
        broken.search("(")
    digits = regex(r"\D+", re.A)
    assert digits.sub("", "a1b2") == "12" and digits.flags & re.A and digits.pattern == r"\D+"
    assert vars(digits)["sub"] == re.compile(r"\D+", re.A).sub


def test_every_pattern_of_symjac_compiles() -> None:
    found = [x for name in MODULES for x in vars(importlib.import_module(name)).values() if isinstance(x, Lazy)]
    patterns = [x for x in found if x not in (sympy, S)]
    assert len(patterns) > 100 and all(x.pattern for x in patterns)


def at_import(tree: ast.AST) -> Iterator[ast.AST]:
    """What runs when a module is imported."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.FunctionDef | ast.Lambda | ast.AsyncFunctionDef):
            yield node
            yield from at_import(node)


def test_no_pattern_is_compiled_at_import() -> None:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in at_import(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
                pytest.fail(f"{path.relative_to(PACKAGE)}, line {node.lineno}: take regex of symjac.lazy")
