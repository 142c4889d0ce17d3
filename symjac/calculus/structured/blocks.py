"""(I ⊗ A) diag(vec W') (I ⊗ B'): a block A diag(w_i) B' for every row w_i of W; (A ⊗ I) … (B' ⊗ I): one for every column."""

from __future__ import annotations

from symjac.calculus.identities.factors import Product, factors, flip
from symjac.calculus.simplify import simplify
from symjac.calculus.structured.structure import BLOCKS, Parts, Structure, made
from symjac.calculus.structured.terms import on_diagonal, same, tidy, together, weight
from symjac.expr.dims import Dim
from symjac.expr.expr import Expr
from symjac.expr.make import add, commutation, eye, function, hadamard, is_op, mul, transpose


def block_diagonal(M: Expr, terms: list[Product]) -> Structure | None:
    """One such product, and a multiple of the identity beside it."""
    m, n = M.shape
    rest = [on_diagonal(p) for p in terms]
    open_terms = [p for p, d in zip(terms, rest, strict=True) if d is None]
    numbers = [d for d in rest if d is not None]
    if m != n or len(open_terms) != 1 or not all(d.is_scalar for d in numbers):
        return None
    parts, rows = weighted(open_terms[0]) or ({}, True)
    if not parts:
        return None
    beside = {"d": together(numbers, n)} if numbers else {}
    return made(BLOCKS, {**beside, **parts}, lambda p: put_together(p, n, rows))


def weighted(p: Product) -> tuple[Parts, bool] | None:
    """A, W, and B where it differs from A; whether there is a block for every row."""
    chain = settled(p.chain)
    if len(chain) != 3 or not is_op(chain[0], "kron") or not is_op(chain[1], "diag") or not is_op(chain[2], "kron"):
        return None
    first, D, last = chain
    T = unstacked(D.args[0])
    if T is None:
        return None
    for k in (0, 1):
        if is_op(first.args[k], "eye") and first.args[k] is last.args[k]:
            A, B = first.args[1 - k], simplify(transpose(last.args[1 - k]))
            W = simplify(mul(weight(p), transpose(T)))
            return {"A": A, "W": W} if same(A, B) else {"A": A, "W": W, "B": B}, k == 0
    return None


def put_together(p: Parts, n: Dim, rows: bool) -> Expr:
    A, B = p["A"], p.get("B", p["A"])
    D = function("diag", function("vec", simplify(transpose(p["W"]))))
    whole = tidy(spread(A, p["W"], rows), D, spread(flip(B), p["W"], rows))
    return add(tidy(p["d"], eye(n)), whole) if "d" in p else whole


def spread(A: Expr, W: Expr, rows: bool) -> Expr:
    """I ⊗ A, or A ⊗ I."""
    return function("kron", eye(W.shape[0]), A) if rows else function("kron", A, eye(W.shape[1]))


def unstacked(u: Expr) -> Expr | None:
    """T of vec T, of vec R ⊙ vec S = vec(R ⊙ S), and of multiples of these."""
    if is_op(u, "vec"):
        return u.args[0]
    if is_op(u, "mul", "neg", "div"):
        p = factors(u)
        T = unstacked(p.chain[0]) if len(p.chain) == 1 and p.chain[0] is not u else None
        return None if T is None else tidy(weight(p), T)
    parts = [unstacked(a) for a in u.args] if is_op(u, "hadamard") else [None]
    found = [T for T in parts if T is not None]
    return hadamard(*found) if len(found) == len(parts) else None


def settled(chain: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """Commutation matrices moved to the right, where they cancel: K(A ⊗ B) = (B ⊗ A)K, K diag(vec A) = diag(vec A')K."""
    done: list[Expr] = []
    K: Expr | None = None
    for factor in chain:
        if is_op(factor, "commutation"):
            if K is None:
                K = factor
            elif K.data == factor.data[::-1]:
                K = None
            else:
                return ()
        elif K is None:
            done.append(factor)
        elif is_op(factor, "kron"):
            A, B = factor.args
            done.append(function("kron", B, A))
            if K.data != (B.shape[0], A.shape[0]):
                return ()
            K = commutation(B.shape[1], A.shape[1])
        elif is_op(factor, "diag") and (T := unstacked(factor.args[0])) is not None:
            done.append(function("diag", function("vec", simplify(transpose(T)))))
        else:
            return ()
    return tuple(done) if K is None else ()
