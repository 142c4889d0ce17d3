"""s(t) = t; [1; 2] -> 3: a text cut at signs that stand in no bracket, before any of it is read."""

from __future__ import annotations


def pieces(text: str, signs: str) -> list[str]:
    """What stands between the signs; a bracket that is closed without being opened hides nothing."""
    found, depth = [""], 0
    for c in text:
        depth += (c in "([{") - (c in ")]}")
        if c in signs and depth <= 0:
            found.append("")
        else:
            found[-1] += c
    return found


def statements(text: str) -> list[str]:
    """The pieces between semicolons or line ends; blank ones, other than the first, are no statements."""
    first, *others = pieces(text, ";\n")
    return [first, *(piece for piece in others if piece.strip())]
