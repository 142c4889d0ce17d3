"""1 - x in ‖1 - x‖, A(1 - x), x'(1 - x): where a sum stands, and what is written of its letters, tells that it is an array."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from symjac.language.shapes.elementwise import is_scalar_function
from symjac.language.text.symbols import SCALAR_GREEK
from symjac.language.text.tree import Node, postorder

Parents = Mapping[Node, Node]
OF_COLUMNS = ("norm", "norm1", "norminf", "softmax", "logsumexp", "diag")


def letters(total: Node) -> Iterator[str]:
    """The names that are terms of a sum, with a sign or a number in front or without."""
    for term in total.args:
        while term.kind == "neg" or (term.kind == "mul" and term.args[0].kind == "num" and len(term.args) == 2):
            term = term.args[-1]
        if term.kind == "name":
            yield str(term.data)


def of_an_array(total: Node, parents: Parents, transposed: Set[str]) -> bool:
    """A sum with a letter that is transposed somewhere, or that stands behind a row: x'(1 - x), (1 - x)'(1 - x)."""
    names = [str(part.data) for part in postorder(total) if part.kind == "name"]
    if not names or any(name[0].isupper() for name in names):  # the 1 of X - 1 may be the identity
        return False
    below, above = up(total, parents)
    return not transposed.isdisjoint(letters(total)) or (above is not None and above.kind == "mul" and behind_a_row(above, below))


def behind_a_row(product: Node, factor: Node) -> bool:
    before = product.args[: product.args.index(factor)]
    return any(part.kind == "transpose" and part.args[0].kind == "add" for part in before)


def stands_as_column(total: Node, parents: Parents) -> bool:
    """A sum of letters whose norm is taken, or that a row or, within a norm, a matrix is multiplied by."""
    names = {str(part.data).split("_")[0] for part in postorder(total) if part.kind == "name"}
    if names <= SCALAR_GREEK | {"t"}:
        return False
    below, above = up(total, parents)
    while above is not None and above.kind == "mul":
        k = above.args.index(below)
        if any(part.kind == "transpose" for part in above.args[:k]) or (k and is_diag(above.args[k - 1])):
            return True
        if not k or not is_capital(above.args[k - 1]):
            return False
        below, above = up(above, parents)
        while above is not None and above.kind == "add":
            below, above = up(above, parents)
    return above is not None and (above.kind == "norm" or (above.kind == "call" and above.data in OF_COLUMNS))


def is_capital(factor: Node) -> bool:
    return factor.kind == "name" and str(factor.data)[0].isupper()


def is_diag(factor: Node) -> bool:
    return factor.kind == "call" and factor.data == "diag"


def up(node: Node, parents: Parents) -> tuple[Node, Node | None]:
    """What a part stands in, past signs and functions taken entry by entry; and the part of that."""
    below, above = node, parents.get(node)
    while above is not None and (above.kind == "neg" or is_scalar_function(above)):
        below, above = above, parents.get(above)
    return below, above
