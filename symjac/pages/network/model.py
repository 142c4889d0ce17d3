"""a⁽ˡ⁾ = s(z⁽ˡ⁾), z⁽ˡ⁾ = W⁽ˡ⁾a⁽ˡ⁻¹⁾ + b⁽ˡ⁾ for l = 1, …, L: a feed-forward network, its sizes, activations and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from symjac.calculus.differential import substitute
from symjac.errors import UnsupportedError
from symjac.expr.dims import ONE, Dim, dim
from symjac.expr.expr import Expr
from symjac.expr.make import add, mul, symbol
from symjac.pages.activation.functions import Activation
from symjac.pages.network.losses import MSE, Loss

SPELLED = 4  # layers up to which each has its lines
MANY = 12  # neurons of a layer up to which it is checked in its own size


@dataclass(frozen=True, eq=False)
class Network:
    """Layer 0 is the input. sizes: neurons of the layers 0 … L; activations: of the layers 1 … L;
    values: constant expressions for W[l], b[l], the input a[0] and the target y, as far as they are given;
    first: the number of the first neuron of a layer, 1 or 0; loss: what the gradients are of. A network of any depth is one of
    three layers, called 1, L − 1 and L, on which what is said of every layer is checked.

    W[l] is n_l x n_(l-1), b[l], z[l], a[l] and y are n_l x 1; a size of 1 makes them scalars.
    """

    sizes: tuple[Dim, ...]
    activations: tuple[Activation, ...]
    values: Mapping[str, Expr]
    first: int = 1
    loss: Loss = MSE
    labels: tuple[str, ...] = ()  # how the layers are called; the default is 0, 1, …, L in numbers

    @property
    def any_depth(self) -> bool:
        """Whether this stands for a network of L layers, of which 0, 1, L − 1 and L are spelled out."""
        return bool(self.labels)

    def label(self, l: int) -> str:
        """The name of layer l: a number, or L − 1, L where the depth is left open."""
        return self.labels[l] if self.labels else str(l)

    @property
    def is_deep(self) -> bool:
        """Whether there are too many layers to spell all of them out."""
        return self.any_depth or self.depth > SPELLED

    @property
    def depth(self) -> int:
        """L, the number of layers with weights."""
        return len(self.activations)

    @property
    def layers(self) -> range:
        return range(1, self.depth + 1)

    def size(self, l: int) -> Dim:
        return self.sizes[l]

    def s(self, l: int) -> Activation:
        return self.activations[l - 1]

    def W(self, l: int) -> Expr:
        """The weights; one weight is a small w."""
        shape = self.sizes[l], self.sizes[l - 1]
        return symbol(f"{'w' if shape == (ONE, ONE) else 'W'}[{self.label(l)}]", shape)

    def b(self, l: int) -> Expr:
        return symbol(f"b[{self.label(l)}]", (self.sizes[l], ONE))

    def z(self, l: int) -> Expr:
        return symbol(f"z[{self.label(l)}]", (self.sizes[l], ONE))

    def a(self, l: int) -> Expr:
        return symbol(f"a[{self.label(l)}]", (self.sizes[l], ONE))

    @property
    def y(self) -> Expr:
        """The target, of the size of the output."""
        return symbol("y", (self.sizes[-1], ONE))

    def affine(self, l: int) -> Expr:
        """W⁽ˡ⁾a⁽ˡ⁻¹⁾ + b⁽ˡ⁾"""
        return add(mul(self.W(l), self.a(l - 1)), self.b(l))

    @cached_property
    def definitions(self) -> dict[Expr, Expr]:
        """What z[l] and a[l] stand for."""
        pairs = [((self.z(l), self.affine(l)), (self.a(l), self.s(l).at(self.z(l)))) for l in self.layers]
        return {name: meaning for pair in pairs for name, meaning in pair}

    @property
    def parameters(self) -> list[Expr]:
        return [p for l in self.layers for p in (self.W(l), self.b(l))]

    @property
    def symbols(self) -> list[Expr]:
        """Everything that has a name of its own and no definition."""
        return [*self.parameters, self.a(0), self.y]

    @property
    def has_numbers(self) -> bool:
        """Whether all sizes are numbers."""
        return all(n.number is not None for n in self.sizes)

    def count(self, l: int) -> int | None:
        return self.sizes[l].number

    @property
    def is_open(self) -> bool:
        """Whether an activation has a name only."""
        return any(s.is_open for s in self.activations)

    def missing(self) -> list[Expr]:
        """The weights and biases that have no value."""
        return [p for p in self.parameters if str(p) not in self.values]

    def constant(self, e: Expr) -> Expr:
        """The expression with the definitions and all numbers put in. An activation that is left open has no numbers."""
        if self.is_open:
            raise UnsupportedError("for numbers an activation must be named", hint="3 -> 2, tanh")
        table: dict[Expr, Expr] = {p: self.values[str(p)] for p in self.symbols if str(p) in self.values}
        for name, meaning in self.definitions.items():
            table[name] = substitute(meaning, table)
        return substitute(e, table)

    def any_layer(self) -> Network:
        """Layers l and l + 1 behind layer l − 1: the letters of what holds at any place among the hidden layers."""
        sizes = tuple(map(dim, ("n_l-1", "n_l", "n_l+1")))
        return Network(sizes, (self.s(1), self.s(1)), {}, self.first, labels=("l-1", "l", "l+1"))

    def lettered(self) -> Network:
        """Sizes above MANY as names, so that the checker may draw small ones for them."""
        return replace(self, sizes=tuple(dim(str(n)) if (n.number or 0) > MANY else n for n in self.sizes))

    def judged_by(self, loss: Loss) -> Network:
        return replace(self, loss=loss)

    def given(self, **values: Expr) -> Network:
        return replace(self, values={**self.values, **values})
