"""a + b: equal shapes; numbers beside columns, columns beside matrices, and what is meant entry by entry."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import symjac.language.shapes.spread as spread
from symjac.language.shapes.elementwise import entry_by_entry, is_number, is_scalar_function
from symjac.language.shapes.meant import of_an_array, stands_as_column
from symjac.language.shapes.posed import Posed
from symjac.language.shapes.signatures import RULES
from symjac.language.shapes.sizes import Constraint, Pair
from symjac.language.text.tree import Node, postorder


class Additions(Posed):
    """The part of the shapes of a problem that knows of sums."""

    def _add(self, node: Node) -> Pair:
        """Equal shapes; a number beside a function taken entry by entry, 1 + exp(z), is taken entry by entry, too.

        So is that of (1 - y)' and of (1 - y) .* z, which nobody writes of a number y. In ‖1 - y‖ the y is a column, too,
        and the 1 is refused once that is settled.
        """
        numbers = [k for k, arg in enumerate(node.args) if is_number(arg)]
        within = bool(numbers) and self._meant_as_array(node)
        beside = within or any(map(entry_by_entry, node.args))
        column = not (beside or self.numpy) and bool(numbers) and stands_as_column(node, self.parents)
        for k in numbers if beside or column else ():
            wide = self.sizes.pair()
            self.of.update(dict.fromkeys(postorder(node.args[k]), wide))
            if column:
                self.wanted.append((node, k, wide))
            elif not within:
                self.numbers.append(wide)
        loose = self._loose(node) if self.spreads else {}
        out = self.sizes.pair() if loose else self.of[node.args[0]]
        for k, arg in enumerate(node.args):
            if k not in loose and self.of[arg] is not out:
                self._guard(node, k, out, self.of[arg])
        for k, constraint in loose.items():
            self._post(constraint(node, k, self.of[node.args[k]], out))
        return out

    def _loose(self, node: Node) -> dict[int, Callable[[Node, int, Pair, Pair], Constraint]]:
        """The terms that need not have the shape of the sum: numbers beside columns, columns beside matrices."""
        found: dict[int, Callable[[Node, int, Pair, Pair], Constraint]] = {}
        numbers = [self.sizes.scalar(self.of[arg]) is True for arg in node.args]
        layer = any(map(spread.is_a_layer, node.args))
        for k, arg in enumerate(node.args):
            if numbers[k] and not all(numbers) and spread.is_a_number(arg):
                others = [other for j, other in enumerate(node.args) if j != k]
                made = partial(spread.Spread, anywhere=self.numpy)
                if (
                    any(self.sizes.scalar(self.of[other]) is False for other in others)
                    or spread.is_centred(arg, others, self.bodies)
                    or any(map(spread.begins_with_a_matrix, others))
                ):
                    found[k] = made
            elif layer and spread.may_be_a_bias(arg):
                found[k] = spread.Bias
        return found if len(found) < len(node.args) else {}

    def _meant_as_array(self, node: Node) -> bool:
        """A sum that is transposed, multiplied entry by entry or summed, with more in it than numbers."""
        if of_an_array(node, self.parents, self.transposed):
            return True
        if self._summed(node):
            return any(part.kind == "name" for part in postorder(node))
        above = self.parents.get(node)
        while above is not None and (above.kind == "neg" or is_scalar_function(above)):
            above = self.parents.get(above)
        used = above is not None and (above.kind in ("transpose", "hadamard") or (above.kind == "call" and above.data == "dot"))
        return used and any(part.kind == "name" for part in postorder(node))

    def _summed(self, node: Node) -> bool:
        """Whether the entries of what it is a part of, entry by entry, are all added: 1 + exp(z) in mean(log(1 + exp(z)))."""
        below, above = node, self.parents.get(node)
        while above is not None and (entry_by_entry(above) or above.kind in ("neg", "add", "pow")):
            if above.kind in ("pow", "hpow") and above.args[0] is not below:
                return False
            below, above = above, self.parents.get(above)
        return above is not None and above.kind == "call" and above.data in ("sum", "mean")

    def _hdiv(self, node: Node) -> Pair:
        """1 ./ (1 + exp(-x)) beside np.: the number is that of every entry."""
        if self.numpy and is_number(node.args[0]):
            wide = self.sizes.pair()
            self.of.update(dict.fromkeys(postorder(node.args[0]), wide))
            self.numbers.append(wide)
        return self._apply(node, RULES["hdiv"])
