"""Derivation: ∇f as a person gets it: shown in every format, evaluated, handed on to other systems."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from symjac.derivation.explain.article import article
from symjac.derivation.fonts import hand_of
from symjac.derivation.given import given
from symjac.derivation.result import Derived
from symjac.derivation.views import View, views
from symjac.errors.arguments import by_annotation
from symjac.writing.block import Document
from symjac.writing.draw import Drawable
from symjac.writing.fonts import rewritten

if TYPE_CHECKING:
    import numpy as np
    import sympy

    from symjac.calculus.structured.structure import Structure


class Derivation(Derived, Drawable):
    """A derivative in closed form together with the steps that lead to it and what was checked.

    result: the closed form, in the stated conventions; str() of it parses back to the same expression
    structure: what a Hessian or a Jacobian is made of
    steps:  the tree of steps; check: the report of the checker, or None if it was not asked for
    """

    @cached_property
    def views(self) -> dict[str, View]:
        """Every way this derivative can be written, by name."""
        return views(self)

    @cached_property
    def structure(self) -> Structure:
        """What a Hessian or a Jacobian is made of: diagonal, diagonal plus low rank, a Kronecker product, …"""
        from symjac.derivation.structure import structure

        return structure(self)

    def document(self) -> Document:
        """The derivation as a document, at the detail asked for."""
        return rewritten(article(self), hand_of(self, self.bold))

    @by_annotation
    def render(self, format: str = "latex", *, fragment: bool = False, **options: Any) -> str:
        """As text in one of the formats; the JSON holds more than the document: every view, and the tree of steps."""
        if format == "json" and not options:
            from symjac.derivation.record import exported

            return exported(self)
        return super().render(format, fragment=fragment, **options)

    @by_annotation
    def evaluate(
        self, values: Mapping[str, Any] | None = None, /, *, sizes: Mapping[str, int] | None = None, **named: Any
    ) -> np.ndarray:
        """The result in numbers: a two-dimensional NumPy array in the chosen layout (a scalar is 1 x 1).

        Of several variables it is that by the first, as `result` is; `function()` gives them all.

        Values go by the names of the variables, as a dictionary or by keyword, and have the properties that are declared;
        sizes: those that no array tells, {"m": 3}.
        """
        from symjac.derivation.tensor import computed
        from symjac.interop.arrays import by_name

        found: np.ndarray
        found, _ = computed(self, by_name(given(self, values, sizes, named)), sizes, self.problem.symbols.values())
        return found

    @by_annotation
    def tensor(
        self, values: Mapping[str, Any] | None = None, /, *, sizes: Mapping[str, int] | None = None, **named: Any
    ) -> np.ndarray:
        """The array df[i..]/dx[j..] of shape(f) + shape(x) (+ shape(x) for order 2); scalars have no axis, vectors one.

        Values and sizes are those of `evaluate`.
        """
        from symjac.derivation.tensor import tensor

        found: np.ndarray = tensor(self, given(self, values, sizes, named), sizes)
        return found

    @by_annotation
    def code(
        self, target: str = "numpy", *, name: str = "gradient", value: bool = False, times: str | None = None,
        structure: bool = False, solve: str | None = None, batch: str | None = None,
    ) -> str:  # fmt: skip
        """The source of a function that computes what `tensor` does, in "numpy", "jax" or "torch".

        Its arguments are the symbols by name: numbers, columns with one axis, matrices with two. value: it returns
        (f, derivative); times: the name of a further argument, an array like the variable, that the derivative is multiplied by;
        structure: it returns the parts of `structure` by name; solve: the name of a further argument b, and it returns the
        solution x of H x = b by the structure of H, the second derivative or a square Jacobian; batch: "x", or "x, y", the
        arguments that are given for many examples at once, by a first axis that all results then have, too.
        """
        from symjac.derivation.code import Asked, code

        return code(self, target, name, Asked(value, times, structure, solve, batch))

    @by_annotation
    def function(
        self, target: str = "numpy", *, value: bool = False, times: str | None = None, structure: bool = False,
        solve: str | None = None, batch: str | None = None,
    ) -> Callable[..., Any]:  # fmt: skip
        """The function of `code`, to be called."""
        from symjac.derivation.code import Asked, function

        return function(self, target, Asked(value, times, structure, solve, batch))

    def to_sympy(self) -> sympy.Expr:
        """The result as a SymPy expression in MatrixSymbol and friends."""
        from symjac.interop.sympy import to_sympy

        return to_sympy(self.expanded)

    def __repr__(self) -> str:
        names = ", ".join(self.problem.variables)
        return f"<Derivation of {self.f} by {names}{' twice' if self.order == 2 else ''}: {self.result}>"
