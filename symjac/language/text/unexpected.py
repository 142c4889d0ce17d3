"""What is said at the token where the grammar stopped: what was found, and what would fit."""

from __future__ import annotations

from symjac.errors import ParseError
from symjac.language.text.tree import Token

_OPERATORS = ("PLUS", "MINUS", "_TIMES", "CDOT", "ELTIMES", "DIVIDE", "ELDIVIDE", "KRON", "POW", "ELPOW", "_UPLUS")
_OPENING = ("LPAR", "LSQB", "BAROPEN", "NORMOPEN", "ANGLEOPEN")
_CLOSING = ("RPAR", "RSQB", "BARCLOSE", "NORMCLOSE", "ANGLECLOSE")


def unexpected(token: Token, tokens: list[Token], source: str) -> ParseError:
    """A sentence for the token at which the grammar stopped."""
    at = next((k for k, t in enumerate(tokens) if t is token), len(tokens))
    before = tokens[at - 1] if at else None
    shown = source[token.start : token.end]
    found: str | None = f"`{shown}`"
    expected: str | None = "a name, a number or a bracket"
    hint = None
    if token.type == "$END":
        message = f"the formula ends after `{source[before.start : before.end]}`" if before else "there is no formula"
        token, found = (before or token), "the end"
    elif before is not None and before.type in _OPERATORS:
        message = f"`{shown}` cannot follow `{source[before.start : before.end]}`"
    elif before is not None and before.type == "FUNC":
        message, expected = f"`{before.text}` is a function and needs an argument", f"{before.text}(…)"
    elif token.type in _CLOSING and before is not None and before.type in _OPENING:
        message = "there is nothing between the brackets"
    elif token.type in ("COMMA", "SEMI") and before is not None and before.type in ("COMMA", "SEMI", "LSQB", "LPAR"):
        message, expected = "an entry is missing", "an expression"
    elif token.type == "COMMA":
        message, expected, hint = "a list is not an expression", None, "several values are written [a; b]"
    elif shown == ":":
        message, expected, hint = "`:` does not fit here", None, "shapes are declared beside the formula (where), not in it"
    elif before is None and token.type in _OPERATORS:
        message = f"a formula cannot begin with `{shown}`"
    else:
        message, expected = f"`{shown}` does not fit here", None
    if token.type == "SEMI" and message != "an entry is missing":
        message, hint = "`;` inside brackets separates the rows of a literal", "write [a; b]"
    return ParseError(message, source=source, span=token.span, found=found, expected=expected, hint=hint)
