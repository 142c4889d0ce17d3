"""w_ij⁽ˡ⁾, a_i⁽ˡ⁾, b_i⁽ˡ⁾: the signs of a network, and what each of them means for the checker."""

from __future__ import annotations

from symjac.expr.dims import ONE, Dim, dim
from symjac.expr.expr import Expr
from symjac.expr.looks import look_of_dim, written
from symjac.expr.make import literal, mul, number, transpose
from symjac.expr.names import look_of
from symjac.pages.network.model import Network
from symjac.verify.term import Term, Value
from symjac.writing import dotted
from symjac.writing.box import RELATION, SUM, Box, Fence, Infix, Num, Script, Sym
from symjac.writing.signs import indexed

SHOWN = 5  # neurons of a layer up to which each is written


def layer(l: int | str) -> Box:
    """⁽ˡ⁾, ⁽²⁾, ⁽ᴸ⁻¹⁾"""
    found = look_of(f"x[{l}]")
    assert isinstance(found, Script) and found.sup is not None
    return found.sup


def place(net: Network, i: int | Dim, n: Dim) -> list[Box]:
    """The index of neuron i (from 1) of a layer of n; none where the layer has only one."""
    return [] if n == ONE else [counted_from(net, i)]


def counted_from(net: Network, i: int | Dim) -> Box:
    """The index of neuron i: i, or i − 1 where they are counted from 0."""
    n = dim(i)
    if str(n).isdecimal():  # a large size is a letter that is written as the number it stands for
        return Num(str(int(str(n)) - 1 + net.first))
    return look_of_dim(n) if net.first else Infix((look_of_dim(n), Num("1")), ("−",), SUM)


def unit(letter: str, l: int | str, *index: Box) -> Box:
    """a_i⁽ˡ⁾, w_ij⁽ˡ⁾"""
    name = Script(Sym(letter), sup=layer(l))
    return indexed(name, *index) if index else name


def neuron(net: Network, letter: str, l: int, i: int | Dim) -> Box:
    """a_i⁽ˡ⁾ of neuron i, or of the last."""
    return unit(letter, net.label(l), *place(net, i, net.size(l)))


def weight(net: Network, l: int, i: int | Dim, j: int | Dim) -> Box:
    """w_ij⁽ˡ⁾ leads from neuron j of layer l − 1 to neuron i of layer l."""
    return unit("w", net.label(l), *place(net, i, net.size(l)), *place(net, j, net.size(l - 1)))


def entry(e: Expr, i: int = 1, j: int = 1) -> Expr:
    """Entry (i, j) as a number: the row e_i' times the expression times the column e_j."""
    m, n = (size.number or 1 for size in e.shape)
    left = [] if m == 1 else [literal((tuple(number(int(k == i)) for k in range(1, m + 1)),))]
    right = [] if n == 1 else [literal(tuple((number(int(k == j)),) for k in range(1, n + 1)))]
    return mul(*left, e, *right) if left or right else e


def general(letter: str, l: str) -> Box:
    """δ⁽ˡ⁾, a⁽ˡ⁻¹⁾: for a letter l."""
    return look_of(f"{letter}[{l}]")


def name(net: Network, l: int) -> Box:
    """The name of a layer, without brackets: 2, L − 1."""
    inner = layer(net.label(l))
    assert isinstance(inner, Fence)
    return inner.body


def activated(net: Network, l: int) -> Term:
    """s(W⁽ˡ⁾a⁽ˡ⁻¹⁾ + b⁽ˡ⁾), the output of a layer by the one before it"""
    s, z = net.s(l), net.affine(l)
    return Term(s.look(written(z)), Value(s.at(z)))


def for_each_layer(net: Network) -> Box:
    """1 ≤ l ≤ L"""
    return Infix((Num("1"), Sym("l"), name(net, net.depth)), ("≤", "≤"), RELATION)


def transposed(e: Expr) -> Expr:
    """eᵀ; a number is its own transpose."""
    return e if e.is_scalar else transpose(e)


def is_small(n: Dim) -> bool:
    return n.number is not None and n.number <= SHOWN


def places(net: Network, n: Dim) -> list[Box | None]:
    """The indices down a column: all of a few neurons, else the first two and the last; None for dots."""
    if n == ONE:
        return []
    found = dotted.places(n if n.number is None else n.number, SHOWN, 2)
    return [None if i is None else counted_from(net, i) for i in found]


def column(net: Network, letter: str, l: int) -> Box:
    """[a_1⁽ˡ⁾; ⋮; a_n⁽ˡ⁾]"""
    found = places(net, net.size(l))
    if not found:
        return unit(letter, net.label(l))
    return dotted.dotted(found, [()], lambda i, _: unit(letter, net.label(l), i))


def weights(net: Network, l: int) -> Box:
    """The matrix W⁽ˡ⁾, entry by entry or with dots; a single weight is no matrix."""
    rows, columns = indices(net, net.size(l)), indices(net, net.size(l - 1))
    shown = dotted.dotted(rows, columns, lambda i, j: unit("w", net.label(l), *i, *j))
    return shown.rows[0][0] if len(rows) == len(columns) == 1 else shown


Index = tuple[Box, ...] | None  # of a row or a column; () where there is one only, None for dots


def indices(net: Network, n: Dim) -> list[Index]:
    return [None if i is None else (i,) for i in places(net, n)] or [()]
