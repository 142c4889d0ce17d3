"""LaTeX to the tokens of the one language: one handler for each kind of lexeme, one for each family of commands."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from itertools import accumulate

import symjac.language.text.commands as known
from symjac.errors import SymjacError, UnsupportedError
from symjac.language.text.alike import close_to
from symjac.language.text.bars import doubled
from symjac.language.text.brackets import CLOSE, OPEN, check_brackets
from symjac.language.text.displays import amp, environment, row
from symjac.language.text.functions import function_name, function_words
from symjac.language.text.optimum import CONSTRAINTS, SIGNS, arrow, optimum, underset
from symjac.language.text.scripts import power, under
from symjac.language.text.symbols import CONJUGATE
from symjac.language.text.tex import Handler, Tex
from symjac.language.text.tree import Token, is_run

_BEGINNINGS = "Let|let|Consider|consider|Define|define|Suppose|suppose"
_HINT_LEFT = "division from the left is written inv(A)*b"


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
            return tex.fail(f"`{token.text}`: a backslash is no operator", token, _HINT_LEFT)
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


def skip(tex: Tex, token: Token, name: str) -> None:
    if name.strip() == "" and not tex.commands:
        raise tex.fail("a backslash is no operator", token, _HINT_LEFT)


def wrapper(tex: Tex, token: Token, name: str) -> None:
    """\\( and \\[ open a display, and nothing else."""
    if name in "([" and tex.out and tex.out[-1].type != "NEWLINE":
        raise tex.fail("a backslash is no operator", token, _HINT_LEFT)


def quad(tex: Tex, token: Token, name: str) -> None:
    tex.emit("QUAD", token)
    if name == "hspace":
        ignore(tex, token, name)


def ignore(tex: Tex, token: Token, name: str) -> None:
    after = tex.peek()
    if after is not None and after.type == "LBRACE":
        depth = 0
        while tex.at < len(tex.tokens):
            kind = tex.take().type
            depth += (kind == "LBRACE") - (kind == "RBRACE")
            if depth == 0:
                break


def left(tex: Tex, token: Token, name: str) -> None:
    tex.side_done()
    tex.side = "OPEN" if name == "left" else "CLOSE"
    if tex.peek() is None:
        tex.side_done()


def letter(tex: Tex, token: Token, name: str) -> None:
    tex.emit("WORD", token, known.LETTERS[name]).held = True


def font(tex: Tex, token: Token, name: str) -> None:
    after = tex.peek()
    if name == "vec" and after is not None and after.type == "LPAR":
        tex.emit("WORD", token, "vec").held = True
        tex.out[-1].data = "function"
        return
    in_font(tex, tex.argument(token), token, name)


def in_font(tex: Tex, content: list[Token], token: Token, name: str) -> None:
    if len(content) == 1 and content[0].type == "NUM" and content[0].data in (0, 1):
        content[0].type = "ONE" if content[0].data == 1 else "ZERO"
    if len(content) > 1 and tex.out and tex.out[-1].data in ("function", "operator"):
        content = tex.bracketed(
            content, token, tex.tokens[tex.at - 1]
        )  # else a font is no bracket: in {P P}^T the T is of the last
    if name in ("mathbb", "mathds") and len(content) == 1 and content[0].text in ("E", "P", "V"):
        raise tex.fail(
            f"`\\{name}{{{content[0].text}}}` is not read", token, "expectations and probabilities are not in the language"
        )
    for made in content[:1]:
        made.start = token.start
        made.end = max(made.end, tex.tokens[tex.at - 1].end) if len(content) == 1 else made.end
        made.held = made.held or (len(made.text) == 1 and made.type == "WORD")
    tex.out += content


def roman(tex: Tex, token: Token, name: str) -> None:
    if name in ("text", "mbox", "textrm", "textit", "textbf") and is_remark(tex):
        return remark(tex, token)
    in_roman(tex, tex.argument(token), token, name)


def is_remark(tex: Tex) -> bool:
    """Words and brackets in \\text, or anything in it behind a \\quad: no name."""
    end = next((k for k in range(tex.at, len(tex.tokens)) if tex.tokens[k].type == "RBRACE"), None)
    opened = tex.peek()
    if opened is None or opened.type != "LBRACE" or end is None:
        return False
    words = tex.source[opened.end : tex.tokens[end].start].strip()
    if re.match(r"s\.?\s?t\.?$|subject to|such that", words):
        raise tex.fail("a constraint is not read", opened, CONSTRAINTS, UnsupportedError)
    spaced = bool(tex.out) and tex.out[-1].type == "QUAD"
    return bool(words) and (
        spaced
        or re.fullmatch(
            r"[A-Za-z]+[\s,;:(][^\\^_]*|\([^\\^_]*\)|if|where|for|with|and|s\.t\.|" + _BEGINNINGS,
            words,
        )
        is not None
    )


def remark(tex: Tex, token: Token) -> None:
    """A remark is no factor: it ends the row, or is refused."""
    first = not tex.out or tex.out[-1].type == "NEWLINE"
    opened = tex.peek()
    ignore(tex, token, "")
    after = tex.peek()
    if first and opened is not None and re.match(rf"\(|\s*(?:{_BEGINNINGS})\b", tex.source[opened.end :]):
        return  # (loss) L = …, Let f(x) = …
    while after is not None and after.type in ("STOP", "COMMA", "RBRACE"):
        after = tex.tokens[tex.tokens.index(after) + 1] if tex.tokens[-1] is not after else None
    ends = after is None or after.type in ("NEWLINE", "SEMI", "DOLLAR", "AMP") or (after.type == "ENV" and after.text[1] == "e")
    if not ends and not (
        after is not None
        and after.type == "CMD"
        and after.text[1:] in ("\\", "quad", "qquad", "tag", "label", "]", ")", "newline", "cr")
    ):
        raise tex.fail("words are not read", token, "leave them out; \\text holds a single name, or a remark at the end")


def in_roman(tex: Tex, content: list[Token], token: Token, name: str) -> None:
    """Upright letters are one name, or a function; an upright T is a transpose."""
    if (
        not content
        or any(t.type not in ("WORD", "NUM") or t.layer is not None for t in content)
        or any(t.sub for t in content[:-1])
    ):
        tex.out += content
        return None
    word = "".join(t.text for t in content)
    if word.isdigit():
        tex.out += content
        return None
    before = tex.tokens[token_index(tex.tokens, token) - 1] if tex.tokens[0] is not token else None
    made = Token("WORD", word, token.start, tex.tokens[tex.at - 1].end, token.space, None, True, content[-1].sub)
    if not re.fullmatch(r"[A-Za-z0-9]+", word) and not content[0].held:
        raise tex.fail(f"`{word[:40]}` is not a name", token)
    if word == "H" and not made.sub and is_raised(tex, token):
        raise tex.fail("an upright H is the conjugate transpose", token, CONJUGATE)
    if word == "T" and before is not None and before.type in ("POW", "LBRACE", "MINUS") and not made.sub:
        made.type = "PRIME"
    if word in SIGNS and not made.sub:
        return optimum(tex, made, word)
    made.data = "operator" if name.startswith("operatorname") else "function" if function_name(word) else None
    tex.out.append(made)
    return None


def is_raised(tex: Tex, token: Token) -> bool:
    """Whether it begins a superscript: ^\\mathrm H, ^{\\mathrm H}."""
    before = [t.type for t in tex.tokens[: token_index(tex.tokens, token)]]
    return before[-1:] == ["POW"] or before[-2:] == ["POW", "LBRACE"]


def old_font(tex: Tex, token: Token, name: str) -> None:
    """{\\bf x}: up to the end of the group."""
    outer, tex.out = tex.out, []
    while (after := tex.peek()) is not None and after.type != "RBRACE":
        tex.item()
    content, tex.out = tex.out, outer
    font = known.OLD_FONTS[name]
    (in_roman if font in known.ROMAN else in_font)(tex, content, token, font)


def accent(tex: Tex, token: Token, name: str) -> None:
    content = tex.argument(token)
    if len(content) != 1 or content[0].type != "WORD" or not (content[0].held or len(content[0].text) == 1):
        raise tex.fail(f"`{token.text}` belongs over a single name", token, "use another name for the expression")
    made = content[0]
    made.text, made.held, made.data = made.text + known.ACCENTS[name], True, "accent"
    made.start, made.end = token.start, tex.tokens[tex.at - 1].end
    tex.out.append(made)


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


def transparent(tex: Tex, token: Token, name: str) -> None:
    content = tex.argument(token)
    single = len(content) == 1 and not is_run(content[0])
    tex.out += content if single else tex.bracketed(content, token, tex.tokens[tex.at - 1])


def underbrace(tex: Tex, token: Token, name: str) -> None:
    transparent(tex, token, name)
    after = tex.peek()
    if after is not None and after.type in ("UNDER", "POW"):
        ignore_script(tex)


def ignore_script(tex: Tex) -> None:
    tex.take()
    after = tex.peek()
    if after is not None and after.type == "LBRACE":
        ignore(tex, after, "")
    elif after is not None:
        tex.at += 1


def inner(tex: Tex, token: Token, name: str) -> None:
    one, other = tex.argument(token), tex.argument(token)
    end = tex.tokens[tex.at - 1]
    tex.out += [Token("ANGLEOPEN", "⟨", token.start, token.end), *one, Token("COMMA", ",", end.start, end.start), *other]
    tex.out.append(Token("ANGLECLOSE", "⟩", end.start, end.end))


def token_index(tokens: list[Token], token: Token) -> int:
    return next(k for k, t in enumerate(tokens) if t is token)


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
