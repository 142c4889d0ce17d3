"""Where things lie: the repository, and the published data beside it, without which its tests skip and say so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "symjac"
EXAMPLES = ROOT / "worked_examples"
CORPUS = ROOT.parent / "shared" / "corpus"


def entries(name: str) -> list[dict[str, Any]]:
    """The entries of a file of the corpus; none where it is not beside this clone."""
    path = CORPUS / name
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def cases(name: str) -> list[Any]:
    """The same as parameters of a test, which is skipped where there are none."""
    absent = pytest.param(None, marks=pytest.mark.skip(reason=f"../shared/corpus/{name} is not beside this clone"))
    return [pytest.param(e, id=e["id"]) for e in entries(name)] or [absent]
