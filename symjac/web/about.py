"""What the page asks first: the version, what can be chosen, and the examples by topic."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from symjac import __version__
from symjac.derivation.choices import DETAILS, LAYOUTS, ORDERS_OF
from symjac.derivation.styles.registry import styles
from symjac.web.deriving import formats


def about(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "version": __version__, "styles": ["auto", *styles()], "layouts": list(LAYOUTS), "orders_of": list(ORDERS_OF),
        "details": list(DETAILS), "formats": formats(), "examples": examples(),
    }  # fmt: skip


@cache
def examples() -> list[dict[str, Any]]:
    """[{topic, items: [{subject, f, wrt, where}]}]"""
    found: list[dict[str, Any]] = json.loads(files("symjac.web").joinpath("examples.json").read_text("utf-8"))
    return found
