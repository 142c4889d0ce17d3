"""Style backprop: forwards the statements as typed, backwards δ = ∂f/∂z from layer to layer, and from it every derivative.

Source: Deisenroth, Faisal & Ong, Mathematics for Machine Learning, 5.6; Bishop, PRML, 5.3.
"""

from __future__ import annotations

from symjac.calculus.differential import constrained
from symjac.calculus.reverse import Statement, Sweep
from symjac.calculus.simplify import finished
from symjac.derivation.named import Named
from symjac.derivation.question import Question, structure_of
from symjac.derivation.styles.backprop.names import Deltas, ordered
from symjac.derivation.styles.backprop.write import write
from symjac.derivation.styles.registry import Style, register
from symjac.derivation.trail import Trail
from symjac.expr.expr import Expr, depth, length, unwritable
from symjac.expr.make import symbol, transpose

LONG = 1000  # symbols of f written out, which is longer than a page
DEEP = 20  # up to here the derivative can be written: it is nested up to three times as deep


def fits(q: Question) -> bool:
    """A scalar f in statements, or in one formula."""
    return q.f.is_scalar and q.order == 1 and q.problem.body is not None and not q.sizes and not q.indexed


def suits(q: Question) -> bool:
    """What is too deep or too long to be written out, or has such a derivative, although every part of it has a name."""
    named = q.problem.body is not q.f
    return fits(q) and bool(unwritable(q.f) or (named and (length(q.f) > LONG or (depth(q.f) > DEEP and unwritable(q.result)))))


def derive(q: Question, trail: Trail) -> None:
    found = named(q)
    q.memo["named"] = found
    write(q, found, trail)


def named(q: Question) -> Named:
    """Every derivative of the question, in one pass."""
    statements = statements_of(q)
    deltas = Deltas(statements, {*q.problem.symbols, *q.problem.maps})
    sweep = Sweep(statements, q.variables, deltas, deltas.argument)
    gradients = {x: by_free_entries(G, x) for x, G in sweep.gradients.items()}
    results = {str(x.data[0]): laid_out(q, x, G) for x, (G, _) in gradients.items()}
    return Named(sweep.statements, sweep.deltas, sweep.of, results, gradients)


def statements_of(q: Question) -> list[Statement]:
    """The definitions that f uses, and f; a name of its own where it has none."""
    p = q.problem
    assert p.body is not None
    found = [Statement(symbol(d.name, d.body.shape), d.body) for d in ordered(p.definitions) if d.name != p.name]
    return [*found, Statement(symbol(p.name or p.called, p.body.shape), p.body)]


def by_free_entries(G: Expr, x: Expr) -> tuple[Expr, str]:
    """The derivative by the free entries of a symmetric or diagonal matrix, and which it is."""
    structure = structure_of(x)
    return (finished(constrained(G, structure)), structure) if structure else (G, "")


def laid_out(q: Question, x: Expr, G: Expr) -> Expr:
    """A gradient by a column is a row in numerator layout."""
    return G if x.is_scalar or x.is_matrix or x.is_row == (q.layout == "numerator") else finished(transpose(G))


register(Style("backprop", derive, fits, suits, rank=0, free_entries=True, wants="the first derivative of a scalar function"))
