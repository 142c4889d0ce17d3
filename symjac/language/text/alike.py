"""The word that was probably meant: the one spelled most alike."""

from __future__ import annotations

from collections.abc import Collection


def close_to(word: str, words: Collection[str]) -> str | None:
    """The word that was probably meant."""
    from difflib import get_close_matches  # only where something is amiss

    lower = {w.lower(): w for w in sorted(words)}
    found = get_close_matches(word.lower(), list(lower), n=6, cutoff=0.65)
    best = max(found, key=lambda w: (ratio(word.lower(), w) + 0.1 * (w[0] == word[0].lower()), w), default=None)
    return lower[best] if best else None


def ratio(one: str, other: str) -> float:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one, other).ratio()
