"""The page about a network: diagram, layers, numbers, Jacobians, gradients: whatever is asked for, every line checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from symjac.derivation.decimals import in_floats
from symjac.errors import DomainError, ParseError, UnsupportedError
from symjac.errors.arguments import by_annotation, misfit, shown
from symjac.expr.dims import ONE
from symjac.expr.expr import Expr
from symjac.interop.numpy import array_module
from symjac.pages.board import Board, Worked
from symjac.pages.computed import Computed, Later
from symjac.pages.network import backprop, compare, diagram, equations, forward, jacobians, output, slopes, table
from symjac.pages.network.data import Pair, pairs, weights_tried
from symjac.pages.network.losses import MSE
from symjac.pages.network.model import Network
from symjac.pages.network.read import network_from
from symjac.writing.block import Note, Text

MOST_DIGITS = 15
WIDEST = 50  # neurons of a layer whose Jacobians are checked together with numbers


@dataclass(frozen=True)
class Asked:
    """A network and what is to be written about it. is_forward_shown: whether that is one of the sections."""

    net: Network
    data: Sequence[Pair]
    choices: Sequence[Network]
    digits: int
    is_forward_shown: bool = False


SECTIONS: Mapping[str, tuple[str, Callable[[Board, Asked], None]]] = {
    "diagram": ("The network", lambda board, q: board.put(diagram.figure(q.net))),
    "layers": ("The layers", lambda board, q: equations.write(board, q.net)),
    "forward": ("The forward pass", lambda board, q: forward.write(board, q.net, q.digits)),
    "table": ("Input by input", lambda board, q: table.write(board, q.net, q.data, q.digits)),
    "comparison": ("Which weights do best?", lambda board, q: compare.write(board, q.net, q.choices, q.data, q.digits)),
    "jacobians": ("The Jacobians", lambda board, q: jacobians.write(board, q.net)),
    "gradients": (
        "The gradient of the {}",
        lambda board, q: backprop.write(board, q.net, q.data, q.digits, is_forward_shown=q.is_forward_shown),
    ),
    "backward": (
        "The backward pass",
        lambda board, q: backprop.numbers_alone(board, q.net, q.data, q.digits, is_forward_shown=q.is_forward_shown),
    ),
}

GRADIENTS = ("gradients", "backward")


@by_annotation
def network(
    description: str,
    *,
    show: str | Iterable[str] | None = None,
    data: str | Iterable[Any] | None = None,
    tries: str | Sequence[str | Mapping[str, Any]] = (),
    loss: str | None = None,
    first: int = 1,
    digits: int = 4,
    detail: str = "full",
    check: bool = True,
    **values: Any,
) -> Worked:
    """A feed-forward network, written out.

    description: 'layers: 3 -> 2 -> 1, tanh', then perhaps numbers 'W1 = [...]; b1 = [...]; x = [...]' and functions
    's(t) = t/(1 + exp(-t))'; sizes may be letters, and 'n -> ... -> m' has any number of layers. W[l] is n_l x n_(l-1), b[l]
    and the layers are columns. values: numbers as keywords, W1=[[...]].
    show: what is written: diagram, layers, forward, table, comparison, jacobians, gradients, backward (errors and gradients in
    numbers alone), or 'all' (default: what the numbers given allow). data: '0 -> 1; 1 -> 0', or pairs (x, y); tries: choices
    of weights that are compared at the data; loss: 'mse' (the default: ½‖a − y‖² for one example), 'crossentropy'
    (−yᵀ log a, behind softmax) or 'bce' (behind sigmoid); or in the description, 'loss = bce'. first: the number of the first
    neuron of a layer, 1 or 0; digits: behind the point.

    The result is a Worked: str, render, check. Its `values` hold what the numbers given allow, as NumPy arrays of the shapes
    of the formulas (columns n_l x 1): 'z[1]', 'a[1]', … at the input; with a target y and the section gradients
    'delta[1]', 'dE/dW[1]', 'dE/db[1]', …, or with data the gradients added up over them; 'outputs', a list with a(L) for every
    input of the data; 'squares', the sum of squared errors of each choice, or 'losses'.

    Errors: SymjacError, with the place in the text: ParseError, ShapeError, LimitError; DomainError where log or 1/t has no
    value at the numbers; UnsupportedError where a section lacks its numbers.
    Sources: Bishop, PRML, 5.1 and 5.3.1; Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 5.6.
    """
    if first not in (0, 1):
        raise ParseError("neurons are counted from 0 or from 1", found=str(first))
    net = network_from(description, values, first, loss)
    return written_out(net, show, data=data, tries=tries, digits=digits, detail=detail, check=check)


def written_out(
    net: Network, show: str | Iterable[str] | None = None, *, data: str | Iterable[Any] | None = None,
    tries: str | Sequence[str | Mapping[str, Any]] = (), digits: int = 4, detail: str = "full", check: bool = True,
) -> Worked:  # fmt: skip
    """The page about a network that has been read."""
    if not isinstance(digits, int) or not 0 <= digits <= MOST_DIGITS:
        raise ParseError(f"digits are between 0 and {MOST_DIGITS}", found=str(digits))
    if not net.values and data is None:
        net = net.lettered()
    asked = Asked(net, pairs(net, data) if data is not None else (), weights_tried(net, tries), digits)
    output.fit_targets(net, [y for y in (net.values.get("y"), *(pair.y for pair in asked.data)) if y is not None])
    names = sections(asked, show)
    try:
        board, found = page(asked, names), results(asked, names)
    except DomainError as failure:
        message = "a value or a derivative does not exist at the numbers given"
        raise DomainError(message, found=failure.found) from failure
    if net.any_depth and check and board.claims:
        board.put(Note("check", ("What is said of every layer was checked on a network of three layers.",)))
    return board.finish(title(net), detail=detail, check=check, values=found)


MOST_SECTIONS = 100  # names that are read


def sections(q: Asked, show: str | Iterable[str] | None) -> list[str]:
    """What is asked for, in the order of the page; what lacks its numbers is refused."""
    if show is None:
        return by_default(q)
    try:
        named = list(islice(show.split(",") if isinstance(show, str) else show, MOST_SECTIONS))
    except TypeError as fault:  # an array without axes, too
        raise misfit("show", show, ", ".join([*SECTIONS, "all"])) from fault
    wanted = [name.strip() if isinstance(name, str) else shown(name) for name in named]
    unknown = [name for name in wanted if name not in SECTIONS and name != "all"]
    if unknown or not wanted:
        raise ParseError(f"there is no section {', '.join(unknown)!r}", expected=", ".join([*SECTIONS, "all"]))
    chosen = [name for name in SECTIONS if name in wanted or ("all" in wanted and name != "backward" and lacks(q, name) is None)]
    for name in chosen:
        require(q, name)
    return chosen


def require(q: Asked, name: str) -> None:
    reason = lacks(q, name)
    if reason is not None:
        hint = HINTS["forward"] if reason.startswith("there is no number") else HINTS.get(name)
        raise UnsupportedError(f"for the section {name!r} {reason}", hint=hint)


HINTS = {
    "forward": "W1 = [...]; b1 = [...]; x = [...]",
    "table": 'data "0 -> 1; 1 -> 0"',
    "comparison": 'data "0 -> 1; 1 -> 0" and choices "w = 10, b = 0"',
}


def lacks(q: Asked, name: str) -> str | None:
    """What a section would need."""
    missing = ", ".join(map(str, q.net.missing()))
    if name == "forward":
        missing = ", ".join(filter(None, (missing, "" if "a[0]" in q.net.values else "the input a[0]")))
    if name == "backward" and (q.net.is_open or missing or not (q.data or {"a[0]", "y"} <= set(q.net.values))):
        return "numbers for the weights, the input and the target are needed"
    if name == "comparison" and not (q.choices and q.data):
        return "choices of weights and data are needed"
    if name == "table" and not q.data:
        return "data are needed"
    if name in ("forward", "table") and missing:
        return f"there is no number for {missing}"
    if name in ("forward", "table", "comparison") and q.net.is_open:
        return "an activation must be named, as in 3 -> 2, tanh"
    if {*q.net.values} - {"y"} or q.data:
        widest = max(n.number or 0 for n in q.net.sizes)
        if name in ("layers", "jacobians", *GRADIENTS) and widest > WIDEST:
            return f"layers have at most {WIDEST} neurons, where there are numbers, too"
    return None


def by_default(q: Asked) -> list[str]:
    """The diagram, and what the numbers allow; without numbers the equations of the layers."""
    found = [name for name in ("forward", "table", "comparison") if lacks(q, name) is None]
    if not found and (q.choices or q.data or ("a[0]" in q.net.values and not q.net.missing())):
        require(q, "comparison" if q.choices else "table" if q.data else "forward")
    return ["diagram", *(found or ["layers"])]


def page(q: Asked, names: Sequence[str]) -> Board:
    board, net = Board(), q.net
    board.know(*net.symbols)
    for defined, meaning in net.definitions.items():
        board.define(defined, meaning)
    titled = len([name for name in names if name != "diagram"]) > 1
    for name in names:
        head, write = SECTIONS[name]
        if titled and name != "diagram":
            board.head(head.format(net.loss.title))
        if name == next((n for n in names if n in ("jacobians", *GRADIENTS)), None):
            slopes.tell(board, net)
        write(board, replace(q, is_forward_shown="forward" in names))
    if any(name in ("jacobians", *GRADIENTS) for name in names):
        board.put(*slopes.kinks(net))
    return board


def title(net: Network) -> Text:
    if set(net.sizes) == {ONE} and net.depth == 1:
        return ("One neuron",)
    return ("The network ", diagram.sizes(net))


def results(q: Asked, names: Sequence[str]) -> Mapping[str, Any]:
    """The layers at the input given and, where they are asked for, the errors and gradients; the outputs at the data; the sums
    of squares of the choices."""
    net = q.net
    found: dict[str, Any] = {}
    if lacks(q, "forward") is None:
        found |= {str(e): array(net.constant(e)) for l in net.layers for e in (net.z(l), net.a(l))}
        if "y" in net.values and {*GRADIENTS} & {*names}:
            found |= {name: array(e) for name, e in backprop.at_numbers(net).items()}
    if lacks(q, "table") is None:
        found["outputs"] = several([array(table.output(net, pair)) for pair in q.data])
        if {*GRADIENTS} & {*names} and q.data[0].y is not None and not {"a[0]", "y"} <= set(net.values):
            found |= {name: array(e) for name, e in backprop.over_data(net, q.data).items()}
    if lacks(q, "comparison") is None:
        found["squares" if net.loss is MSE else "losses"] = [
            in_floats(table.summed(choice, q.data))[0][0] for choice in q.choices
        ]
    return Computed(found)


def array(e: Expr) -> Later:
    """The value of a constant expression now, the array when it is asked for."""
    rows = in_floats(e)
    return Later(lambda: array_module().array(rows))


def several(parts: Sequence[Later]) -> Later:
    return Later(lambda: [part.make() for part in parts])
