"""Names of Python for symbols and sizes: lambda_ for lambda, W1 for W[1]; only letters, digits and underscores get through."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping

from symjac.errors import ParseError
from symjac.expr.dims import Dim
from symjac.expr.expr import Expr, postorder
from symjac.interop.code.nodes import Node
from symjac.interop.code.request import Request

RESERVED = frozenset("np jnp jax torch math Any ArrayLike ValueError int float dict tuple".split())


class Names:
    """Names of Python for symbols and sizes: lambda_ for lambda, W1 for W[1]; no two alike."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.taken: set[str] = {request.name}
        self.symbols = {s: self.new(request.typed(str(s.data[0]))) for s in request.symbols}
        if request.vector is not None:
            self.taken.add(request.vector[0])
        dims = [*request.examples, *(n for s in request.symbols for n in s.shape)]
        every: dict[Expr, None] = {}
        for o in (*request.outputs.values(), *(request.narrow.outputs.values() if request.narrow else ())):
            every |= dict.fromkeys(postorder(o.expr, every))
        dims += [n for e in every for n in (*e.shape, *dims_in(e.data))]
        self.sizes = {name: self.new(name) for name in dict.fromkeys(x for n in dims for x in sorted(n.names))}

    def new(self, name: str) -> str:
        found = identifier(name)
        while found in self.taken:
            found += "_"
        self.taken.add(found)
        return found

    def intermediate(self, found_names: Mapping[Node, str]) -> dict[Node, str]:
        """The definitions of the person."""
        found = {}
        for node, name in found_names.items():
            if node.op not in ("argument", "const"):
                found[node] = self.new(self.request.typed(name))
        return found


def dims_in(data: tuple[object, ...]) -> list[Dim]:
    return [part for part in data if isinstance(part, Dim)]


def identifier(name: str) -> str:
    """A name of Python; nothing but letters, digits and underscores is left of it."""
    plain = re.sub(r"[^A-Za-z0-9_]", "", name) or "x"
    plain = f"x{plain}" if plain[0].isdigit() else plain
    return f"{plain}_" if keyword.iskeyword(plain) or plain in RESERVED else plain


def checked_name(name: str, what: str) -> str:
    """The name of a function or of a vector, if it is one in Python."""
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) or keyword.iskeyword(name) or name in RESERVED:
        raise ParseError(f"{what} is a name in Python: letters, digits and underscores", found=repr(name)[:60])
    return name
