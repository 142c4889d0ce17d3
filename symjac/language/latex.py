"""LaTeX commands to the tokens of the one language."""
from symjac.core.errors import ParseError
from symjac.language.tree import Token


def resolve(tokens: list[Token], text: str) -> list[Token]:
    raise ParseError("LaTeX is not read yet", source=text, span=(0, len(text)))
