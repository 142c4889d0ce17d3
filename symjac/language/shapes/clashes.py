"""Why shapes do not fit, in the words of the person who typed them, with what would fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from symjac.errors import ShapeError
from symjac.expr.dims import ONE, Dim
from symjac.expr.registry import find
from symjac.language.maps import Map
from symjac.language.shapes.sizes import Clash, Pair, Sizes
from symjac.language.text.tree import Node


class Shapes(Protocol):
    """What is known of the shapes in a source: of every node its pair of sizes, and the maps that are declared."""

    source: str
    sizes: Sizes
    of: dict[Node, Pair]
    maps: Mapping[str, Map]


def explain(clash: Clash, node: Node, shapes: Shapes) -> ShapeError:
    """The error for a clash at a node."""
    return Explainer(clash, node, shapes).error()


class Explainer:
    def __init__(self, clash: Clash, node: Node, shapes: Shapes) -> None:
        self.clash, self.node, self.shapes, self.k = clash, node, shapes, clash.step
        self.source = shapes.source

    def text(self, node: Node) -> str:
        shown = " ".join(self.source[node.span[0] : node.span[1]].split())
        return shown if len(shown) <= 60 else shown[:57] + "…"

    def pair_text(self, pair: Pair) -> str:
        def one(v: int) -> str:
            value = self.shapes.sizes.get(v)
            return "?" if value is None else f"({value})" if len(value.terms) > 1 else str(value)

        return f"{one(pair[0])} x {one(pair[1])}"

    def shape(self, node: Node) -> str:
        return self.pair_text(self.shapes.of[node]) if node in self.shapes.of else "? x ?"

    def fact(self, node: Node) -> str:
        return f"`{self.text(node)}` is {self.shape(node)}"

    def error(self) -> ShapeError:
        method = getattr(self, "_" + self.node.kind, self._function)
        message, expected, hint = method()
        return ShapeError(
            message, source=self.source, span=self.node.span, found=self._found(), expected=expected, hint=hint or self._places()
        )

    def _found(self) -> str | None:
        facts = [self.fact(arg) for arg in self.node.args[:6] if arg in self.shapes.of]
        return "; ".join(facts) or None

    def _places(self) -> str | None:
        """Where the two sizes that disagree come from, if not from the node itself."""
        said = []
        for value, origin in zip((self.clash.one, self.clash.other), self.clash.origins, strict=True):
            if value is not None and origin is not None and origin is not self.node and origin.args:
                said.append(f"{value} comes from `{self.text(origin)}`")
        return "; ".join(dict.fromkeys(said)) or None

    def _prefix(self) -> str:
        """The first factors or terms of a chain, up to the one that does not fit."""
        first, last = self.node.args[0], self.node.args[max(self.k - 1, 0)]
        return " ".join(self.source[first.span[0] : last.span[1]].split())

    def _add(self) -> tuple[str, str, str | None]:
        first, other = self.node.args[0], self.node.args[self.k]
        hint = self._transposed(other, first) or self._spread(first, other) or self._spread(other, first)
        hint = hint or self._columns(first, other) or self._columns(other, first)
        return f"{self.fact(first)}, but {self.fact(other)}: a sum needs equal shapes", "equal shapes", hint

    def _spread(self, number: Node, array: Node) -> str | None:
        """A number is not added to every entry by itself."""
        rows, columns = self._sizes(array)
        if not self.shapes.sizes.scalar(self.shapes.of[number]) or rows is None or columns is None:
            return None
        ones = f"ones({rows})" if columns == ONE else f"ones({rows}, {columns})"
        text = self.text(number)
        return f"to add it to every entry write `{ones if text == '1' else text + '*' + ones}`"

    def _by_rows(self, name: str) -> str | None:
        """What is meant by the softmax of a matrix, as in attention."""
        inside = self.text(self.node.args[0])
        rows = {
            "softmax": f"of every row it is rowsoftmax({inside}), of every column rowsoftmax(({inside})')'",
            "logsoftmax": f"of every row it is log(rowsoftmax({inside}))",
            "logsumexp": f"of every row it is log(rowsum(exp({inside})))",
        }
        return rows.get(name)

    def _columns(self, column: Node, matrix: Node) -> str | None:
        """A bias of which it cannot be told whether it goes with the rows or with the columns."""
        (n, one), (rows, columns) = self._sizes(column), self._sizes(matrix)
        if one != ONE or n is None or n != rows or columns is None:
            return None
        text = self.text(column)
        every_row = f", to every row `ones({rows})*{text}'`" if rows == columns else ""
        return f"to add it to every column write `{text}*ones({columns})'`{every_row}"

    def _transposed(self, node: Node, like: Node) -> str | None:
        a, b = self._sizes(node), self._sizes(like)
        if None not in a and a == b[::-1] and a != b:
            return f"`{self._primed(node)}` is {a[1]} x {a[0]}, would fit"
        return None

    def _sizes(self, node: Node) -> tuple[Dim | None, Dim | None]:
        pair = self.shapes.of[node]
        return self.shapes.sizes.get(pair[0]), self.shapes.sizes.get(pair[1])

    def _mul(self) -> tuple[str, str, str | None]:
        k = max(self.k, 1)
        right = self.node.args[k]
        if k == 1:
            left = self.fact(self.node.args[0])
        else:
            left = (
                f"`{self._prefix()}` ends in `{self.text(self.node.args[k - 1])}`, which is {self.shape(self.node.args[k - 1])}"
            )
        hint = self._product_hint(self.node.args[k - 1], right)
        return (
            f"the product does not fit: {left}, and {self.fact(right)}",
            "as many columns on the left as rows on the right",
            hint,
        )

    def _product_hint(self, left: Node, right: Node) -> str | None:
        (a, b), (c, d) = self._sizes(left), self._sizes(right)
        if None in (a, b, c, d):
            return None
        if a == c and a != ONE:
            if b == ONE and d == ONE:
                one, other = self.text(left), self.text(right)
                return f"`{one}'*{other}` is the inner product, `{one}.*{other}` elementwise"
            return f"`{self._primed(left)}` is {b} x {a}, would fit"
        if b == d and b != ONE:
            return f"`{self._primed(right)}` is {d} x {c}, would fit"
        return None

    def _primed(self, node: Node) -> str:
        """The transpose of a factor, written without a second prime."""
        return self.text(node.args[0]) if node.kind == "transpose" else f"{self.text(node)}'"

    def _div(self) -> tuple[str, str, str | None]:
        top, bottom = self.node.args
        rows, columns = self._sizes(bottom)
        if self.shapes.sizes.scalar(self.shapes.of[top]):
            hint = f"there is no broadcasting: entry by entry it is `ones(n)./{self.text(bottom)}`; of a matrix, `inv`"
        elif ONE in (rows, columns):
            hint = f"`{self.text(top)}./{self.text(bottom)}` divides entry by entry"
        else:
            hint = f"a matrix has no quotient: write `{self.text(top)}*inv({self.text(bottom)})`, or ./ entry by entry"
        return f"cannot divide by `{self.text(bottom)}`, which is {self.shape(bottom)}", "a scalar", hint

    def _pow(self) -> tuple[str, str, str | None]:
        base, exponent = self.node.args
        if self.k == 1:
            return f"the exponent `{self.text(exponent)}` is {self.shape(exponent)}, not a scalar", "a scalar exponent", None
        hint = f"`{self.text(base)}.^{self.text(exponent)}` raises every entry"
        return f"{self.fact(base)}: only a scalar or a square matrix has powers", "a square matrix or a scalar", hint

    def _hpow(self) -> tuple[str, str, str | None]:
        exponent = self.node.args[1]
        return f"the exponent `{self.text(exponent)}` is {self.shape(exponent)}, not a scalar", "a scalar exponent", None

    def _hadamard(self) -> tuple[str, str, str | None]:
        k = max(self.k, 1)
        first, other = self.node.args[k - 1], self.node.args[k]
        hint = self._transposed(other, first)
        return f"an elementwise operation needs equal shapes: {self.fact(first)}, and {self.fact(other)}", "equal shapes", hint

    def _hdiv(self) -> tuple[str, str, str | None]:
        self.k = 1
        message, expected, hint = self._hadamard()
        if self.shapes.sizes.scalar(self.shapes.of[self.node.args[0]]):
            hint = f"there is no broadcasting: write ones(n)./{self.text(self.node.args[1])}"
        return message, expected, hint

    def _member(self) -> tuple[str, str | None, str | None]:
        """x_i of a family x beside an x of another shape: ‖x − x_i‖."""
        (base,) = self.node.args
        shown, name = self.text(self.node), str(base.data)
        below = {id(node.args[0]) for node in self.shapes.of if node.kind == "member"}
        if any(node.kind == "name" and node.data == name and id(node) not in below for node in self.shapes.of):
            message = f"`{shown}` is a member of the family {name}, and {name} stands there without an index, too"
            return message, None, f"give one of the two another name: z for the point, as in z - {shown}"
        return f"`{shown}` does not fit the other members of {name}", None, None

    def _literal(self) -> tuple[str, str, str | None]:
        entry = self.node.args[self.k]
        return (
            f"the blocks of the literal do not fit: {self.fact(entry)}",
            "equal heights in a row, equal widths in a column",
            None,
        )

    def _bars(self) -> tuple[str, str, str | None]:
        (arg,) = self.node.args
        return (
            f"bars need a scalar or a square matrix; {self.fact(arg)}",
            "a scalar or a square matrix",
            "for a vector: ||x||, or norm(x)",
        )

    def _name(self) -> tuple[str, str, str | None]:
        return (
            f"the shape of `{self.text(self.node)}` contradicts itself: {self.clash.one} and {self.clash.other}",
            "one shape",
            None,
        )

    def _image(self) -> tuple[str, str, str | None]:
        (arg,), f = self.node.args, self.shapes.maps.get(str(self.node.data))
        if f is None:
            name = self.node.data
            hint = f"declare it, {name}: R^n -> R^m; a product is written {name}*(…)"
            return f"`{name}` is a function that is only named, of one column; {self.fact(arg)}", "the same column size", hint
        return f"`{f.name}` is declared {f.text}, but {self.fact(arg)}", f"an argument of size {f.inputs}", None

    _jacobian = _image

    def _function(self) -> tuple[str, str, str | None]:
        op = find(str(self.node.data))
        name = str(self.node.data or self.node.kind)
        rule = op.signature.text if op is not None and op.signature is not None else ""
        facts = " and ".join(self.fact(arg) for arg in self.node.args)
        if rule.startswith("(n, n) ->"):
            return f"{name} needs a square matrix; {facts}", "a square matrix", None
        if "(n, 1)" in rule:
            return f"{name} needs a column vector; {facts}", "a column vector", self._by_rows(name)
        if len(self.node.args) > 1:
            return f"{name} does not fit: {facts}", rule, None
        return (
            f"the shapes of `{self.text(self.node)}` do not fit: {facts}" if facts else f"`{self.text(self.node)}` does not fit",
            rule,
            None,
        )
