"""What stands before =: a name, a name with its arguments, or what a formula is called."""

from __future__ import annotations

from symjac.errors import ParseError
from symjac.language.text.line import Line
from symjac.language.text.names import full_name
from symjac.language.text.symbols import PYTHON
from symjac.language.text.tree import Token


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
    if _is_hyphenated(tokens):
        return True
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


def _is_hyphenated(tokens: list[Token]) -> bool:
    """log-likelihood, cross-entropy: words, not a difference."""
    words, hyphens = tokens[::2], tokens[1::2]
    return (
        len(tokens) > 2
        and all(t.type == "WORD" and len(t.text) > 2 and not t.sub for t in words)
        and all(t.type == "MINUS" and not t.space for t in hyphens)
        and not any(t.space for t in words[1:])
    )


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
