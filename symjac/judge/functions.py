"""A gradient in Python, a callable of NumPy, JAX or PyTorch, judged against the derivative like any other answer."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from symjac.derivation.derive import Where
from symjac.errors import DomainError, ShapeError, SymjacError
from symjac.errors.arguments import by_annotation
from symjac.expr.dims import Shape
from symjac.expr.expr import Expr
from symjac.expr.names import canonical
from symjac.expr.scoped import Key
from symjac.judge.asked import Asked, ask
from symjac.judge.check import verdict_of
from symjac.judge.forms.answer import Answer
from symjac.judge.forms.differential import laid_out
from symjac.judge.places import Array, Place
from symjac.judge.verdict import Verdict
from symjac.language.declare import declarations
from symjac.verify.exact import Mat
from symjac.verify.scalars import Irrational
from symjac.writing.box import Box, Words

Shapes = Mapping[str, int | Sequence[int]]


@dataclass(frozen=True, eq=False)
class Computed(Answer):
    """What a function returns. cache: of values by place; single: it computes in single precision."""

    asked: Asked
    function: Callable[..., Any]
    names: tuple[str, ...] | None
    framework: str
    cache: dict[Place, Array] = field(default_factory=dict)

    @property
    def box(self) -> Box:
        return Words(self.text)

    @property
    def tolerance(self) -> float:
        return 1e-3 if any(str(a.dtype) == "float32" for a in self.cache.values()) else 1e-7

    def value(self, place: Place, exact: bool) -> Mat:
        if exact:
            raise Irrational
        return Mat([[Decimal(float(z)) for z in row] for row in self.floats(place, {})])

    def floats(self, place: Place, memo: dict[Key, Array]) -> Array:
        if place not in self.cache:
            self.cache[place] = self.as_matrix(self.call(place), place)
        return self.cache[place]

    def call(self, place: Place) -> Array:
        """The function at a place: scalars are floats, columns 1-D, matrices 2-D, families of names by keyword."""
        values = {name: argument(e, place) for name, e in self.asked.context.symbols.items()}
        given = [values[n] for n in self.names] if self.names is not None else None
        try:
            return returned(self.function, given, values, self.framework)
        except SymjacError:
            raise
        except Exception as failure:
            raise DomainError(f"the function raised {type(failure).__name__}: {failure}", found=self.text) from failure

    def as_matrix(self, a: Array, place: Place) -> Array:
        """In the layout that is asked for: given so, or as df[i..]/dx[j..]."""
        np, asked = place.xp.np, self.asked
        wanted = tuple(n.value(place.sizes) for n in asked.result.shape)
        axes = tensor_shape(asked, place)
        if tuple(a.shape) == axes and asked.question.order == 1 and len(asked.variables) == 1:
            x = asked.context.symbols[str(asked.x.data[0])]
            m, n = (d.value(place.sizes) for d in asked.context.target.shape)
            count = x.shape[0].value(place.sizes) * x.shape[1].value(place.sizes)
            flat = np.asarray(a).reshape(m, n, count)
            columns = [flat[:, :, k].tolist() for k in range(count)]
            return np.array([[float(z) for z in row] for row in laid_out(asked, place, [x], columns).rows]).astype(a.dtype)
        if a.ndim == 2 and tuple(a.shape) in (wanted, wanted[::-1]):
            return a
        if a.size == wanted[0] * wanted[1] and 1 in wanted and max(a.shape, default=1) == a.size:
            return a.reshape(wanted)
        if a.size == 1 and a.ndim <= 2:
            return a.reshape(1, 1)
        found, right = " x ".join(map(str, a.shape)) or "a number", " x ".join(map(str, axes)) or "a number"
        raise ShapeError(f"the function returns {found}, the derivative is {right}", found=self.text)


def tensor_shape(asked: Asked, place: Place) -> tuple[int, ...]:
    """shape(f) + shape(x), where scalars have no axis, columns one."""

    def axes(e: Expr) -> tuple[int, ...]:
        shape = tuple(n.value(place.sizes) for n in e.shape)
        return shape if e.is_matrix else tuple(k for n, k in zip(e.shape, shape, strict=True) if n.number != 1)

    x = asked.context.symbols[str(asked.x.data[0])]
    return axes(asked.context.target) + axes(x) * asked.question.order


def argument(e: Expr, place: Place) -> Any:
    a = place.arrays[str(e.data[0])]
    return float(a[0, 0]) if e.is_scalar else a[:, 0].copy() if e.is_vector else a.copy()


def returned(function: Callable[..., Any], given: list[Any] | None, values: Mapping[str, Any], framework: str) -> Array:
    """The returned array, as NumPy's; torch is given tensors."""
    import numpy

    def turn(a: Any) -> Any:
        if framework == "torch":
            import torch

            return torch.as_tensor(a, dtype=torch.float64)
        return a

    found = function(*map(turn, given)) if given is not None else function(**{n: turn(a) for n, a in values.items()})
    if hasattr(found, "detach"):
        found = found.detach().cpu().numpy()
    a = numpy.asarray(found)
    if a.dtype == object or a.dtype.kind not in "fiu":
        raise ShapeError("the function returns no array of real numbers", found=repr(found)[:80])
    return a if a.dtype == numpy.float32 else a.astype(float)


@by_annotation
def check_function(
    f: Any,
    wrt: Any,
    function: Callable[..., Any],
    where: Where = None,
    *,
    order: int = 1,
    layout: str = "numerator",
    order_of: str = "notes",
    shapes: Shapes | None = None,
    framework: str | None = None,
) -> Verdict:
    """The verdict on a function that computes the derivative of f by wrt.

    function: takes the variables by the names of its parameters, scalars as floats, columns 1-D, matrices 2-D; it returns the
    array df[i..]/dx[j..], or the matrix in the layout asked for. shapes: sizes in numbers, {"Phi": (5, 3), "theta": 3};
    framework: "torch" for a function that wants tensors (found out if left out).
    """
    asked = ask(f, wrt, with_shapes(where, shapes), order, layout, order_of, None)
    name = getattr(function, "__name__", "the function")
    try:
        answer = settled(asked, function, name, framework)
        return verdict_of(asked, answer)
    except SymjacError as failure:
        return Verdict("invalid", message=str(failure), asked=asked, claim=name)


def settled(asked: Asked, function: Callable[..., Any], name: str, framework: str | None) -> Computed:
    """The function with its parameters and its framework found out; the shape of what it returns."""
    names = parameters(function, asked)
    tried: SymjacError | None = None
    for kind in (framework,) if framework else ("numpy", *(("torch",) if "torch" in sys.modules else ())):
        answer = Computed(name, asked.result.shape, asked, function, names, kind)
        try:
            shape = answer.floats(asked.quick[0], {}).shape
        except DomainError as failure:
            tried = failure
            continue
        return Computed(name, shape_of(asked, shape), asked, function, names, kind)
    assert tried is not None
    raise tried


def shape_of(asked: Asked, shape: tuple[int, ...]) -> Shape:
    """As symbols: that of the derivative, or that transposed."""
    right = asked.result.shape
    wanted = tuple(n.value(asked.quick[0].sizes) for n in right)
    return right if shape == wanted else right[::-1]


def parameters(function: Callable[..., Any], asked: Asked) -> tuple[str, ...] | None:
    """The symbols that the parameters are called after; None: it takes any keyword."""
    try:
        found = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    if any(p.kind is p.VAR_KEYWORD for p in found):
        return None
    names = []
    for p in found:
        name = canonical(p.name.rstrip("_"))
        if name in asked.context.symbols:
            names.append(name)
        elif p.default is p.empty and p.kind is not p.VAR_POSITIONAL:
            known = ", ".join(asked.context.symbols)
            raise ShapeError(f"the parameter {p.name} is no variable of the problem", expected=known)
    return tuple(names)


def with_shapes(where: Where, shapes: Shapes | None) -> Where:
    """Shapes in numbers as declarations; the words that are declared stay."""
    if not shapes:
        return where
    known = declarations(where)
    given = {canonical(name): shape for name, shape in shapes.items()}
    text = []
    for name in dict.fromkeys((*known, *given)):
        words = " ".join(sorted(known[name].words)) if name in known else ""
        text.append(f"{name}: {shape_words(given[name]) if name in given else declared(known[name])} {words}".strip())
    return "; ".join(text)


def shape_words(shape: int | Sequence[int]) -> str:
    sizes = (shape,) if isinstance(shape, int) else tuple(shape)
    return " x ".join(map(str, sizes)) if sizes else "scalar"


def declared(item: Any) -> str:
    return f"{item.rows} x {item.columns}" if item.rows is not None else ""
