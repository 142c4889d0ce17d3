"""Which words name functions, in any spelling."""

from __future__ import annotations

from functools import cache, lru_cache

from symjac.expr.registry import find, operations
from symjac.language.text.symbols import ALIASES, SPECIAL


@cache
def function_name(word: str) -> str | None:
    """The function a word names: itself, or what it is another spelling of."""
    word = ALIASES.get(word, word)
    if word in SPECIAL:
        return word
    op = find(word)
    return op.name if op is not None and op.listed == "function" else None


@lru_cache(maxsize=1)
def function_words() -> tuple[str, ...]:
    return tuple(sorted({w for op in operations() if op.listed == "function" for w in (op.name, *op.spellings)} | set(ALIASES)))
