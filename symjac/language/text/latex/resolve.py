"""LaTeX to the tokens of the one language: one handler for each kind of lexeme, one for each family of commands."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import accumulate

import symjac.language.text.latex.commands as known
from symjac.errors import SymjacError
from symjac.language.text.alike import close_to
from symjac.language.text.brackets import CLOSE, OPEN, check_brackets
from symjac.language.text.functions import function_name, function_words
from symjac.language.text.latex.bars import doubled
from symjac.language.text.latex.displays import amp, environment, row
from symjac.language.text.latex.fonts import accent, font, old_font, roman
from symjac.language.text.latex.optimum import SIGNS, arrow, optimum, underset
from symjac.language.text.latex.scripts import power, under
from symjac.language.text.latex.spacing import LEFT_DIVISION, ignore, quad, skip, transparent, underbrace, wrapper
from symjac.language.text.latex.tex import Handler, Tex
from symjac.language.text.tree import Token, is_run


def resolve(tokens: list[Token], source: str) -> list[Token]:
    """The lexemes of a LaTeX text without its commands."""
    check_brackets([t for t in tokens if t.type in ("LBRACE", "RBRACE")], source)
    out = Tex(tokens, source, _ITEMS).run()
    check_brackets(out, source)
    return doubled(out, source)


def brace(tex: Tex, token: Token) -> None:
    before = tex.out[-1] if tex.out else None
    after = tex.peek()
    if after is not None and after.type == "LBRACE" and after.start == token.end and not tex.commands:
        raise tex.fail("double braces are not in the language", token, "template syntax is no name")
    fonts = after is not None and after.type == "CMD" and after.text[1:] in known.OLD_FONTS  # {\\bf A B} is no bracket
    content = tex.group(token)
    end = tex.tokens[tex.at - 1]
    called = before is not None and before.type == "WORD" and before.data in ("function", "operator")
    if called and before is not None and before.text in ("norm",) and before.data == "function":
        tex.out[-1] = Token("NORMOPEN", before.text, before.start, token.end)
        tex.out += [*content, Token("NORMCLOSE", "}", end.start, end.end)]
    elif content and not called and (fonts or is_bracket(content) or (len(content) == 1 and not is_run(content[0]))):
        tex.out += content
    elif content or called:
        tex.out += tex.bracketed(content, token, end)


def is_bracket(content: list[Token]) -> bool:
    """(x): one bracket, which braces change nothing of."""
    levels = list(accumulate((t.type in OPEN) - (t.type in CLOSE) for t in content))
    return content[0].type == "LPAR" and levels.index(0) == len(levels) - 1 if 0 in levels else False


def command(tex: Tex, token: Token) -> None:
    name = token.text[1:]
    if tex.side and name not in known.SYMBOLS:
        tex.side_done()
    for names, method in _COMMANDS:
        if name in names:
            method(tex, token, name)
            return
    if name in known.REFUSED and known.REFUSED[name]:
        raise tex.fail(f"`\\{name}` is not read", token, known.REFUSED[name])
    if function_name(name) is not None:
        tex.emit("WORD", token, name).held = True
        tex.out[-1].data = "function"
        return
    usual = known.course_letter(name)
    if usual is None:
        raise unknown(tex, token, name)
    made = tex.emit("WORD", token, usual)
    made.held, made.data = True, "course"


def unknown(tex: Tex, token: Token, name: str) -> SymjacError:
    if not tex.commands or not name.isalpha() or (only_command(tex, token) and len(name) == 1 and tex.out):
        if tex.out:
            return tex.fail(f"`{token.text}`: a backslash is no operator", token, LEFT_DIVISION)
        return tex.fail(f"`{token.text}` is not a command", token)
    words = {*known.LETTERS, *known.SYMBOLS, *known.FONTS, *known.ROMAN, *known.ACCENTS, *known.FRACTIONS, *function_words()}
    near = close_to(name, {w for w in words if w.isalpha()})
    own = f"put its definition in front of the formula: \\newcommand{{\\{name[:40]}}}{{…}}; --macros FILE reads it from a file"
    hint = f"did you mean \\{near}? Else {own}" if near else own
    return tex.fail(f"`\\{name[:40]}` is not a command of the language", token, hint)


def only_command(tex: Tex, token: Token) -> bool:
    return sum(t.type in ("CMD", "ENV") for t in tex.tokens) == 1


def symbol(tex: Tex, token: Token, name: str) -> None:
    made = Token(known.SYMBOLS[name], token.text, token.start, token.end, token.space)
    before = tex.out[-1] if tex.out else None
    if name == "vert" and not tex.side and before is not None and before.text == "\\vert" and before.end == token.start:
        before.type, before.text, before.end = "DBAR", "||", token.end
        return
    if tex.side and made.type in ("BAROPEN", "BARCLOSE", "NORMOPEN", "NORMCLOSE"):
        tex.side = ""
    tex.delimiter(made)


def transpose(tex: Tex, token: Token, name: str) -> None:
    before = tex.tokens[tex.at - 2] if tex.at > 1 else None
    if before is None or before.type not in ("POW", "LBRACE", "MINUS", "RPAR", "RBRACE", "CMD"):
        raise tex.fail(f"`{token.text}` stands outside a superscript", token, f"write A^{{{token.text}}}")
    tex.emit("PRIME", token)


def left(tex: Tex, token: Token, name: str) -> None:
    tex.side_done()
    tex.side = "OPEN" if name == "left" else "CLOSE"
    if tex.peek() is None:
        tex.side_done()


def letter(tex: Tex, token: Token, name: str) -> None:
    tex.emit("WORD", token, known.LETTERS[name]).held = True


def fraction(tex: Tex, token: Token, name: str) -> None:
    top = tex.argument(token)
    middle = tex.tokens[tex.at - 1].end
    bottom = tex.argument(token)
    end = tex.tokens[tex.at - 1].end
    if not top or not bottom:
        raise tex.fail("a part of the fraction is empty", token)
    start = token.start

    def bracket(content: list[Token], a: int, b: int) -> list[Token]:
        return [Token("LPAR", "(", a, a + 1), *content, Token("RPAR", ")", b - 1, b)]

    inner = [
        *bracket(top, top[0].start, middle),
        Token("DIVIDE", token.text, start, token.end),
        *bracket(bottom, bottom[0].start, end),
    ]
    quotient = tex.bracketed(inner, Token("LPAR", "{", start, start + 1), Token("RPAR", "}", end - 1, end))
    quotient[0].data = "frac"
    tex.out += quotient


def sqrt(tex: Tex, token: Token, name: str) -> None:
    after = tex.peek()
    root: list[Token] = []
    if after is not None and after.type == "LAYER":
        root = [Token("NUM", after.text, after.start, after.end, data=Fraction(after.text))] if after.text.isdigit() else [after]
        tex.at += 1
    elif after is not None and after.type == "LSQB":
        tex.take()
        while (part := tex.peek()) is not None and part.type != "RSQB":
            root.append(tex.take())
        tex.at += 1
    content = tex.argument(token)
    end = tex.tokens[min(tex.at, len(tex.tokens)) - 1]
    body = tex.bracketed(content, token, end)
    if not root:
        tex.out += [Token("WORD", "sqrt", token.start, token.end, token.space, "function", True), *body]
    elif len(root) == 1 and root[0].type == "NUM" and root[0].data:
        exponent = Token("NUM", root[0].text, root[0].start, root[0].end, data=1 / root[0].data)  # type: ignore[operator]
        tex.out += [*body, Token("POW", "^", token.start, token.end), exponent]
    else:
        raise tex.fail("the order of a root is a number", token)


def inner(tex: Tex, token: Token, name: str) -> None:
    one, other = tex.argument(token), tex.argument(token)
    end = tex.tokens[tex.at - 1]
    tex.out += [Token("ANGLEOPEN", "⟨", token.start, token.end), *one, Token("COMMA", ",", end.start, end.start), *other]
    tex.out.append(Token("ANGLECLOSE", "⟩", end.start, end.end))


_ITEMS: dict[str, Handler] = {
    "CMD": command, "LBRACE": brace, "UNDER": under, "POW": power, "ELPOW": power, "AMP": amp,
    "ENV": environment, "DOLLAR": lambda tex, token: None, "BAR": Tex.delimiter, "DBAR": Tex.delimiter, "LPAR": Tex.delimiter,
    "RPAR": Tex.delimiter, "LSQB": Tex.delimiter, "RSQB": Tex.delimiter, "STOP": Tex.delimiter, "ANGLEOPEN": Tex.delimiter,
    "ANGLECLOSE": Tex.delimiter,
}  # fmt: skip
_COMMANDS: tuple[tuple[frozenset[str] | dict[str, str], Callable[[Tex, Token, str], None]], ...] = (
    (known.SYMBOLS, symbol), (known.LETTERS, letter), (known.SPACING | {" ", "\n", "\t"}, skip), (known.FONTS, font),
    (known.FRACTIONS, fraction), (known.OLD_FONTS, old_font), (known.ROMAN, roman), (known.ACCENTS, accent),
    (frozenset(("left", "right")), left), (known.TRANSPOSES, transpose), (known.QUADS, quad), (known.IGNORED, ignore),
    (frozenset(("sqrt",)), sqrt), (frozenset("()[]"), wrapper), (frozenset(("\\", "newline", "cr")), lambda t, k, n: row(t, k)),
    (SIGNS | {"arg"}, optimum), (frozenset(("underset",)), underset),
    (frozenset(("to", "rightarrow", "longrightarrow")), arrow),
    (known.TRANSPARENT, transparent), (known.BRACED, underbrace), (known.INNER, inner),
)  # fmt: skip
