"""a_i⁽ˡ⁾ = s(w_i1⁽ˡ⁾a_1⁽ˡ⁻¹⁾ + ⋯ + w_in⁽ˡ⁾a_n⁽ˡ⁻¹⁾ + b_i⁽ˡ⁾), that is a⁽ˡ⁾ = s(W⁽ˡ⁾a⁽ˡ⁻¹⁾ + b⁽ˡ⁾).

Sources: Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 5.6.1; Bishop, PRML, eqs. (5.48), (5.49).
"""

from __future__ import annotations

from sympy import S

from symjac.calculus.entries import Names, Route, names_in
from symjac.derivation.notation import NUMBER_WORDS, lives_in
from symjac.expr.dims import ONE, Dim, dim
from symjac.expr.looks import look_of_dim, space_of, written
from symjac.expr.make import add, mul
from symjac.pages.board import Board
from symjac.pages.network.model import Network
from symjac.pages.network.notation import (
    activated,
    column,
    counted_from,
    entry,
    for_each_layer,
    is_small,
    neuron,
    places,
    unit,
    weight,
    weights,
)
from symjac.pages.network.softmax import is_joint, of_entries
from symjac.verify.term import Entry, Free, IndexForm, Term, Value, value_term
from symjac.writing.block import Text
from symjac.writing.box import PRODUCT, SUM, Arrow, BigOp, Box, Dots, Infix, Num, Row, Sym, equation, signed_sum
from symjac.writing.signs import beside, listed, product_box

NESTED = 3  # layers up to which the network is also written in one formula


def write(board: Board, net: Network) -> None:
    """The layers from the input on: the first in full, the others in matrices."""
    board.say(*setting(net))
    if is_small(net.size(1)) and is_small(net.size(0)) and not is_joint(net.s(1)):
        by_neurons(board, net, 1)
    else:
        by_components(board, net, 1)
    in_matrices(board, net, 1)
    if net.depth > 1:
        further(board, net)
        whole(board, net)


def setting(net: Network) -> Text:
    """What the letters stand for."""
    many = net.size(1) != ONE
    bias = unit("b", 1, *([Sym("i")] if many else []))
    owner: Text = ("neuron ", Sym("i")) if many else ("the neuron",)
    return (
        "The network has ", *listed([counted(net.size(0), "input"), *hidden(net), counted(net.sizes[-1], "output")]), ". ",
        *meaning_of_weights(net), ", ", bias, " is the bias of ", *owner, *said_of_activation(net), ".",
    )  # fmt: skip


def hidden(net: Network) -> list[Text]:
    """'one hidden layer'"""
    if net.any_depth:
        return [(Infix((Sym("L"), Num("1")), ("−",), SUM), " hidden layers")]
    n = net.depth - 1
    return [counted(dim(n), "hidden layer")] if n else []


def counted(n: Dim, word: str) -> Text:
    """three inputs, one output, n inputs"""
    return (spelled(n), f" {word}{'s' * (n != ONE)}")


def spelled(n: Dim) -> str | Box:
    """A small number as a word."""
    return NUMBER_WORDS[n.number] if n.number is not None and n.number < len(NUMBER_WORDS) else look_of_dim(n)


def meaning_of_weights(net: Network) -> Text:
    """Which line carries w_ij."""
    to, start = net.size(1) != ONE, net.size(0) != ONE
    sign = unit("w", 1, *([Sym("i")] if to else []), *([Sym("j")] if start else []))
    source: Text = ("neuron ", Sym("j"), " of layer 0") if start else ("the neuron of layer 0",)
    target: Text = ("neuron ", Sym("i"), " of layer 1") if to else ("the neuron of layer 1",)
    return ("The weight ", sign, " belongs to the line from ", *source, " to ", *target)


def said_of_activation(net: Network) -> Text:
    """', and tanh is the activation function'"""
    found = list({s.name: s for s in net.activations if not s.is_identity}.values())
    if not found:
        return ()
    names = listed([(s.sign,) for s in found])
    return (", and ", *names, " is the activation function" if len(found) == 1 else " are the activation functions")


def by_neurons(board: Board, net: Network, l: int) -> None:
    """One line for each neuron of the layer."""
    m, n = net.count(l) or 1, net.count(l - 1) or 1
    for i in range(1, m + 1):
        inner = signed_sum(
            [product_box(weight(net, l, i, j), neuron(net, "a", l - 1, j)) for j in range(1, n + 1)] + [neuron(net, "b", l, i)]
        )
        parts = [mul(entry(net.W(l), i, j), entry(net.a(l - 1), j)) for j in range(1, n + 1)]
        meaning = net.s(l).at(add(*parts, entry(net.b(l), i)))
        says: Text = ("Neuron by neuron," if m > 1 else "Its output is",) if i == 1 else ()
        left = Term(neuron(net, "a", l, i), Value(entry(net.a(l), i)))
        board.step("neuron", left, Term(net.s(l).look(inner), Value(meaning)), says=says)


def by_components(board: Board, net: Network, l: int) -> None:
    """z_i = w_i1 a_1 + ⋯ + w_in a_n + b_i = Σ_j w_ij a_j + b_i, a_i = s(z_i)"""
    m, n = net.size(l), net.size(l - 1)
    names = Names(names_in(net.W(l)))
    i = Free(names.free("i"), m)
    free = () if m == ONE else (i,)
    at = (S.One if m == ONE else i.symbol, S.One)
    letters: list[Box] = [] if m == ONE else [Sym("i")]
    z, a = unit("z", l, *letters), unit("a", l, *letters)
    bias = unit("b", l, *letters)
    form = IndexForm(Route(Names(names.used)).entry(net.affine(l), *at))
    line = Term(z, Entry(net.z(l), *at))
    says: Text = ("Neuron by neuron," if m != ONE else "Its output is",)
    if n != ONE:
        line = board.step("terms", line, Term(dotted_terms(net, l, letters, bias), form), says=says, free=free, kind="component")
        says = ()
    shown = signed_sum([summed(net, l, letters), bias])
    board.step("sum", line, Term(shown, form), says=says, free=free, kind="component")
    shown = of_entries(written(net.z(l))) if is_joint(net.s(l)) else net.s(l).look(z)
    value = Term(shown, Entry(net.s(l).at(net.z(l)), *at))
    board.step("activate", Term(a, Entry(net.a(l), *at)), value, says=("and",), free=free, kind="component")


def dotted_terms(net: Network, l: int, letters: list[Box], bias: Box) -> Box:
    """w_i1 a_1 + w_i2 a_2 + ⋯ + w_in a_n + b_i"""
    found = places(net, net.size(l - 1))
    terms: list[Box] = [Dots("h") if j is None else weighted(l, letters, j) for j in found]
    return signed_sum([*terms, bias])


def weighted(l: int, letters: list[Box], j: Box) -> Box:
    return product_box(unit("w", l, *letters, j), unit("a", l - 1, j))


def summed(net: Network, l: int, letters: list[Box]) -> Box:
    """Σ_j w_ij a_j"""
    if net.size(l - 1) == ONE:
        return product_box(unit("w", l, *letters), unit("a", l - 1))
    lower = equation(Sym("j"), Num(str(net.first)))
    return BigOp("∑", lower, counted_from(net, net.size(l - 1)), weighted(l, letters, Sym("j")))


def in_matrices(board: Board, net: Network, l: int) -> None:
    """[a_1; …; a_m] = s([w_11 …] [a_1; …; a_n] + [b_1; …; b_m]) = s(Wa + b)"""
    if net.size(l) == ONE and net.size(l - 1) == ONE:
        return
    meaning = Value(net.s(l).at(net.affine(l)))
    written_out = signed_sum([Row((weights(net, l), column(net, "a", l - 1)), PRODUCT), column(net, "b", l)])
    says: Text = ("In matrix form,",)
    line = value_term(net.a(l))
    if net.size(l) != ONE:
        line, says = board.step("column", line, Term(column(net, "a", l), Value(net.a(l))), says=says), ()
    line = board.step("matrix", line, Term(net.s(l).look(written_out), meaning), says=says)
    board.step("layer", line, activated(net, l))
    if not (net.s(l).is_identity or is_joint(net.s(l))) and net.size(l) != ONE:
        board.say("Here ", net.s(l).sign, " acts on every entry of the vector.")


def further(board: Board, net: Network) -> None:
    """The outputs of one layer are the inputs of the next; of many layers the first and the last, and all in one formula."""
    says: Text = ("The outputs of a layer are the inputs of the next one:",)
    for l in shown_layers(net):
        board.step("layer", value_term(net.a(l)), activated(net, l), says=says, why=lives(net, l))
        says = ()
    if net.is_deep and len({s.name for s in net.activations}) == 1:
        every_layer(board, net)


def every_layer(board: Board, net: Network) -> None:
    """a⁽ˡ⁾ = s(W⁽ˡ⁾a⁽ˡ⁻¹⁾ + b⁽ˡ⁾), 1 ≤ l ≤ L, checked for every l."""
    board.say("More generally,")
    for l in net.layers:
        value = Value(net.s(l).at(net.affine(l)))
        board.claim(value_term(net.a(l)), Term(written(net.a(l)), value), f"layer {l}")
    at = net.any_layer()
    layer = equation(written(at.a(1)), at.s(1).look(written(at.affine(1))))
    board.show(beside(layer, for_each_layer(net)))


def shown_layers(net: Network) -> list[int]:
    return [1, net.depth] if net.any_depth else [1, 2, net.depth] if net.is_deep else list(net.layers)


def lives(net: Network, l: int) -> Text:
    """W⁽ˡ⁾ ∈ ℝ^{m×n}"""
    return (lives_in(written(net.W(l)), net.W(l).shape),)


def whole(board: Board, net: Network) -> None:
    """ℝ³ → ℝ² → ℝ, the network as one function."""
    spaces: list[Box] = [space_of((net.size(0), ONE))]
    for l in shown_layers(net):
        if net.is_deep and l == net.depth:
            spaces += [Sym("→"), Dots("h")]
        spaces += [Arrow(written(net.a(l))), space_of((net.size(l), ONE))]
    board.say("As a function of its input the network is composed of its layers,")
    board.show(Row(tuple(spaces)))
    if not net.is_deep and net.depth <= NESTED:
        nested(board, net)


def nested(board: Board, net: Network) -> None:
    """a⁽²⁾ = s(W⁽²⁾ s(W⁽¹⁾a⁽⁰⁾ + b⁽¹⁾) + b⁽²⁾)"""
    inner, meaning = written(net.a(0)), net.a(0)
    for l in net.layers:
        product = product_box(written(net.W(l)), inner)
        inner = net.s(l).look(signed_sum([product, written(net.b(l))]))
        meaning = net.s(l).at(add(mul(net.W(l), meaning), net.b(l)))
    board.step("nested", value_term(net.a(net.depth)), Term(inner, Value(meaning)))
