"""An index of an array, i of x_i; one that counts examples stands first, and is neither summed over nor renamed."""

from __future__ import annotations

from symjac.expr.dims import Dim


class Label:
    """An index that runs over a size; it is itself and no other."""

    __slots__ = ("dim", "counts_examples")

    def __init__(self, dim: Dim, counts_examples: bool = False) -> None:
        self.dim, self.counts_examples = dim, counts_examples

    def __repr__(self) -> str:
        return f"{self.dim}@{id(self) % 1000}"


Labels = tuple[Label, ...]


def examples_in(at: Labels) -> Labels:
    """The index that counts examples, if it is among them."""
    return next(((l,) for l in at if l.counts_examples), ())


def letters(count: int) -> str:
    """ijkl… for the axes of an array."""
    return "ijklmnopqrstuvwxyzabcdefgh"[:count]
