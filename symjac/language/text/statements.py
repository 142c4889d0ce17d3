"""Lexemes to statements: scripts joined to their names, lines split or continued, `name(params) =` told from the body."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from symjac.errors import LimitError, ParseError
from symjac.language.text.attach import full_name
from symjac.language.text.brackets import CLOSE, OPEN
from symjac.language.text.symbols import PYTHON
from symjac.language.text.tree import Token

STATEMENTS = 20_000
_BINARY = frozenset(("_TIMES", "CDOT", "ELTIMES", "DIVIDE", "ELDIVIDE", "KRON", "POW", "ELPOW", "PRIME"))
_WAITING = _BINARY - {"PRIME"} | {"PLUS", "MINUS", "EQ", "COMMA"}


@dataclass(slots=True)
class Line:
    """The tokens of one statement, head and body apart. `separator`: what ended the statement before it.

    links: the sides between, `a` of f(x) = a = b, and what stands before the first = where that is no name.
    """

    head: list[Token]
    body: list[Token]
    equals: Token | None
    separator: str
    links: list[list[Token]] = field(default_factory=list)
    name: str | None = None
    params: tuple[str, ...] = ()
    headed: bool = False
    index: str | None = None  # k of p_k = …


def split(tokens: list[Token], source: str, latex: bool) -> list[Line]:
    """The statements, with lines joined that continue one another."""
    lines: list[Line] = []
    between = ""
    for separator, piece in _pieces(tokens, latex):
        between = _stronger(between, separator)
        while piece and piece[-1].type in ("STOP", "COMMA") and (piece[-1].type == "STOP" or len(piece) > 1):
            piece.pop()
        if not piece:
            continue
        if lines and _continues(lines[-1], piece, between, latex, lines):
            _extend(lines[-1], piece, source)
        else:
            lines.append(_line(piece, between, source))
        if len(lines) > STATEMENTS:
            raise LimitError(f"more than {STATEMENTS} statements", source=source, span=piece[0].span)
        between = ""
    return lines


SOFT, HARD, END, LIST = "\n", "\n\n", ";", ","  # a line break; a blank line or \\\\; a semicolon; a comma before a definition


def _stronger(before: str, separator: str) -> str:
    """What separates statements, of all that stands between them; two line breaks are a blank line."""
    if {END, LIST} & {before, separator}:
        return END if END in (before, separator) else LIST
    return HARD if HARD in (before, separator) or before == separator == SOFT else before or separator


def _pieces(tokens: list[Token], latex: bool) -> list[tuple[str, list[Token]]]:
    """What stands between the separators; a comma or full stop before a line break ends the statement like \\\\."""
    pieces: list[tuple[str, list[Token]]] = [("", [])]
    stack: list[str] = []
    skipped = 0
    for k, token in enumerate(tokens):
        if token.type in OPEN:
            stack.append(token.type)
        elif token.type in CLOSE and stack:
            stack.pop()
        if token.type == "QUAD" and not stack:
            skipped = number_of_equation(tokens[k + 1 : k + 8])
            if is_number(pieces[-1][1]) or is_item(pieces[-1][1]):
                pieces[-1][1].clear()
        if skipped:
            skipped -= token.type != "QUAD"
        elif token.type == "QUAD":
            if not stack and pieces[-1][1] and pieces[-1][1][-1].type == "COMMA":
                pieces[-1][1].pop()
                pieces.append((END, []))
        elif token.type == "COMMA" and not stack and _begins_a_definition(tokens[k + 1 : k + 40]):
            pieces.append((LIST, []))
        elif token.type in ("SEMI", "NEWLINE") and not stack:
            pieces.append((_separator(token, pieces[-1][1]), []))
        elif token.type != "NEWLINE":
            pieces[-1][1].append(token)
        elif not latex and stack[-1] == "LSQB" and _row_ends(tokens, k):
            pieces[-1][1].append(Token("SEMI", ";", token.start, token.end))
    return pieces


def _begins_a_definition(tokens: list[Token]) -> bool:
    """r = X w - y behind a comma: a statement of its own."""
    tokens = [token for token in tokens if token.type not in ("QUAD", "NEWLINE")]
    at = next((k for k, token in enumerate(tokens) if token.type in ("EQ", "SEMI")), 0)
    return at > 0 and tokens[at].type == "EQ" and is_head(tokens[:at])


def number_of_equation(tokens: list[Token]) -> int:
    """How many tokens (3), (*) or (A.1) has behind a space at the end of a row; 0 where none stands there."""
    end = next((k + 1 for k, token in enumerate(tokens) if token.type == "RPAR"), 0)
    after = [token.type for token in tokens[end : end + 1]]
    return end if is_number(tokens[:end]) and after in ([], ["NEWLINE"], ["SEMI"], ["STOP"], ["COMMA"]) else 0


def is_number(tokens: list[Token]) -> bool:
    """(3), (*), (2.3a), (A.1): what a row is numbered with; not (x), which may be a factor."""
    kinds = [token.type for token in tokens]
    inner = kinds[1:-1]
    return (
        kinds[:1] == ["LPAR"]
        and kinds[-1:] == ["RPAR"]
        and len(inner) <= 4
        and {*inner} <= {"NUM", "WORD", "STOP", "_TIMES"}
        and (inner in (["NUM"], ["_TIMES"], ["NUM", "WORD"]) or "STOP" in inner)
    )


def is_item(tokens: list[Token]) -> bool:
    """(a), (ii) before a space at the beginning of a row."""
    return [token.type for token in tokens] == ["LPAR", "WORD", "RPAR"] and re.fullmatch(
        "[a-h]|[ivx]+", tokens[1].text
    ) is not None


def _separator(token: Token, before: list[Token]) -> str:
    if token.type == "SEMI":
        return END
    stopped = len(before) > 1 and before[-1].type in ("COMMA", "STOP")
    return HARD if token.text.startswith("\\") or stopped else SOFT


def _row_ends(tokens: list[Token], k: int) -> bool:
    """A line end inside [ ] begins a row, as in MATLAB, unless a comma or bracket says otherwise."""
    separators = ("COMMA", "SEMI", "NEWLINE")
    after = tokens[k + 1].type if k + 1 < len(tokens) else "RSQB"
    return tokens[k - 1].type not in (*separators, "LSQB") and after not in (*separators, "RSQB")


def _continues(before: Line, piece: list[Token], separator: str, latex: bool, lines: list[Line]) -> bool:
    """A line goes on that starts or ends with an operator or relation; in LaTeX a line break alone is a space."""
    if separator in (END, LIST):
        return False
    if (
        (before.body and (before.body[-1].type in _WAITING or before.body[-1].data == "function"))
        or piece[0].type in _BINARY | {"EQ"}
        or not before.body
    ):
        return True
    if latex and separator == SOFT and before.equals is None and any(t.type in ("PARTIAL", "NABLA") for t in before.body):
        return True  # ∂/∂x, and on the next line what is differentiated
    if latex and separator == SOFT:
        own = before.equals is not None and is_head(before.head) and full_name(before.head[0])
        return not _is_definition(piece) and not any(token.type == "WORD" and full_name(token) == own for token in piece)
    if any(token.type == "EQ" for token in piece):
        return False
    signed = piece[0].type in ("PLUS", "MINUS")
    if before.equals is None or latex:
        return signed
    defined = {line.head[0].text for line in lines if line.head}
    return signed and not any(token.type == "WORD" and token.text in defined for token in piece)


def _is_definition(piece: list[Token]) -> bool:
    """Whether it begins with `name =` or `name(…) =`."""
    at = next((k for k, token in enumerate(piece) if token.type == "EQ"), 0)
    kinds = [token.type for token in piece[:at]]
    return kinds == ["WORD"] or (kinds[:2] == ["WORD", "LPAR"] and kinds[-1] == "RPAR" and kinds.count("LPAR") == 1)


def _extend(line: Line, piece: list[Token], source: str) -> None:
    """`a =` and, on the next line, `= b` are a = b."""
    if line.equals and not line.body and piece[0].type == "EQ":
        piece = piece[1:]
    before = [line.head, *line.links, line.body] if line.equals else [line.body]
    tokens = [token for k, side in enumerate(before) for token in (([line.equals] if k and line.equals else []) + side)]
    joined = _line(tokens + piece, line.separator, source)
    line.head, line.body, line.equals, line.links = joined.head, joined.body, joined.equals, joined.links


def _line(piece: list[Token], separator: str, source: str) -> Line:
    """Head, links and body: what stands between the equals signs outside of brackets."""
    sides, equals, depth = [[]], [], 0  # type: tuple[list[list[Token]], list[Token], int]
    for token in piece:
        depth += (token.type in OPEN) - (token.type in CLOSE)
        if token.type == "EQ" and depth == 0:
            equals.append(token)
            sides.append([])
        else:
            sides[-1].append(token)
    if not equals:
        return Line([], piece, None, separator)
    if equals[-1].text in (":=", "\\coloneqq", "≔") and [t.type for t in sides[-1]] == ["WORD"] and not is_head(sides[0]):
        sides = [sides[-1], *sides[:-1]]  # a formula := its name
    for side, sign in zip(sides[1:-1], equals[1:], strict=True):
        if not side:
            raise ParseError("nothing stands between two =", source=source, span=sign.span)
    return Line(sides[0], sides[-1], equals[0], separator, sides[1:-1])


def ordered(lines: list[Line]) -> list[Line]:
    """h(x) = g(x'x); g(z) = …: a function that is called before it is defined goes in front of what calls it."""
    makers = {full_name(line.head[0]): k for k, line in enumerate(lines) if len(line.head) > 1 and is_head(line.head)}
    needs = [{makers[n] for n in _called(line) if n in makers} - {k} for k, line in enumerate(lines)]
    if all(j < k for k, found in enumerate(needs) for j in found):
        return lines
    placed: list[int] = []
    while len(placed) < len(lines):
        ready = [k for k in range(len(lines)) if k not in placed and needs[k] <= {*placed}]
        if not ready:
            return lines
        placed.append(ready[0])
    return [lines[k] for k in placed]


def formula_last(lines: list[Line]) -> list[Line]:
    """r'r; r = X w - y: the one formula without a name goes behind the definitions that it uses."""
    bare = [line for line in lines if line.equals is None]
    if len(bare) != 1 or bare[0] is lines[-1]:
        return lines
    later = {full_name(line.head[0]) for line in lines[lines.index(bare[0]) + 1 :] if line.head}
    used = {full_name(token) for token in bare[0].body if token.type == "WORD"}
    return [*(line for line in lines if line is not bare[0]), *bare] if later & used else lines


def _called(line: Line) -> Iterator[str]:
    for side in (*line.links, line.body):
        yield from (full_name(a) for a, b in pairwise(side) if a.type == "WORD" and b.type == "LPAR")


def is_head(tokens: list[Token]) -> bool:
    """`L`, `f(x)` or `f(x1, x2)`"""
    words = tokens[:1] + tokens[2:-1:2]
    shape = "".join({"WORD": "w", "LPAR": "(", "RPAR": ")", "COMMA": ","}.get(t.type, "?") for t in tokens)
    return shape == "w" or (shape.startswith("w(w") and shape == "w(" + ",".join("w" * (len(words) - 1)) + ")")


def _is_call(tokens: list[Token]) -> bool:
    """f() and f(1), which nothing can be compared with."""
    kinds = [t.type for t in tokens]
    return kinds[:2] == ["WORD", "LPAR"] and kinds[2:] in (["RPAR"], ["NUM", "RPAR"])


def is_label(tokens: list[Token]) -> bool:
    """p(x | mu), log L(theta), KL(q || p): what a formula is called, of which nothing is defined by it."""
    kinds = [t.type for t in tokens]
    log = kinds[:3] == ["WORD", "WORD", "LPAR"] and tokens[0].text in ("log", "ln")
    inner = kinds[2 + log : -1]
    separators = {"BAR", "DBAR", "SEMI", "COMMA"}
    listed = set(inner[::2]) == {"WORD"} and set(inner[1::2]) <= separators
    return (
        (log or kinds[:2] == ["WORD", "LPAR"])
        and kinds[-1:] == ["RPAR"]
        and listed
        and (log or bool({*inner} - {"WORD", "COMMA"}))
    )


def unchained(line: Line, known: Collection[str]) -> list[Line]:
    """z = g(y) = a = b as g(y) = a = b and z = g(y)."""
    heads = [line.head] if is_head(line.head) else []
    while heads and line.links and is_head(line.links[0]) and full_name(line.links[0][0]) not in known:
        heads.append(line.links.pop(0))
    lines: list[Line] = []
    inner = line.body
    named = {full_name(head[0]): head for head in heads if len(head) > 1}
    for head in reversed(heads):
        if named.get(full_name(head[0]), head) is not head:
            continue
        lines.append(Line(head, inner, line.equals, line.separator, [] if lines else line.links))
        inner = [replace(token) for token in head]
    return lines or [line]


def no_function(side: tuple[int, int], source: str) -> ParseError:
    """An equation, both sides of which are formulas."""
    return ParseError(
        f"`{source[slice(*side)]}` cannot be defined", source=source, span=side,
        expected="a name before =, as in L = … or f(x) = …", hint="an equation is not a function: write one side of it",
    )  # fmt: skip


def read_head(line: Line, source: str) -> None:
    """`L`, `f(x)` or `f(x1, x2)` before the =."""
    if line.equals is None:
        return
    head = line.head
    if not head:
        raise ParseError(
            "nothing stands before `=`", source=source, span=line.equals.span, expected="a name, as in f = … or f(x) = …"
        )
    if not line.body:
        raise ParseError("nothing stands after `=`", source=source, span=line.equals.span, expected="an expression")
    if not is_head(head):
        if _is_call(head):
            raise no_function((head[0].start, head[-1].end), source)
        line.head, line.links = [], [head, *line.links]
        return
    words = head[:1] + head[2:-1:2]
    for word in words:
        _check_word(word, source)
    line.name, line.headed = full_name(head[0]), len(words) > 1
    line.params = tuple(full_name(word) for word in words[1:])
    if len(set(line.params)) < len(line.params):
        raise ParseError("an argument is named twice", source=source, span=(head[0].start, head[-1].end))


def _check_word(word: Token, source: str) -> None:
    if word.text in PYTHON:
        raise ParseError(f"`{word.text}` is a word of Python, not a name", source=source, span=word.span)
