"""'f is convex' of −f is 'f is concave' of f: the reason of a maximum, which was found as a minimum of −f."""

from __future__ import annotations

import re

from symjac.calculus.optimum.found import Found
from symjac.lazy import regex

OTHER = {
    "convex": "concave", "positive": "negative", "minimum": "maximum", "least": "greatest", "falls": "rises", "rises": "falls",
    "fall below": "rise above", "grows": "falls",
}  # fmt: skip
KEPT = regex(r"a positive function times|has a minimum and a maximum")
WORDS = regex("|".join(map(re.escape, OTHER)))


def why(found: Found, greatest: bool) -> str:
    """The proof in a sentence; without one, what is missing or what there is instead."""
    if found.proof is None:
        return "".join(map(str, found.missing or found.says))
    flipped = greatest and found.peeled is None
    return "".join(told(part, flipped) if isinstance(part, str) else str(part) for part in found.proof.says)


def told(text: str, greatest: bool) -> str:
    if not greatest:
        return text
    kept = KEPT.search(text)
    if kept is None:
        return WORDS.sub(lambda m: OTHER[m[0]], text)
    return told(text[: kept.start()], True) + kept[0] + told(text[kept.end() :], True)
