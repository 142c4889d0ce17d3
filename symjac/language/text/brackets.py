"""Brackets: which closes which, and how deep they are nested."""

from __future__ import annotations

from dataclasses import replace

from symjac.errors import LimitError, ParseError
from symjac.language.text.tree import Token

NESTING = 200
OPEN = {
    "LPAR": "RPAR",
    "LSQB": "RSQB",
    "LBRACE": "RBRACE",
    "ANGLEOPEN": "ANGLECLOSE",
    "NORMOPEN": "NORMCLOSE",
    "BAROPEN": "BARCLOSE",
}
CLOSE = {close: open_ for open_, close in OPEN.items()}
_PARTNER = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "\\{": "\\}", "\\langle": "\\rangle", "|": "|", "||": "||", "‖": "‖"}


def check_brackets(tokens: list[Token], source: str) -> None:
    """Every bracket is closed by its partner, and not too many are open."""
    stack: list[Token] = []
    for token in tokens:
        if token.type in OPEN:
            stack.append(token)
            if len(stack) > NESTING:
                raise LimitError(f"brackets are nested more than {NESTING} deep", source=source, span=token.span)
        elif token.type in CLOSE:
            if not stack:
                raise ParseError(f"`{token.text}` closes nothing", source=source, span=token.span)
            opened = stack.pop()
            if opened.type != CLOSE[token.type]:
                raise _mismatch(opened, token, source)
    if stack:
        raise _unclosed(stack[-1], source)


def _unclosed(opened: Token, source: str) -> ParseError:
    shown = str(opened.data or opened.text)
    partner = _PARTNER.get(shown, "")
    message = f"`{shown}` is never closed" + (f": `{partner}` is missing" if partner and partner != shown else "")
    return ParseError(message, source=source, span=opened.span)


def _mismatch(opened: Token, token: Token, source: str) -> ParseError:
    partner = _PARTNER.get(opened.text, "")
    expected = f"`{partner}` first" if partner else None
    return ParseError(f"`{token.text}` closes `{opened.data or opened.text}`", source=source, span=token.span, expected=expected)


def as_column(tokens: list[Token]) -> list[Token]:
    """(a, b, c), the whole of a formula, as [(a); (b); (c)]."""
    if len(tokens) < 2 or tokens[0].type != "LPAR" or closing(tokens, 0) != len(tokens) - 1:
        return tokens
    inside, parts = tokens[1:-1], list[list[Token]]([[]])
    for k, token in enumerate(inside):
        if token.type == "COMMA" and level(inside[:k]) == 0:
            parts.append([token])
        else:
            parts[-1].append(token)
    if len(parts) == 1 or not all(part[k > 0 :] for k, part in enumerate(parts)):
        return tokens
    out = [replace(tokens[0], type="LSQB", text="[")]
    for k, part in enumerate(parts):
        if k:
            out.append(replace(part.pop(0), type="SEMI", text=";"))
        first, last = part[0], part[-1]
        out += [Token("LPAR", "(", first.start, first.start), *part, Token("RPAR", ")", last.end, last.end)]
    return [*out, replace(tokens[-1], type="RSQB", text="]")]


def level(tokens: list[Token]) -> int:
    """How many brackets are open behind the tokens."""
    return sum((t.type in OPEN) - (t.type in CLOSE) for t in tokens)


def operand_before(out: list[Token]) -> int | None:
    """Where the name, number or bracket at the end begins; a function before the bracket belongs to it."""
    if not out or out[-1].type not in ("NAME", "NUM", "RPAR"):
        return None
    if out[-1].type != "RPAR":
        return len(out) - 1
    k = next(k for k in reversed(range(len(out))) if level(out[k:]) == 0)
    return k - 1 if k and out[k - 1].type == "FUNC" else k


def closing(tokens: list[Token], opened: int) -> int | None:
    """Where the bracket that opens here is closed; the place itself where none opens."""
    depth = 0
    for k in range(opened, len(tokens)):
        depth += (tokens[k].type in OPEN) - (tokens[k].type in CLOSE)
        if depth == 0:
            return k
    return None
