"""∂/∂x F, ∂F/∂x, d/dx F, ∇ₓF, ∇ₓ²F, D_x F in front of a formula: the question itself, its variable and its order."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from symjac.errors import ParseError, UnsupportedError
from symjac.language.text.brackets import CLOSE, OPEN, closing, level
from symjac.language.text.functions import function_name
from symjac.language.text.latex.optimum import SIGNS, names_below
from symjac.language.text.line import Line
from symjac.language.text.names import full_name
from symjac.language.text.tree import Token, is_run


@dataclass(frozen=True)
class Asked:
    """The derivative that a text asks for: by which variable, how often, and what was said to be its result."""

    name: str
    order: int
    span: tuple[int, int]
    claimed: str = ""
    optimum: bool = False  # it is minimised or maximised by them, which decides nothing where the variable is given apart


def ask(line: Line, known: Collection[str], source: str) -> Asked | None:
    """The question that the last statement begins with, which is taken off it."""
    sides = [line.head, *line.links, line.body] if line.equals else [line.body]
    if sides[0][:1] and (sides[0][0].data == 0 and len(sides[0]) == 1) and len(sides) > 1:
        sides = sides[1:]  # 0 = ∂F/∂x: what is asked for is zero
    found = _Operator(sides[0], known, source).read()
    if found is None:
        return _optimum(line, known, source)
    k, (asked, body) = _first_formula(sides, (found[0], _for_every_entry(found[1], known)), known, source)
    if not body:
        raise ParseError("nothing is differentiated here", source=source, span=asked.span, expected="a formula after it")
    _check_scope(body, source)
    if _is_nowhere(asked, body, known):
        hint = "write the formula itself, alone or as f(x) = …"
        raise ParseError(f"`{full_name(body[0])}` has no formula here", source=source, span=body[0].span, hint=hint)
    if k + 1 < len(sides) and sides[-1]:
        asked = replace(asked, claimed=source[sides[k + 1][0].start : sides[-1][-1].end])
    line.head, line.equals, line.body, line.links = [], None, body, []
    return asked


Found = tuple[Asked, list[Token]]


def _first_formula(sides: list[list[Token]], found: Found, known: Collection[str], source: str) -> tuple[int, Found]:
    """The first side with a formula: ∇f(x) = ∇(x'A x) asks for what its second side says."""
    k, first = 0, found
    while _is_nowhere(*found, known) and k + 1 < len(sides):
        k += 1
        further = _Operator(sides[k], known, source).read()
        if further is None:
            return 0, first
        found = further
        if (found[0].name, found[0].order) != (first[0].name, first[0].order):
            raise ParseError("two different derivatives are asked for", source=source, span=found[0].span)
    return k, found


def _for_every_entry(body: list[Token], known: Collection[str]) -> list[Token]:
    """∂y_i of a y that is defined: all entries of it."""
    if len(body) != 1 or body[0].type != "WORD" or len(body[0].sub) != 1 or full_name(body[0]) in known:
        return body
    whole = replace(body[0], sub="")
    return [whole] if full_name(whole) in known else body


def _is_nowhere(asked: Asked, body: list[Token], known: Collection[str]) -> bool:
    return bool(body) and _only_named(body, known) and full_name(body[0]) != asked.name


def _optimum(line: Line, known: Collection[str], source: str) -> Asked | None:
    """\\min_w F, w = \\arg\\min_w F, F \\to \\min_w: the sign is taken off, and a name for the place of the minimum."""
    if line.body and line.body[-1].type == "OPT":
        sign = line.body.pop()
    elif line.head and _is_sign(line.head[0], known):
        sign = line.head.pop(0)
    elif line.body and _is_sign(line.body[0], known) and not line.links:
        sign = line.body.pop(0)
        line.head, line.equals = [], None
    else:
        return None
    if not line.body:
        raise ParseError("nothing is minimised here", source=source, span=sign.span, expected="a formula beside it")
    name = names_below(sign, source)
    words = [t for t in line.body if t.type == "WORD"]
    if any(t.sub == name for t in words) and not any(t.text == name for t in words):
        hint = "a smooth one is log(sum(exp(x))); of two numbers it is max(a, b)"
        raise UnsupportedError("the largest or smallest over an index is not derived", source=source, span=sign.span, hint=hint)
    return Asked(name, 1, sign.span, optimum=True)


def _is_sign(token: Token, known: Collection[str]) -> bool:
    """\\min, and min_w in the plain spelling."""
    return token.type == "OPT" or (
        token.type == "WORD" and token.text in SIGNS and bool(token.sub) and full_name(token) not in known
    )


def _only_named(body: list[Token], known: Collection[str]) -> bool:
    """f or f(x), where nothing says what f is."""
    called = [t.type for t in body[:2]] == ["WORD", "LPAR"] and closing(body, 1) == len(body) - 1
    called = called and all(t.type == ("COMMA" if k % 2 else "WORD") and not is_run(t) for k, t in enumerate(body[2:-1]))
    word = body[0]
    if word.type != "WORD" or full_name(word) in known or not (called or len(body) == 1):
        return False
    return function_name(word.text) is None and not (called and word.text == "sigma")


def check_operators(line: Line, known: Collection[str], source: str) -> None:
    """An operator inside a formula, and a differential, are no part of the function."""
    tokens = [*line.head, *(token for side in line.links for token in side), *line.body]
    for k, token in enumerate(tokens):
        if token.type in ("PARTIAL", "NABLA"):
            hint = "type the function itself; an operator stands in front of the whole formula"
            raise ParseError(
                f"`{source[slice(*token.span)]}` inside a formula is not read", source=source, span=token.span, hint=hint
            )
        if token.type == "OPT":
            hint = "it stands in front of the whole formula"
            raise ParseError(
                f"`{source[slice(*token.span)]}` inside a formula is not read", source=source, span=token.span, hint=hint
            )
        if "d" not in known:
            _check_differential(tokens, k, known, source)


def _check_differential(tokens: list[Token], k: int, known: Collection[str], source: str) -> None:
    """dX beside an X, and an upright d before a letter."""
    rest = _after_mark(tokens[k : k + 2])
    before = tokens[k - 1].type if k else ""
    if not rest or rest[0].type != "WORD" or rest[0].data == "function" or full_name(tokens[k]) in known or before == "POW":
        return
    span, name = (tokens[k].start, rest[0].end), full_name(rest[0])
    others = {full_name(t) for j, t in enumerate(tokens) if t.type == "WORD" and not k <= j <= k + 1}
    alone = any(
        t.type == "WORD" and t.text == "d" and (j + 1 == len(tokens) or tokens[j + 1].type != "WORD")
        for j, t in enumerate(tokens)
    )
    upright = tokens[k].text == "d" and "mathrm" in source[slice(*tokens[k].span)]
    if upright or (name in others and not alone and len(name.split("_")[0]) == 1):
        hint = "type the function itself; a factor d is declared, d: scalar"
        message = f"the differential `{source[slice(*span)]}` is not read"
        raise UnsupportedError(message, source=source, span=span, hint=hint)


class _Operator:
    """What stands at the front of a list of tokens."""

    def __init__(self, tokens: list[Token], known: Collection[str], source: str) -> None:
        self.tokens, self.known, self.source = tokens, known, source

    def read(self) -> tuple[Asked, list[Token]] | None:
        if not self.tokens:
            return None
        first = self.tokens[0]
        if first.type == "NABLA" or (first.type == "PARTIAL" and first.sub):
            return self._nabla(first)
        if first.type == "WORD" and first.text == "D" and first.sub and self._is_operator_D(first):
            return Asked(first.sub, 1, first.span), self.tokens[1:]
        return self._fraction() if first.type == "LPAR" else self._line()

    def _is_operator_D(self, first: Token) -> bool:
        """D_x in front of a formula in x, unless D_x is declared."""
        names = {full_name(t) for t in self.tokens[1:] if t.type == "WORD"}
        run = {c for t in self.tokens[1:] if t.type == "WORD" and not t.held for c in t.text}
        return "D_" + first.sub not in self.known and first.sub in names | run

    def _nabla(self, sign: Token) -> tuple[Asked, list[Token]]:
        order, rest = self._power(self.tokens[1:])
        if not sign.sub:
            hint = "write ∇_x F, or the formula alone"
            raise ParseError("by which variable? ∇ has none", source=self.source, span=sign.span, hint=hint)
        return Asked(sign.sub, order, (sign.start, rest[0].start if rest else sign.end)), rest

    def _fraction(self) -> tuple[Asked, list[Token]] | None:
        """\\frac{∂ F}{∂ x} F, whose parts stand in brackets."""
        tokens = self.tokens
        if len(tokens) < 2 or tokens[1].type != "LPAR":
            return None
        middle = closing(tokens, 1)
        if middle is None or middle + 2 >= len(tokens) or [t.type for t in tokens[middle + 1 : middle + 3]] != ["DIVIDE", "LPAR"]:
            return None
        end = closing(tokens, middle + 2)
        if end is None:
            return None
        return self._quotient(tokens[2:middle], tokens[middle + 3 : end], tokens[end + 2 :])

    def _line(self) -> tuple[Asked, list[Token]] | None:
        """d/dx F, ∂F/∂x on one line."""
        at = next((k for k, t in enumerate(self.tokens) if t.type == "DIVIDE" and level(self.tokens[:k]) == 0), None)
        if at is None or not _after_mark(self.tokens):
            return None
        bottom = _after_mark(self.tokens[at + 1 :])
        if not bottom or bottom[0].type != "WORD":
            return None
        first = 1 if self.tokens[at + 1].text == "d" or self.tokens[at + 1].type == "PARTIAL" else 0
        count = at + 2 + first
        if [t.type for t in self.tokens[count : count + 2]] == ["POW", "NUM"]:
            count += 2
        return self._quotient(self.tokens[:at], self.tokens[at + 1 : count], self.tokens[count:])

    def _quotient(self, top: list[Token], bottom: list[Token], rest: list[Token]) -> tuple[Asked, list[Token]] | None:
        above, below = _after_mark(top), _after_mark(bottom)
        if above is None or not below or below[0].type != "WORD" or ("d" in self.known and top[0].type != "PARTIAL"):
            return None
        order, inner = self._power(above)
        span = top[0].start, (bottom[-1].end)
        name = full_name(below[0])
        times, more = self._power(below[1:])
        if "".join(t.type if t.type != "WORD" else t.text for t in more) in ("PRIME", "POWT"):
            times, more = 1, []  # ∂/∂xᵀ, a row, as it is in numerator layout anyway
        second = _after_mark(more)
        if second and full_name(second[0]) == name and {t.type for t in second[1:]} <= {"PRIME", "POW", "WORD"} and times == 1:
            times, more = 2, []
        if more or times != order or order > 2:
            message = "this derivative is not read: it is the first or second one by a single variable"
            raise UnsupportedError(message, source=self.source, span=span)
        if inner and rest:
            hint = "type the function itself"
            raise ParseError(
                "something stands behind the derivative", source=self.source, span=(rest[0].start, rest[-1].end), hint=hint
            )
        return Asked(name, order, span), inner or rest

    def _power(self, tokens: list[Token]) -> tuple[int, list[Token]]:
        """The order, raised: ∂², ∇_x^2."""
        if tokens and tokens[0].type == "POW":
            if len(tokens) > 1 and tokens[1].type == "WORD" and tokens[1].text == "T":
                return 1, tokens
            value = tokens[1].data if len(tokens) > 1 and tokens[1].type == "NUM" else 0
            return (2 if value == 2 else 3), tokens[2:]
        return 1, tokens


def _after_mark(tokens: list[Token]) -> list[Token] | None:
    """What follows a ∂ or d; dx in one run of letters is d and x."""
    if not tokens or tokens[0].type not in ("PARTIAL", "WORD"):
        return None
    first = tokens[0]
    if first.type == "PARTIAL" or (first.text == "d" and not first.sub and first.layer is None):
        return tokens[1:]
    if first.text[0] != "d" or first.held or first.data:
        return None
    letters = Token("WORD", first.text[1:], first.start + 1, first.end, sub=first.sub, layer=first.layer)
    return [letters, *tokens[1:]]


def _check_scope(body: list[Token], source: str) -> None:
    """∂/∂x a + b: does it end before the +?"""
    depth, bars = 0, False
    for k, token in enumerate(body):
        depth += (token.type in OPEN) - (token.type in CLOSE)
        bars ^= token.type in ("BAR", "DBAR")
        if depth == 0 and k and not bars and token.type in ("PLUS", "MINUS"):
            hint = "put the whole function in brackets"
            raise ParseError("how far does the derivative reach?", source=source, span=token.span, hint=hint)
