"""Numbers that look random and are the same on every machine: SHA-256 of what they are for, counted on."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """A stream of numbers that depends on the words given and on nothing else."""

    def __init__(self, *words: str) -> None:
        self.key = digest(*words)
        self.count = 0

    def below(self, n: int) -> int:
        """A number from 0 to n − 1, each as likely as any other: what would favour small ones is drawn again."""
        while True:
            raw = int.from_bytes(hashlib.sha256(self.key + self.count.to_bytes(8, "big")).digest()[:8], "big")
            self.count += 1
            if raw < 2**64 - 2**64 % n:
                return raw % n

    def of(self, things: Sequence[T]) -> T:
        return things[self.below(len(things))]

    def shuffled(self, things: Sequence[T]) -> list[T]:
        rest, out = list(things), []
        while rest:
            out.append(rest.pop(self.below(len(rest))))
        return out


def digest(*words: str) -> bytes:
    """SHA-256 of the words, each with its length before it, so that none runs into the next."""
    parts = (word.encode("utf-8", "surrogatepass") for word in words)
    return hashlib.sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).digest()
