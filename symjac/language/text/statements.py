"""Lexemes to statements: lines split or continued, and the sides of each told apart at its =."""

from __future__ import annotations

from symjac.errors import LimitError, ParseError
from symjac.language.text.brackets import CLOSE, OPEN
from symjac.language.text.heads import is_head
from symjac.language.text.line import Line
from symjac.language.text.names import full_name
from symjac.language.text.numbering import is_item, is_number, number_of_equation
from symjac.language.text.tree import Token

STATEMENTS = 20_000
_BINARY = frozenset(("_TIMES", "CDOT", "ELTIMES", "DIVIDE", "ELDIVIDE", "KRON", "POW", "ELPOW", "PRIME"))
_WAITING = _BINARY - {"PRIME"} | {"PLUS", "MINUS", "EQ", "COMMA"}


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
