"""What is installed is what is used: every package that symjac imports is declared, the extras only inside functions."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.helpers.places import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
BROUGHT = {"mpmath": "sympy", "IPython": "ipython"}  # what a declared package itself cannot do without, or is spelled


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^\w-]", text)[0].lower() for text in requirements}


def third_party(nodes: list[ast.AST]) -> set[str]:
    """The packages these statements import that are neither Python's nor symjac's."""
    plain = {a.name for node in nodes if isinstance(node, ast.Import) for a in node.names}
    full = plain | {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    tops = {name.split(".")[0] for name in full}
    return {BROUGHT.get(top, top) for top in tops - set(sys.stdlib_module_names) - {"symjac"}}


@pytest.mark.parametrize("path", sorted((ROOT / "symjac").rglob("*.py")), ids=lambda path: path.name)
def test_imports_are_declared(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    optional = PROJECT["optional-dependencies"]
    core, extras = names(PROJECT["dependencies"]), set().union(*(names(v) for k, v in optional.items() if k != "dev"))
    assert third_party(list(tree.body)) <= core
    assert third_party(list(ast.walk(tree))) <= core | extras


def test_the_data_files_are_in_the_package() -> None:
    spec = find_spec("symjac")
    assert spec is not None and spec.origin is not None
    package = Path(spec.origin).parent
    schemas = (
        "writing/formats/schema.json",
        "derivation/derivation.json",
        "pages/exam/sheet.schema.json",
        "web/reply.schema.json",
    )
    page = ("web/examples.json", "web/page/index.html", "web/page/page.mjs", "web/pack/compile.mjs", "pages/weave/symjac.sty")
    for name in ("py.typed", "language/text/grammar.lark", *schemas, *page):
        assert (package / name).is_file(), name


def test_the_version_is_said_once() -> None:
    import symjac

    assert "version" in PROJECT["dynamic"]
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"## {symjac.__version__}" in changes
