"""Imports go down only: writing knows no matrices, the checker shares no rule with what it checks, pages know no command line."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.places import PACKAGE

FILES = sorted(PACKAGE.rglob("*.py"))

FLOORS = (
    "lazy", "errors", "writing", "expr", "verify interop", "language calculus", "derivation", "judge", "testing pages",
    "web notebook", "cli", "__main__",
)  # fmt: skip
RANK = {name: rank for rank, names in enumerate(FLOORS) for name in names.split()}

SEALED = {
    "writing": {"lazy", "errors", "writing"},
    "expr": {"lazy", "errors", "writing", "expr"},
    "verify": {"lazy", "errors", "writing", "expr", "verify"},
}  # what a package may import at most


def part(module: str) -> str:
    """symjac.expr.ops.tanh is of the package expr; symjac itself of none."""
    names = module.split(".")
    return names[1] if len(names) > 1 else ""


def for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def imported(tree: ast.AST) -> Iterator[str]:
    """Every symjac module a file imports, also inside functions; what is imported for types alone never runs."""
    typed = {inner for node in ast.walk(tree) if for_types(node) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if node in typed:
            continue
        if isinstance(node, ast.ImportFrom):
            assert not node.level, "relative imports hide what is imported"
            names = [f"{node.module}.{a.name}" for a in node.names] if node.module == "symjac" else [str(node.module)]
        else:
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        yield from (name for name in names if name.split(".")[0] == "symjac" and name != "symjac.__version__")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    if path == PACKAGE / "__init__.py":
        return  # it exports from every layer, lazily
    own = path.relative_to(PACKAGE).with_suffix("").parts[0]
    assert own in RANK, f"{own} has no rank yet: say in tests/house/test_layers.py where it stands"
    allowed = SEALED.get(own, {name for name, rank in RANK.items() if rank < RANK[own]} | {own})
    wrong = {name for name in imported(ast.parse(path.read_text("utf-8"))) if part(name) not in allowed}
    assert not wrong, f"{path.relative_to(PACKAGE)} imports {', '.join(sorted(wrong))}"


def test_the_root_has_few_entries() -> None:
    """A newcomer sees the house at one look: eleven packages."""
    faces = {"__init__.py", "__main__.py", "errors", "lazy", "notebook.py", "testing.py", "py.typed", "__pycache__"}
    assert len([path for path in PACKAGE.iterdir() if path.name not in faces]) <= 11


def test_the_first_line_of_each_file_says_what_it_holds() -> None:
    silent = [p for p in FILES if not ast.get_docstring(ast.parse(p.read_text("utf-8")))]
    assert not silent


def module_of(path: Path) -> str:
    """symjac.verify for symjac/verify/__init__.py"""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def first_imports(path: Path, modules: set[str]) -> set[str]:
    """The modules that must be there before this one is: those it imports at its top."""
    found: set[str] = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{a.name}" if f"{node.module}.{a.name}" in modules else str(node.module) for a in node.names}
            if any(f"{node.module}.{a.name}" in modules for a in node.names):
                found.add(str(node.module))  # the package, whose own imports run first
        elif isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
    return found & modules


def test_no_module_waits_for_itself() -> None:
    """Imports at the top of files make no circle."""
    modules = {module_of(path) for path in FILES}
    below = {module_of(path): first_imports(path, modules) - {module_of(path)} for path in FILES}
    while leaves := {name for name, needed in below.items() if not needed & below.keys()}:
        below = {name: needed for name, needed in below.items() if name not in leaves}
    assert not below, f"in a circle, or above one: {sorted(below)}"
