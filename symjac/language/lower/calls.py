"""f(argument): the body of the definition with the argument put in; a map that is only named, at a point."""

from __future__ import annotations

from collections.abc import Mapping

from symjac.errors import LimitError, ShapeError
from symjac.language.lower.base import Function, Rewriting
from symjac.language.maps import Map
from symjac.language.text.tree import Node, become, copy


class Calls(Rewriting):
    """The part that puts definitions in."""

    def usercall(self, node: Node) -> None:
        """f(argument): the body with the argument put in; f(x) for f(x) = … is f itself."""
        name = str(node.data)
        if name in self.maps:
            become(node, Node("image", [self.argument(node, self.maps[name])], node.span, name, node.depth))
            return
        if name in self.named:
            become(node, Node("image", node.args, node.span, name, node.depth))
            return
        function = self.functions.get(name)
        if function is None:
            raise self.fail(f"`{name}` is used before it is defined, or by itself", node)
        if len(node.args) == 1 < len(function.params):
            node.args = self.column(node.args[0], len(function.params))
        if len(node.args) != len(function.params):
            raise self.fail(f"`{name}` takes {len(function.params)} arguments, not {len(node.args)}", node)
        if self.is_itself(node, function):
            become(node, Node("name", [], node.span, name, gaps=["called"]))
        elif function.scalar:
            self.spread(node, function)
        else:
            become(node, self.inline(function, dict(zip(function.params, node.args, strict=True)), node))

    def column(self, node: Node, count: int) -> list[Node]:
        """The entries of g(f(x1, x2)) where g takes several numbers and f gives them as a column."""
        value = self.functions[str(node.data)].body if node.kind == "name" and "called" in node.gaps else node
        if value.kind == "literal" and value.data == (1,) * count:
            return [self._again(entry) for entry in value.args]
        return [node]

    def argument(self, node: Node, f: Map) -> Node:
        """The column that a map is taken at; its entries may be given one by one, as in f(x1, x2)."""
        count = len(node.args)
        if count == 1:
            return node.args[0]
        if f.inputs.number != count:
            raise self.fail(f"`{f.name}` takes one column, not {count} arguments", node, f"it is declared {f.text}", ShapeError)
        return Node("literal", node.args, node.span, (1,) * count, node.depth)

    def jacobian(self, node: Node) -> None:
        """jacobian(f, x): of a map that is only named, at a point."""
        name = str(node.args[0].data) if node.args[0].kind == "name" else ""
        if name not in self.maps:
            given = self.source[slice(*node.args[0].span)]
            hint = "declare one: f: R^n -> R^m" if not self.maps else "the maps are " + ", ".join(self.maps)
            raise self.fail(f"jacobian takes a map that is only named; `{given[:40]}` is none", node, hint)
        rest = Node("usercall", node.args[1:], node.span, name, node.depth)
        if not rest.args:
            raise self.fail("the point is missing", node, f"write jacobian({name}, x)")
        become(node, Node("jacobian", [self.argument(rest, self.maps[name])], node.span, name, node.depth))

    def is_itself(self, node: Node, function: Function) -> bool:
        """f(x) for f(x) = …; but a function of one number, of an x that is declared an array, is taken entry by entry."""
        same = all(arg.kind == "name" and arg.data == p for arg, p in zip(node.args, function.params, strict=True))
        return same and not (function.scalar and function.params[0] in self.arrays)

    def spread(self, node: Node, function: Function) -> None:
        """A function of one number, taken entry by entry: its body, with a number of its own as argument."""
        inner = f"{function.params[0]}#{len(self.spreads)}"
        body = self.inline(function, {function.params[0]: Node("name", [], node.span, inner)}, node)
        self.spreads.append((inner, body))
        become(node, Node("spread", node.args, node.span, (inner, len(self.spreads) - 1), node.depth))

    def inline(self, function: Function, given: Mapping[str, Node], at: Node) -> Node:
        def replace(leaf: Node) -> Node | None:
            self.budget -= 1
            if self.budget < 0:
                raise self.fail("the definitions put together are too long", at, kind=LimitError)
            if leaf.kind != "name":
                return None
            if leaf.data in given:
                return self._again(given[str(leaf.data)])
            other = self.functions.get(str(leaf.data))
            if other is not None and other is not function and set(other.params) & set(given):
                return self.inline(other, given, at)
            return None

        return copy(function.body, replace)
