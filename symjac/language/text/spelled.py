"""A name or a formula in any spelling, as lexemes: the LaTeX commands resolved, scripts joined to their names."""

from __future__ import annotations

from symjac.errors import ParseError
from symjac.expr.expr import PARTS
from symjac.language.text.attach import attach
from symjac.language.text.brackets import check_brackets
from symjac.language.text.names import full_name
from symjac.language.text.programs import translated
from symjac.language.text.scan import is_latex, scan
from symjac.language.text.tree import Token


def lexemes(text: str, most: int = PARTS) -> tuple[list[Token], bool]:
    """The lexemes of a formula in any spelling, and whether it is LaTeX."""
    latex = is_latex(text)
    tokens = scan(text, latex, most)
    if latex:
        from symjac.language.text.latex.resolve import resolve  # a dozen files, for those who write TeX

        return resolve(tokens, text), True
    tokens = attach(tokens, text)
    check_brackets(tokens, text)
    return translated(tokens, text), False


def one_name(text: str, what: str, source: str | None = None, offset: int = 0) -> str:
    """The canonical name that a text is; ParseError if it is more or less than a name."""
    source = text if source is None else source
    span = (offset, offset + len(text))
    if not text.strip():
        raise ParseError(f"{what} needs a name", source=source or None, span=span if source else None, expected="a name")
    tokens = [t for t in lexemes(text)[0] if t.type not in ("NEWLINE", "STOP")]
    if len(tokens) != 1 or tokens[0].type != "WORD":
        power = [t.type for t in tokens] == ["WORD", "POW", "NUM"]
        hint = f"for the derivative by {text.strip()}, write a letter of its own for it in the formula" if power else None
        message = f"`{text.strip()[:60]}` is not a name"
        raise ParseError(message, source=source, span=span, expected="a name, such as x, theta or W_1", hint=hint)
    return full_name(tokens[0])
