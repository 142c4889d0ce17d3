"""A name of the problem while its shape is found."""

from __future__ import annotations

from dataclasses import dataclass, field

from symjac.language.shapes.sizes import Pair
from symjac.language.text.tree import Node


@dataclass
class Leaf:
    """A name of the problem: its shape as far as known, and whether convention had to decide."""

    name: str
    pair: Pair
    declared: bool = False
    convention: bool = False
    uses: list[Node] = field(default_factory=list)
