"""LaTeX to the tokens of the one language: fonts, accents, scripts, fractions, delimiters, environments."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from symjac.core.errors import LimitError, ParseError, SymjacError, UnsupportedError
from symjac.language import commands as known
from symjac.language.statements import NESTING, attach, check_brackets
from symjac.language.tree import Token
from symjac.language.words import close_to, function_name, function_words

_LAYER = re.compile(r"[0-9]{1,4}|[A-Za-z](?:[+-][0-9]{1,3})?")
_GAP = re.compile(r"\s*\[\s*-?[0-9.]+\s*(?:ex|em|pt|cm|mm|in)\s*\]")
_HINT_LEFT = "division from the left is written inv(A)*b"


def resolve(tokens: list[Token], source: str) -> list[Token]:
    """The lexemes of a LaTeX text without its commands."""
    check_brackets([t for t in tokens if t.type in ("LBRACE", "RBRACE")], source)
    out = Tex(tokens, source).run()
    check_brackets(out, source)
    return out


class Tex:
    """Reads lexemes from the left; out collects tokens, groups are read into lists of their own."""

    def __init__(self, tokens: list[Token], source: str) -> None:
        self.tokens, self.source, self.at = tokens, source, 0
        self.out: list[Token] = []
        self.environments: list[Token] = []
        self.side = ""
        self.depth = 0
        self.commands = any(t.type == "CMD" and t.text[1:].isalpha() or t.type == "ENV" for t in tokens)

    def run(self) -> list[Token]:
        if sum(len(t.text) for t in self.tokens if t.type == "DOLLAR") % 2:
            raise self.fail("a dollar sign is missing", next(t for t in self.tokens if t.type == "DOLLAR"))
        while self.at < len(self.tokens):
            self.item()
        if self.environments:
            opened = self.environments[-1]
            raise self.fail(f"\\begin{{{opened.data}}} is never closed: \\end{{{opened.data}}} is missing", opened)
        self._side_done()
        return self.out

    def fail(self, message: str, token: Token | None, hint: str | None = None, kind: type[SymjacError] = ParseError) -> SymjacError:
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

    # One item

    def item(self) -> None:
        token = self.take()
        if self.side and token.type not in ("CMD", "BAR", "DBAR", "LPAR", "RPAR", "LSQB", "RSQB", "STOP", "ANGLEOPEN", "ANGLECLOSE"):
            self._side_done()
        method = _ITEMS.get(token.type)
        if method is not None:
            method(self, token)
        elif token.type == "NEWLINE" and self._in_matrix():
            pass
        elif token.type in ("SUB", "SUP", "LAYER"):
            base = self.out[-1:]
            self.out[-1:] = attach([*base, token], self.source)
        else:
            self.out.append(token)

    def _side_done(self) -> None:
        if self.side:
            token = self.tokens[min(self.at, len(self.tokens)) - 1]
            raise self.fail("a delimiter is missing after \\left or \\right", token, "write \\left( … \\right)")

    def _delimiter(self, token: Token) -> None:
        """A bar that \\left or \\right tells to be an opening or a closing one; \\left. is nothing."""
        side, self.side = self.side, ""
        if token.type == "STOP" and side:
            return
        if side and token.type in ("BAR", "DBAR"):
            self.emit(("BAR" if token.type == "BAR" else "NORM") + side, token)
        else:
            self.out.append(token)

    def _brace(self, token: Token) -> None:
        before = self.out[-1] if self.out else None
        after = self.peek()
        if after is not None and after.type == "LBRACE" and after.start == token.end and not self.commands:
            raise self.fail("double braces are not in the language", token, "template syntax is no name")
        content = self.group(token)
        end = self.tokens[self.at - 1]
        called = before is not None and before.type == "WORD" and before.data in ("function", "operator")
        if called and before is not None and before.text in ("norm",) and before.data == "function":
            self.out[-1] = Token("NORMOPEN", before.text, before.start, token.end)
            self.out += [*content, Token("NORMCLOSE", "}", end.start, end.end)]
        elif len(content) == 1 and not called:
            self.out += content
        elif content or called:
            self.out += self._bracketed(content, token, end)

    def _bracketed(self, content: list[Token], first: Token, last: Token) -> list[Token]:
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
        self._side_done()
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

    # Scripts

    def _under(self, token: Token) -> None:
        following = self.peek()
        if following is not None and following.type == "NUM" and following.text.isdigit():
            content = [self.take()]
        else:
            content = self.argument(token)
        name = "".join(t.text for t in content)
        end = self.tokens[self.at - 1].end
        base = self.out[-1] if self.out else None
        if not re.fullmatch(r"[A-Za-z0-9]+", name) or any(t.type not in ("WORD", "NUM") for t in content):
            shown = self.source[token.start : end]
            raise self.fail(f"the subscript `{shown[:40]}` is not read: it holds letters and digits", token, "give the variable another name")
        if base is not None and base.type == "WORD" and base.data == "function":
            raise self.fail(f"`{base.text}` with a subscript is not in the language", base, kind=UnsupportedError)
        if base is None or base.type not in ("WORD", "ONE", "ZERO", "NORMCLOSE", "DBAR") or base.sub:
            raise self.fail("a subscript belongs behind a name", token)
        base.sub, base.end = name, end

    def _power(self, token: Token) -> None:
        following = self.peek()
        if following is not None and following.type == "NUM" and len(following.text) > 1:
            raise self.fail(f"in LaTeX `^{following.text}` raises {following.text[0]} only", following, f"write ^{{{following.text}}}")
        if following is not None and following.type == "MINUS" and token.text != "^":
            content = []
        start = following.start if following else token.end
        content = self.argument(token)
        if len(content) == 1 and content[0].type == "MINUS":
            content += self.argument(token)
        end = self.tokens[self.at - 1].end
        after = self.peek()
        if after is not None and after.type == "UNDER":
            self._under(self.take())
        self._raise(content, token, start, end)

    def _raise(self, content: list[Token], mark: Token, start: int, end: int) -> None:
        """x^{T}, x^{-1}, W^{(1)}, x^{\\odot 2}: what a superscript means."""
        kinds = [t.type for t in content]
        if not content:
            raise self.fail("the superscript is empty", mark)
        if set(kinds) == {"PRIME"}:
            for prime in content:
                prime.data = "raised"
            self.out += content
        elif kinds == ["MINUS", "PRIME"]:
            self.out.append(Token("INVT", "^-T", mark.start, end))
        elif kinds[0] in ("LPAR", "LSQB") and self._layer(content, mark, start, end):
            return
        elif kinds[0] == "ELTIMES":
            self.out += [Token("ELPOW", ".^", mark.start, mark.end), *self._wrapped(content[1:], start, end)]
        elif kinds in (["_TIMES"], ["ELTIMES"]):
            raise self.fail("a star on a name is not read", mark, "use another name")
        elif kinds[-1] == "PRIME" and content[-1].text[0] == "\\" and content[-1].data != "raised":
            self._raise(content[:-1], mark, start, end)
            self.out.append(content[-1])
        else:
            self.out += [Token(mark.type, mark.text, mark.start, mark.end), *self._wrapped(content, start, end)]

    def _wrapped(self, content: list[Token], start: int, end: int) -> list[Token]:
        if len(content) == 1:
            return content
        return [Token("LPAR", "{", start, start + 1), *content, Token("RPAR", "}", end - 1, end)]

    def _layer(self, content: list[Token], mark: Token, start: int, end: int) -> bool:
        """(1) as a superscript of a name is its layer."""
        close = next((k for k, t in enumerate(content) if t.type in ("RPAR", "RSQB")), 0)
        inner = "".join(t.text for t in content[1:close])
        base = self.out[-1] if self.out else None
        if base is None or base.type != "WORD" or base.layer is not None or not _LAYER.fullmatch(inner):
            return False
        base.layer, base.end = inner, end
        if content[close + 1 :]:
            self._raise(content[close + 1 :], mark, start, end)
        return True

    # Alignment and environments

    def _in_matrix(self) -> bool:
        return bool(self.environments) and str(self.environments[-1].data).rstrip("*") in known.MATRICES

    def _amp(self, token: Token) -> None:
        if self._in_matrix():
            self.emit("COMMA", token)
            return
        after = self.peek()
        relation = after is not None and after.type in ("EQ", "PLUS", "MINUS") or not self.out or self.out[-1].type in ("NEWLINE", "EQ")
        if not self.environments and not relation:
            raise self.fail("`&` has no meaning here", token, "it separates entries inside \\begin{bmatrix} … \\end{bmatrix}")

    def _environment(self, token: Token) -> None:
        found = re.fullmatch(r"\\(begin|end)\s*\{\s*([A-Za-z]+\*?)\s*\}", token.text)
        assert found is not None
        name = found[2].rstrip("*")
        token.data = found[2]
        if found[1] == "end":
            self._end(token)
        elif name in known.MATRICES:
            if len(self.environments) > NESTING // 2:
                raise self.fail("environments are nested too deep", token, kind=LimitError)
            self._begin_matrix(token, name)
        elif name in known.DISPLAYS:
            self.environments.append(token)
        elif name == "cases":
            raise self.fail("functions defined by cases are not supported", token, kind=UnsupportedError)
        else:
            near = close_to(name, known.MATRICES | known.DISPLAYS)
            raise self.fail(f"the environment {name[:40]} is not known", token, f"did you mean {near}?" if near else None)

    def _begin_matrix(self, token: Token, name: str) -> None:
        self.environments.append(token)
        after = self.peek()
        if name == "array" and after is not None and after.type == "LBRACE":
            while self.take().type != "RBRACE":
                pass
        if name in ("vmatrix", "Vmatrix"):
            self.emit("BAROPEN" if name == "vmatrix" else "NORMOPEN", token)
        self.emit("LSQB", token)

    def _end(self, token: Token) -> None:
        if not self.environments or self.environments[-1].data != token.data:
            raise self.fail(f"\\end{{{token.data}}} closes no \\begin{{{token.data}}}", token)
        opened = self.environments.pop()
        name = str(opened.data).rstrip("*")
        if name in known.MATRICES:
            while self.out and self.out[-1].type == "SEMI":
                self.out.pop()
            self.emit("RSQB", token)
            if name in ("vmatrix", "Vmatrix"):
                self.emit("BARCLOSE" if name == "vmatrix" else "NORMCLOSE", token)

    def _row(self, token: Token) -> None:
        """\\\\ ends a row or a statement; [2ex] after it is spacing."""
        gap = _GAP.match(self.source, token.end)
        while gap and (after := self.peek()) is not None and after.start < gap.end():
            self.at += 1
        if self._in_matrix():
            self.emit("SEMI", token)
        else:
            self.emit("NEWLINE", token)

    # Commands

    def _command(self, token: Token) -> None:
        name = token.text[1:]
        if self.side and name not in known.SYMBOLS:
            self._side_done()
        for names, method in _COMMANDS:
            if name in names:
                method(self, token, name)
                return
        if name == "sum" or name in known.REFUSED and known.REFUSED[name]:
            raise self.fail(f"`\\{name}` is not read", token, known.REFUSED[name])
        if function_name(name) is not None:
            self.emit("WORD", token, name).held = True
            self.out[-1].data = "function"
            return
        self._unknown(token, name)

    def _unknown(self, token: Token, name: str) -> None:
        if not self.commands or not name.isalpha() or self._only_command(token) and len(name) == 1 and self.out:
            if self.out:
                raise self.fail(f"`{token.text}`: a backslash is no operator", token, _HINT_LEFT)
            raise self.fail(f"`{token.text}` is not a command", token)
        words = {*known.LETTERS, *known.SYMBOLS, *known.FONTS, *known.ROMAN, *known.ACCENTS, *known.FRACTIONS, *function_words()}
        near = close_to(name, {w for w in words if w.isalpha()})
        raise self.fail(f"`\\{name[:40]}` is not a command of the language", token, f"did you mean \\{near}?" if near else None)

    def _only_command(self, token: Token) -> bool:
        return sum(t.type in ("CMD", "ENV") for t in self.tokens) == 1

    def _symbol(self, token: Token, name: str) -> None:
        made = Token(known.SYMBOLS[name], token.text, token.start, token.end, token.space)
        if self.side and made.type in ("BAROPEN", "BARCLOSE", "NORMOPEN", "NORMCLOSE"):
            self.side = ""
        self._delimiter(made)

    def _transpose(self, token: Token, name: str) -> None:
        before = self.tokens[self.at - 2] if self.at > 1 else None
        if before is None or before.type not in ("POW", "LBRACE", "MINUS", "RPAR", "RBRACE", "CMD"):
            raise self.fail(f"`{token.text}` stands outside a superscript", token, f"write A^{{{token.text}}}")
        self.emit("PRIME", token)

    def _skip(self, token: Token, name: str) -> None:
        if name.strip() == "" and not self.commands:
            raise self.fail("a backslash is no operator", token, _HINT_LEFT)

    def _wrapper(self, token: Token, name: str) -> None:
        """\\( and \\[ open a display, and nothing else."""
        if name in "([" and self.out and self.out[-1].type != "NEWLINE":
            raise self.fail("a backslash is no operator", token, _HINT_LEFT)

    def _quad(self, token: Token, name: str) -> None:
        self.emit("QUAD", token)

    def _ignore(self, token: Token, name: str) -> None:
        after = self.peek()
        if after is not None and after.type == "LBRACE":
            depth = 0
            while self.at < len(self.tokens):
                kind = self.take().type
                depth += (kind == "LBRACE") - (kind == "RBRACE")
                if depth == 0:
                    break

    def _left(self, token: Token, name: str) -> None:
        self._side_done()
        self.side = "OPEN" if name == "left" else "CLOSE"
        if self.peek() is None:
            self._side_done()

    def _letter(self, token: Token, name: str) -> None:
        self.emit("WORD", token, known.LETTERS[name]).held = True

    def _font(self, token: Token, name: str) -> None:
        after = self.peek()
        if name == "vec" and after is not None and after.type == "LPAR":
            self.emit("WORD", token, "vec").held = True
            self.out[-1].data = "function"
            return
        self._in_font(self.argument(token), token, name)

    def _in_font(self, content: list[Token], token: Token, name: str) -> None:
        if len(content) == 1 and content[0].type == "NUM" and content[0].data in (0, 1):
            content[0].type = "ONE" if content[0].data == 1 else "ZERO"
        if len(content) > 1:
            content = self._bracketed(content, token, self.tokens[self.at - 1])
        for made in content[:1]:
            made.start = token.start
            made.end = max(made.end, self.tokens[self.at - 1].end) if len(content) == 1 else made.end
            made.held = made.held or len(made.text) == 1 and made.type == "WORD"
        self.out += content

    def _roman(self, token: Token, name: str) -> None:
        self._in_roman(self.argument(token), token, name)

    def _in_roman(self, content: list[Token], token: Token, name: str) -> None:
        """Upright letters are one name, or a function; an upright T is a transpose."""
        if not content or any(t.type not in ("WORD", "NUM") or t.layer is not None for t in content):
            self.out += content
            return
        word = "".join(t.text for t in content)
        before = self.tokens[token_index(self.tokens, token) - 1] if self.tokens[0] is not token else None
        made = Token("WORD", word, token.start, self.tokens[self.at - 1].end, token.space, None, True, content[-1].sub)
        if not re.fullmatch(r"[A-Za-z0-9]+", word) and not content[0].held:
            raise self.fail(f"`{word[:40]}` is not a name", token)
        if word == "T" and before is not None and before.type in ("POW", "LBRACE", "MINUS") and not made.sub:
            made.type = "PRIME"
        made.data = "operator" if name.startswith("operatorname") else "function" if function_name(word) else None
        self.out.append(made)

    def _old_font(self, token: Token, name: str) -> None:
        """{\\bf x}: up to the end of the group."""
        outer, self.out = self.out, []
        while (after := self.peek()) is not None and after.type != "RBRACE":
            self.item()
        content, self.out = self.out, outer
        font = known.OLD_FONTS[name]
        (self._in_roman if font in known.ROMAN else self._in_font)(content, token, font)

    def _accent(self, token: Token, name: str) -> None:
        content = self.argument(token)
        if len(content) != 1 or content[0].type != "WORD" or not (content[0].held or len(content[0].text) == 1):
            raise self.fail(f"`{token.text}` belongs over a single name", token, "use another name for the expression")
        made = content[0]
        made.text, made.held, made.data = made.text + known.ACCENTS[name], True, "accent"
        made.start, made.end = token.start, self.tokens[self.at - 1].end
        self.out.append(made)

    def _fraction(self, token: Token, name: str) -> None:
        top = self.argument(token)
        middle = self.tokens[self.at - 1].end
        bottom = self.argument(token)
        end = self.tokens[self.at - 1].end
        if not top or not bottom:
            raise self.fail("a part of the fraction is empty", token)
        start = token.start

        def bracket(content: list[Token], a: int, b: int) -> list[Token]:
            return [Token("LPAR", "(", a, a + 1), *content, Token("RPAR", ")", b - 1, b)]

        inner = [*bracket(top, top[0].start, middle), Token("DIVIDE", token.text, start, token.end), *bracket(bottom, bottom[0].start, end)]
        self.out += bracket(inner, start, end)

    def _sqrt(self, token: Token, name: str) -> None:
        after = self.peek()
        root: list[Token] = []
        if after is not None and after.type == "LAYER":
            root = [Token("NUM", after.text, after.start, after.end, data=Fraction(after.text))] if after.text.isdigit() else [after]
            self.at += 1
        elif after is not None and after.type == "LSQB":
            self.take()
            while (part := self.peek()) is not None and part.type != "RSQB":
                root.append(self.take())
            self.at += 1
        content = self.argument(token)
        end = self.tokens[min(self.at, len(self.tokens)) - 1]
        body = self._bracketed(content, token, end)
        if not root:
            self.out += [Token("WORD", "sqrt", token.start, token.end, token.space, "function", True), *body]
        elif len(root) == 1 and root[0].type == "NUM" and root[0].data:
            exponent = Token("NUM", root[0].text, root[0].start, root[0].end, data=1 / root[0].data)  # type: ignore[operator]
            self.out += [*body, Token("POW", "^", token.start, token.end), exponent]
        else:
            raise self.fail("the order of a root is a number", token)

    def _transparent(self, token: Token, name: str) -> None:
        content = self.argument(token)
        self.out += content if len(content) == 1 else self._bracketed(content, token, self.tokens[self.at - 1])

    def _underbrace(self, token: Token, name: str) -> None:
        self._transparent(token, name)
        after = self.peek()
        if after is not None and after.type in ("UNDER", "POW"):
            self._ignore_script()

    def _ignore_script(self) -> None:
        self.take()
        after = self.peek()
        if after is not None and after.type == "LBRACE":
            self._ignore(after, "")
        elif after is not None:
            self.at += 1

    def _inner(self, token: Token, name: str) -> None:
        one, other = self.argument(token), self.argument(token)
        end = self.tokens[self.at - 1]
        self.out += [Token("ANGLEOPEN", "⟨", token.start, token.end), *one, Token("COMMA", ",", end.start, end.start), *other]
        self.out.append(Token("ANGLECLOSE", "⟩", end.start, end.end))


def token_index(tokens: list[Token], token: Token) -> int:
    return next(k for k, t in enumerate(tokens) if t is token)


_ITEMS: dict[str, Callable[[Tex, Token], None]] = {
    "CMD": Tex._command, "LBRACE": Tex._brace, "UNDER": Tex._under, "POW": Tex._power, "ELPOW": Tex._power, "AMP": Tex._amp,
    "ENV": Tex._environment, "DOLLAR": lambda tex, token: None, "BAR": Tex._delimiter, "DBAR": Tex._delimiter, "LPAR": Tex._delimiter,
    "RPAR": Tex._delimiter, "LSQB": Tex._delimiter, "RSQB": Tex._delimiter, "STOP": Tex._delimiter, "ANGLEOPEN": Tex._delimiter,
    "ANGLECLOSE": Tex._delimiter,
}  # fmt: skip
_COMMANDS: tuple[tuple[frozenset[str] | dict[str, str], Callable[[Tex, Token, str], None]], ...] = (
    (known.SYMBOLS, Tex._symbol), (known.LETTERS, Tex._letter), (known.SPACING | {" ", "\n", "\t"}, Tex._skip), (known.FONTS, Tex._font),
    (known.FRACTIONS, Tex._fraction), (known.OLD_FONTS, Tex._old_font), (known.ROMAN, Tex._roman), (known.ACCENTS, Tex._accent),
    (frozenset(("left", "right")), Tex._left), (known.TRANSPOSES, Tex._transpose), (known.QUADS, Tex._quad), (known.IGNORED, Tex._ignore),
    (frozenset(("sqrt",)), Tex._sqrt), (frozenset("()[]"), Tex._wrapper), (frozenset(("\\", "newline", "cr")), lambda t, k, n: t._row(k)),
    (known.TRANSPARENT, Tex._transparent), (known.BRACED, Tex._underbrace), (known.INNER, Tex._inner),
)  # fmt: skip
