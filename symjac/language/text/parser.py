"""Tokens to a tree, by the grammar in grammar.lark."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from symjac.errors import LimitError, ParseError
from symjac.expr.families import ScalarOp
from symjac.expr.registry import find
from symjac.language.text.sums.bound import Bound, Indexed
from symjac.language.text.tree import Node, Token
from symjac.language.text.unexpected import unexpected

DEPTH = 200
_BINARY = {"ELTIMES": "hadamard", "DIVIDE": "div", "ELDIVIDE": "hdiv", "KRON": "kron"}


class _Actions:
    """One method per rule of the grammar: what the parts make."""

    def num(self, parts: list[Any]) -> Node:
        return Node("num", [], parts[0].span, parts[0].data)

    def name(self, parts: list[Any]) -> Node:
        """A name, a number that is an index, or a member: x_i."""
        if isinstance(parts[0].data, Indexed):
            base = Node("name", [], parts[0].span, parts[0].text)
            indices = parts[0].data.indices
            return _node("member", [base], parts[0].span, indices) if indices else Node("index", [], parts[0].span, parts[0].text)
        return Node(parts[0].data or "name", [], parts[0].span, parts[0].text)

    def paren(self, parts: list[Any]) -> Node:
        node: Node = parts[1]
        node.span, node.paren, node.depth = (parts[0].start, parts[2].end), True, node.depth + 1
        node.bare = False
        return node

    def add(self, parts: list[Any]) -> Node:
        return _chain("add", "", parts[0], parts[2])

    def sub(self, parts: list[Any]) -> Node:
        right = parts[2]
        return _chain("add", "", parts[0], _node("neg", [right], right.span))

    def mul(self, parts: list[Any]) -> Node:
        return _chain("mul", "", parts[0], parts[1])

    def beside(self, parts: list[Any]) -> Node:
        """A product without a sign; a row divides nothing, so x'A x / x'x has x'x below."""
        left, right = parts
        if left.kind == "div" and not left.paren and _is_row(left.args[1]):
            left.args[1] = _chain("mul", "", left.args[1], right)
            left.data, left.span = "below", (left.span[0], right.span[1])
            return left  # type: ignore[no-any-return]
        return _chain("mul", "beside", left, right)

    def cdot(self, parts: list[Any]) -> Node:
        return _chain("mul", "dot", parts[0], parts[2])

    def binary(self, parts: list[Any]) -> Node:
        kind = _BINARY[parts[1].type]
        if kind == "hadamard":
            return _chain(kind, "", parts[0], parts[2])
        span = parts[0].span[0], parts[2].span[1]
        if kind == "kron":
            return _node("call", [parts[0], parts[2]], span, "kron")
        return _node(kind, [parts[0], parts[2]], span)

    def neg(self, parts: list[Any]) -> Node:
        return _node("neg", [parts[1]], (parts[0].start, parts[1].span[1]))

    def same(self, parts: list[Any]) -> Node:
        return parts[0]  # type: ignore[no-any-return]

    def prime(self, parts: list[Any]) -> Node:
        base, mark = parts
        _refuse_bare(base, mark)
        span = base.span[0], mark.end
        if mark.type == "INVT":
            base = _node("call", [base], span, "inv")
        return _node("transpose", [base], span)

    def power(self, parts: list[Any]) -> Node:
        base, mark, exponent = parts
        _refuse_bare(base, mark)
        kind = "pow" if mark.type == "POW" else "hpow"
        span = base.span[0], exponent.span[1]
        tower = (base.kind in ("pow", "hpow") or base.gaps == ["euler"]) and not base.paren
        node = _node("tower" if tower else kind, [base, exponent], span, kind)
        node.gaps = ["**"] if mark.text == "**" else []
        return node

    def euler(self, parts: list[Any]) -> Node:
        node = _node("call", [parts[2]], (parts[0].start, parts[2].span[1]), "exp")
        node.gaps = ["euler"]
        return node

    def norm(self, parts: list[Any]) -> Node:
        return _node("norm", [parts[1]], (parts[0].start, parts[2].end), parts[2].data)

    def bars(self, parts: list[Any]) -> Node:
        return _node("bars", [parts[1]], (parts[0].start, parts[2].end))

    def angle(self, parts: list[Any]) -> Node:
        return _node("call", [parts[1], parts[3]], (parts[0].start, parts[4].end), "dot")

    def literal(self, parts: list[Any]) -> Node:
        rows: list[list[Node]] = parts[1]
        node = _node("literal", [e for row in rows for e in row], (parts[0].start, parts[2].end))
        node.data = tuple(len(row) for row in rows)
        return node

    def rows(self, parts: list[Any]) -> list[list[Node]]:
        return [part for part in parts if not isinstance(part, Token)]

    def row(self, parts: list[Any]) -> list[Node]:
        return [part for part in parts if isinstance(part, Node)]

    def arguments(self, parts: list[Any]) -> tuple[list[Node], int, bool]:
        return [part for part in parts if isinstance(part, Node)], parts[-1].end, False

    def call(self, parts: list[Any]) -> Node:
        head, (args, end, bare) = parts
        if isinstance(head.data, Bound | Indexed):
            data = head.data.indices if isinstance(head.data, Indexed) else head.data
            return _node(head.text, args, (head.start, end), data)
        node = _node("usercall" if head.data == "user" else "call", args, (head.start, end), head.text)
        node.bare, node.gaps = bare, ["bare"] if bare else ["dotted"] if head.data == "dotted" else []
        return node

    def call_power(self, parts: list[Any]) -> Node:
        head, mark, exponent, arguments = parts
        if exponent.kind == "neg":
            raise _Refusal(
                "a negative power on a function's name can mean the inverse function", mark, "put the power behind the bracket"
            )
        inner = self.call([head, arguments])
        entrywise = isinstance(find(head.text), ScalarOp) and head.data != "user"
        node = _node("hpow" if entrywise else "pow", [inner, exponent], inner.span)
        node.paren, node.bare = True, inner.bare
        return node


def _bare(rule: str) -> Any:
    def action(self: _Actions, parts: list[Any]) -> tuple[list[Node], int, bool]:
        node: Node = getattr(self, rule)(parts)
        return [node], node.span[1], node.kind != "literal"

    return action


for _rule in ("call", "call_power", "num", "name", "norm", "bars", "literal", "angle"):
    setattr(_Actions, f"bare_{_rule}", _bare(_rule))


class _Refusal(Exception):
    def __init__(self, message: str, token: Token, hint: str) -> None:
        self.message, self.token, self.hint = message, token, hint


def _node(kind: str, args: list[Node], span: tuple[int, int], data: Any = None) -> Node:
    return Node(kind, args, span, data, 1 + max((a.depth for a in args), default=0))


def _chain(kind: str, gap: str, left: Node, right: Node) -> Node:
    """left op right, appended to left where that is such a chain: long sums stay shallow."""
    if left.kind != kind or left.paren:
        left = _node(kind, [left], left.span)
    left.args.append(right)
    left.gaps.append(gap)
    left.depth = max(left.depth, right.depth + 1)
    left.span = left.span[0], right.span[1]
    return left


def _is_row(divisor: Node) -> bool:
    return divisor.kind == "transpose" or (divisor.kind == "mul" and not divisor.paren and divisor.args[0].kind == "transpose")


def _refuse_bare(base: Node, mark: Token) -> None:
    if base.bare:
        raise _Refusal(
            f"`{mark.text}` after a function without brackets is ambiguous", mark, "write f(x)^2 or f(x^2), with brackets"
        )


@lru_cache(maxsize=1)
def _parser() -> Any:
    from symjac.language.text.grammar import parser

    return parser(_Actions())


def parse_tokens(tokens: list[Token], source: str) -> Node:
    """The tree of one expression."""
    from lark import UnexpectedInput

    state = _parser().parse_interactive("").parser_state
    token: Token | None = None
    try:
        for token in tokens:
            state.feed_token(token)
        end = tokens[-1].end if tokens else len(source)
        token = Token("$END", "", end, end)
        root: Node = state.feed_token(token, True)
    except UnexpectedInput:
        assert token is not None
        raise unexpected(token, tokens, source) from None
    except _Refusal as refusal:
        raise ParseError(refusal.message, source=source, span=refusal.token.span, hint=refusal.hint) from None
    if root.depth > DEPTH:
        raise LimitError(f"the formula is nested {root.depth} deep; {DEPTH} levels are allowed", source=source, span=root.span)
    return root
