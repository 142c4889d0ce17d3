"""f(x) and its Jacobian: what maps and functions that are only named take and give."""

from __future__ import annotations

from functools import partial

from symjac.expr.dims import ONE
from symjac.language.maps import Map
from symjac.language.shapes.elementwise import is_scalar_function
from symjac.language.shapes.posed import Posed
from symjac.language.shapes.sizes import Clash, Pair
from symjac.language.text.tree import Node


class Images(Posed):
    """The part of the shapes of a problem that knows of maps."""

    def _image(self, node: Node) -> Pair:
        """f(x): a column of m for a column of n."""
        f = self.maps.get(str(node.data))
        if f is None:
            return self._open_image(node)
        try:
            self.sizes.bind_pair(self.of[node.args[0]], f.inputs, ONE)
        except Clash as clash:
            clash.node = node
            raise
        return self.sizes.pair(f.outputs, ONE)

    def _open_image(self, node: Node) -> Pair:
        """f(x) of an f of which only the name is known: a column for a column, of the same sizes each time."""
        inputs, outputs = self.open.setdefault(str(node.data), (self.sizes.new(), self.sizes.new()))
        rows, columns = self.of[node.args[0]]
        self.sizes.bind(columns, ONE)
        self.sizes.unify(rows, inputs)
        return outputs, self.sizes.new(ONE)

    def close(self) -> None:
        """What functions that are only named give where nothing decides it: numbers for a number and under log, else a column."""
        for name, (inputs, outputs) in self.open.items():
            if not self.sizes.decided(outputs):
                number = partial(self.sizes.bind, outputs, ONE)
                column = partial(self.sizes.make_plural, outputs)
                first = number if self.sizes.is_one(inputs) or self._is_a_number(name) else column
                if self.sizes.attempt(first) is not None:
                    self.sizes.attempt(number)

    def _is_a_number(self, name: str) -> bool:
        """log p(x), g(x)^2, u(x) v(x)"""
        above = [self.parents.get(node) for node in self.of if node.kind == "image" and node.data == name]
        return any(
            p is not None
            and (is_scalar_function(p) or p.kind == "pow" or (p.kind == "mul" and sum(a.kind == "image" for a in p.args) > 1))
            for p in above
        )

    def learn(self) -> dict[str, Map]:
        """The functions that are only named, with the sizes that were found."""
        found = {}
        for name, (inputs, outputs) in self.open.items():
            rows, columns = self.sizes.get(inputs), self.sizes.get(outputs)
            assert rows is not None and columns is not None
            found[name] = Map(name, rows, columns)
        self.maps = {**self.maps, **found}
        return found

    def _jacobian(self, node: Node) -> Pair:
        self._image(node)
        f = self.maps[str(node.data)]
        return self.sizes.pair(f.outputs, f.inputs)
