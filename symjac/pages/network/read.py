"""`layers: 3 -> 2 -> 1, tanh; W1 = [...]; b1 = [...]`: a network in one line, read; every mistake has a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from symjac.errors import LimitError, ParseError, UnsupportedError
from symjac.expr.dims import ONE, Dim, dim
from symjac.expr.names import canonical
from symjac.language.text.alike import close_to
from symjac.language.text.pieces import statements
from symjac.lazy import regex
from symjac.pages.activation import Activation, activation_of
from symjac.pages.network.losses import MSE, Loss, fit, loss_of
from symjac.pages.network.model import Network
from symjac.pages.network.softmax import NAME, is_joint, softmax
from symjac.pages.network.values import arrays_of, values_of

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

DEEPEST, WIDEST, LONGEST = 50, 1000, 20_000  # layers, neurons of a layer, characters
TAKEN = frozenset("i j l L a b w W x y z delta E".split())  # indices, and letters that the page uses itself: no names for sizes
EXAMPLE = "layers: 3 -> 2 -> 1, tanh"
_DEFINED = regex(r"\s*\\?([^\W\d]\w*)\s*\([^()]*\)\s*:?=")
_LOSS = regex(r"\s*loss\s*[:=]\s*(.*?)\s*")


def network_from(text: str, values: Mapping[str, Any] | None = None, first: int = 1, loss: str | None = None) -> Network:
    """The network that a line describes. values: further numbers by name, as lists, arrays or plain numbers; loss: by name,
    where the line has none."""
    if len(text) > LONGEST:
        raise LimitError(f"the description of a network has at most {LONGEST} characters", found=f"{len(text)} characters")
    head, *rest = statements(text)
    functions = functions_of([part for part in rest if _DEFINED.match(part)])
    tree = parsed(head)
    net = network_of(tree, head, functions, first).judged_by(loss_from([part for part in rest if _LOSS.fullmatch(part)], loss))
    fit(net.loss, net.s(net.depth).name)
    if is_joint(net.s(net.depth)) and net.size(net.depth) == ONE:
        raise UnsupportedError(
            "softmax of one output is always 1", source=head, span=(0, len(head)), hint="sigmoid, with one output"
        )
    numbers = "; ".join(part.strip() for part in rest if not _DEFINED.match(part) and not _LOSS.fullmatch(part))
    typed, passed = values_of(net, numbers) if numbers else {}, arrays_of(net, values or {})
    for name in typed.keys() & passed.keys():
        raise ParseError(f"`{name}` is given twice, in the text and beside it")
    return net.given(**typed, **passed)


def functions_of(definitions: list[str]) -> dict[str, Activation]:
    """s(t) = …; a later one may use those before it."""
    found: dict[str, Activation] = {}
    for k, part in enumerate(definitions):
        name = plain(part[: part.index("(")])
        if name in found:
            raise ParseError(f"`{name}` is defined twice", source=part, span=(0, len(part)))
        found[name] = activation_of("; ".join(definitions[: k + 1]))
    return found


def loss_from(typed: list[str], passed: str | None) -> Loss:
    """loss = crossentropy, in the line or beside it; squared error where nothing is said."""
    if len(typed) + (passed is not None) > 1:
        raise ParseError("the loss is given twice", source=(typed or [""])[-1], span=(0, len((typed or [""])[-1])))
    for part in typed:
        found = _LOSS.fullmatch(part)
        assert found is not None
        return loss_of(found[1], part, found.span(1))
    return MSE if passed is None else loss_of(passed)


def plain(name: str) -> str:
    """phi for φ and \\phi."""
    return canonical(name.strip().lstrip("\\"))


@cache
def grammar() -> Lark:
    from lark import Lark

    text = files("symjac.pages.network").joinpath("grammar.lark").read_text("utf-8")
    return Lark(text, parser="lalr", propagate_positions=True)


def parsed(head: str) -> Tree[Any]:
    from lark import UnexpectedInput

    try:
        return grammar().parse(head)
    except UnexpectedInput as fault:
        at = fault.pos_in_stream if isinstance(fault.pos_in_stream, int) and fault.pos_in_stream >= 0 else len(head)
        message = "the layers cannot be read" if head.strip() else "there are no layers"
        raise ParseError(message, source=head, span=(at, at + 1), expected=EXAMPLE) from fault


def network_of(tree: Tree[Any], head: str, functions: Mapping[str, Activation], first: int) -> Network:
    """The sizes and activations; with dots between two sizes, a network of any depth."""
    dots = tokens_of(tree, "dots")
    sizes = sizes_of(tree, head)
    if not dots:
        return Network(sizes, activations_of(tree, head, functions, len(sizes) - 1), {}, first)
    if len(dots) > 1 or len(sizes) != 2 or start_of(dots[0]) > start_of(tokens_of(tree, "size")[1]):
        raise ParseError(
            "dots stand between the input and the output", source=head, span=span_of(dots[0]), expected="n -> ... -> m"
        )
    s = activations_of(tree, head, functions, 2)  # of the hidden layers, and of the output
    return Network((sizes[0], dim("n_1"), dim("n_L-1"), sizes[1]), (s[0], s[0], s[1]), {}, first, labels=("0", "1", "L-1", "L"))


def tokens_of(tree: Tree[Any], kind: str) -> list[Token]:
    """The words of a kind, in the order in which they are typed."""
    from lark import Token

    found = [word for node in tree.find_data(kind) for word in node.children if isinstance(word, Token)]
    return sorted(found, key=start_of)


def start_of(token: Token) -> int:
    return token.start_pos or 0


def span_of(*tokens: Token) -> tuple[int, int]:
    return start_of(tokens[0]), tokens[-1].end_pos or 0


def sizes_of(tree: Tree[Any], head: str) -> tuple[Dim, ...]:
    tokens = tokens_of(tree, "size")
    if len(tokens) - 1 > DEEPEST:
        raise LimitError(f"a network has at most {DEEPEST} layers", found=f"{len(tokens) - 1} layers")
    return tuple(size(str(token), head, span_of(token)) for token in tokens)


def size(text: str, head: str, span: tuple[int, int]) -> Dim:
    if not text.isdecimal():
        if not text.lstrip("\\").isidentifier():
            raise ParseError("this is no size", source=head, span=span, expected=EXAMPLE)
        if plain(text) in TAKEN:
            message = f"`{plain(text)}` stands for something else in a network"
            raise ParseError(message, source=head, span=span, expected="another letter, as in n -> p -> m")
        return dim(plain(text))
    if not 1 <= int(text[:9]) <= WIDEST:
        raise LimitError(f"a layer has between 1 and {WIDEST} neurons", source=head, span=span)
    return dim(int(text))


def activations_of(tree: Tree[Any], head: str, functions: Mapping[str, Activation], depth: int) -> tuple[Activation, ...]:
    """One for every layer, or one for all; σ left open where none is named."""
    tokens = tokens_of(tree, "activation")
    found = [functions.get(plain(token)) or named(token, head) for token in tokens] or [activation_of("sigma")]
    if len(found) in (1, depth):
        of_output_only([s.name == NAME for s in (found if len(found) == depth else found * depth)], head, tokens)
    for name in list(functions)[-1:]:  # those before it may be there to be used in it
        if name not in map(plain, tokens):
            raise ParseError(
                f"`{name}` is defined, but no layer has it", source=head, span=(0, len(head)), hint=f"3 -> 2, {name}"
            )
    if len(found) not in (1, depth):
        layers = f"{depth} layers" if depth > 1 else "one layer"
        raise ParseError(
            f"{len(found)} activations for {layers}", source=head, span=span_of(*tokens),
            expected="one for all layers, or one for each",
        )  # fmt: skip
    return tuple(found if len(found) == depth else found * depth)


def of_output_only(joint: Sequence[bool], head: str, tokens: Sequence[Token]) -> None:
    """softmax takes the entries of a layer together: its place here is the last layer."""
    if any(joint[:-1]):
        message = "softmax stands in the output layer only, where its entries are probabilities"
        raise UnsupportedError(message, source=head, span=span_of(*tokens), hint="3 -> 4 -> 2, tanh, softmax")


def named(token: Token, head: str) -> Activation:
    if plain(token) == NAME:
        return softmax()
    try:
        return activation_of(str(token))
    except ParseError as fault:
        known = f"{fault.expected}; in the last layer also {NAME}" if fault.expected else None
        hint = f"did you mean {NAME}?" if close_to(plain(token), [NAME]) else fault.hint
        raise ParseError(fault.message, source=head, span=span_of(token), expected=known, hint=hint) from fault
