"""Reading LaTeX from the left: groups, arguments of commands, delimiters; what the pieces mean is told by handlers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction

from symjac.errors import LimitError, ParseError, SymjacError
from symjac.language.text.attach import attach
from symjac.language.text.brackets import NESTING
from symjac.language.text.latex.commands import MATRICES
from symjac.language.text.tree import Token

_DELIMITERS = ("CMD", "BAR", "DBAR", "LPAR", "RPAR", "LSQB", "RSQB", "STOP", "ANGLEOPEN", "ANGLECLOSE")


class Tex:
    """out collects tokens; groups are read into lists of their own."""

    def __init__(self, tokens: list[Token], source: str, handlers: Mapping[str, Handler]) -> None:
        self.tokens, self.source, self.handlers, self.at = tokens, source, handlers, 0
        self.out: list[Token] = []
        self.environments: list[Token] = []
        self.side = ""
        self.depth = 0
        self.commands = any((t.type == "CMD" and t.text[1:].isalpha()) or t.type == "ENV" for t in tokens)

    def run(self) -> list[Token]:
        if sum(len(t.text) for t in self.tokens if t.type == "DOLLAR") % 2:
            raise self.fail("a dollar sign is missing", next(t for t in self.tokens if t.type == "DOLLAR"))
        while self.at < len(self.tokens):
            self.item()
        if self.environments:
            opened = self.environments[-1]
            raise self.fail(f"\\begin{{{opened.data}}} is never closed: \\end{{{opened.data}}} is missing", opened)
        self.side_done()
        return self.out

    def fail(
        self, message: str, token: Token | None, hint: str | None = None, kind: type[SymjacError] = ParseError
    ) -> SymjacError:
        span = token.span if token else (max(0, len(self.source) - 1), len(self.source))
        return kind(message, source=self.source, span=span, hint=hint)

    def peek(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def emit(self, kind: str, token: Token, text: str | None = None) -> Token:
        made = Token(kind, token.text if text is None else text, token.start, token.end, token.space)
        self.out.append(made)
        return made

    def item(self) -> None:
        token = self.take()
        if self.side and token.type not in _DELIMITERS:
            self.side_done()
        method = self.handlers.get(token.type)
        if method is not None:
            method(self, token)
        elif token.type == "NEWLINE" and (self.in_matrix() or self.depth or self._goes_on()):  # in braces it is a space
            pass
        elif token.type in ("SUB", "SUP", "LAYER"):
            base = self.out[-1:]
            self.out[-1:] = attach([*base, token], self.source)
        else:
            self.out.append(token)

    def _goes_on(self) -> bool:
        """Whether an index or exponent stands at the beginning of the next line."""
        after = self.peek()
        return after is not None and after.type in ("UNDER", "POW")

    def side_done(self) -> None:
        if self.side:
            token = self.tokens[min(self.at, len(self.tokens)) - 1]
            raise self.fail("a delimiter is missing after \\left or \\right", token, "write \\left( … \\right)")

    def delimiter(self, token: Token) -> None:
        """A bar that \\left or \\right tells to be an opening or a closing one; \\left. is nothing."""
        side, self.side = self.side, ""
        if token.type == "STOP" and side:
            return
        if side and token.type in ("BAR", "DBAR"):
            self.emit(("BAR" if token.type == "BAR" else "NORM") + side, token)
        else:
            self.out.append(token)

    def bracketed(self, content: list[Token], first: Token, last: Token) -> list[Token]:
        return [Token("LPAR", "{", first.start, first.end, first.space), *content, Token("RPAR", "}", last.start, last.end)]

    def group(self, opened: Token) -> list[Token]:
        """What stands up to the closing brace."""
        self.depth += 1
        if self.depth > NESTING // 2:
            raise self.fail(f"braces are nested more than {NESTING // 2} deep", opened, kind=LimitError)
        outer, self.out = self.out, []
        while (token := self.peek()) is not None and token.type != "RBRACE":
            self.item()
        if token is None:
            raise self.fail("`{` is never closed: `}` is missing", opened)
        self.side_done()
        self.at += 1
        content, self.out = self.out, outer
        self.depth -= 1
        return content

    def argument(self, command: Token) -> list[Token]:
        """A group, or one symbol."""
        while (token := self.peek()) is not None and token.type == "NEWLINE":
            self.at += 1
        if token is None or token.type in ("RBRACE", "AMP", "ENV"):
            raise self.fail(f"`{command.text}` needs something after it", command)
        if token.type == "LBRACE":
            return self.group(self.take())
        self._first_symbol(token)
        outer, self.out = self.out, []
        self.depth += 1
        if self.depth > NESTING // 2:
            raise self.fail("commands are nested too deep", token, kind=LimitError)
        self.item()
        self.depth -= 1
        content, self.out = self.out, outer
        return content

    def _first_symbol(self, token: Token) -> None:
        """Split a run of letters or digits, of which TeX takes only the first."""
        if token.type not in ("WORD", "NUM") or len(token.text) == 1 or token.held:
            return
        text, start = token.text, token.start
        rest = Token("WORD" if text[1].isalpha() else "NUM", text[1:], start + 1, token.end)
        first = Token(token.type, text[0], start, start + 1, token.space)
        for part in (first, rest):
            if part.type == "NUM":
                digits = re.match(r"[0-9]+", part.text)
                if digits is None or digits[0] != part.text:
                    raise self.fail(f"`{text}` needs braces here", token, f"write {{{text}}}")
                part.data = Fraction(part.text)
        self.tokens[self.at : self.at + 1] = [first, rest]

    def in_matrix(self) -> bool:
        return bool(self.environments) and str(self.environments[-1].data).rstrip("*") in MATRICES


Handler = Callable[[Tex, Token], None]
