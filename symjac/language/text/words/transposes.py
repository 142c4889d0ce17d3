"""x^T, A^{-T}, x^TAx: a T that is raised is a transpose, unless T is a name."""

from __future__ import annotations

import re

from symjac.language.text.functions import function_name
from symjac.language.text.names import full_name, letters
from symjac.language.text.tree import Token, is_run, outline
from symjac.language.text.words.known import Known
from symjac.writing.greek import GREEK_LETTERS


def transposes(tokens: list[Token], known: Known, free: set[str]) -> list[Token]:
    """^T and ^-T, with or without brackets, unless T is declared; ^TAx where A and x are declared."""
    out: list[Token] = []
    k = 0
    while k < len(tokens):
        raised = tokens[k].type == "POW" and "T" not in known.names
        made, used = _transpose(tokens[k : k + 5], known, free) if raised else ([], 0)
        out += made or tokens[k : k + 1]
        k += used or 1
    return out


def _transpose(tokens: list[Token], known: Known, free: set[str]) -> tuple[list[Token], int]:
    found = re.match(r"\^(\(-?w\)|-?w)", outline(tokens))
    if found is None:
        return [], 0
    word = next(t for t in tokens if t.type == "WORD")
    inverse, last = "-" in found[0], tokens[found.end() - 1]
    if word.text == "T" and not word.sub and word.layer is None:
        return [Token("INVT" if inverse else "PRIME", "^T", tokens[0].start, last.end)], found.end()
    rest = Token("WORD", word.text[1:], word.start + 1, word.end, False, None, False, word.sub, word.layer)
    if word.text[0] != "T" or len(word.text) == 1 or word.held or "(" in found[0] or full_name(word) in known.names:
        return [], 0
    factors = _behind_a_transpose(rest, is_run(word), known, free)
    if not factors:
        return [], 0
    return [Token("INVT" if inverse else "PRIME", "^T", tokens[0].start, word.start + 1), *factors], found.end()


def _behind_a_transpose(rest: Token, run: bool, known: Known, free: set[str]) -> list[Token]:
    """The factors Ax of x^TAx: one name if it is known or a function; a word of small letters, as in t^Tmax, is none."""
    parts = letters(rest)
    if full_name(rest) in known.names or rest.text in GREEK_LETTERS or (function_name(rest.text) and len(rest.text) > 1):
        return [rest]
    strange = {full_name(t) for t in parts} - known.names - free
    return [] if len(parts) > 2 and rest.text.islower() and len(strange) == len({*rest.text}) else parts
