"""Products: scalars in front, identities dropped, inverses cancelled, equal factors as powers."""

from __future__ import annotations

from collections.abc import Callable

from symjac.calculus.identities.factors import UNIT, Product, cut, factors, rebuilt, reversed_chain
from symjac.calculus.identities.identity import identity
from symjac.expr.dims import ONE
from symjac.expr.expr import Expr
from symjac.expr.make import add, eye, function, hadamard, hdiv, is_op, literal, mul, ones, power, transpose, value_of, zeros

Pair = Callable[[Expr, Expr], tuple[Expr, ...] | None]


def neighbours(expr: Expr, rule: Pair) -> Expr | None:
    """The product with its first pair of neighbouring matrix factors replaced by rule(a, b)."""
    p = factors(expr)
    for k in range(len(p.chain) - 1):
        new = rule(p.chain[k], p.chain[k + 1])
        if new is not None:
            chain = p.chain[:k] + new + p.chain[k + 2 :]
            if not chain:
                chain = (eye(p.chain[k].shape[0]),)
            return with_chain(p, chain)
    return None


def with_chain(p: Product, chain: tuple[Expr, ...]) -> Expr:
    """The product with another chain, whose factors may be products themselves."""
    return scaled(Product(p.coefficient, p.scalars, ()), mul(*chain))


def scaled(scalar: Product, a: Expr) -> Expr:
    """scalar · a, with nothing in front where the scalar is 1."""
    return a if scalar == UNIT else mul(rebuilt(scalar), a)


@identity("mul", "div", "neg", "power", "sqrt", says="scalars commute with everything: write them in front")
def scalars_in_front(expr: Expr) -> Expr | None:
    p = factors(expr)
    if p.coefficient == 0 and not expr.is_scalar:
        return zeros(*expr.shape)
    return rebuilt(cut(p))


@identity("mul", "div", "neg", among="zeros", says="a product with a zero factor is zero")
def product_with_zero(expr: Expr) -> Expr | None:
    return zeros(*expr.shape) if any(is_op(f, "zeros") for f in factors(expr).chain) else None


@identity("mul", "div", "neg", among="eye", says="A I = A")
def mul_identity(expr: Expr) -> Expr | None:
    def rule(a: Expr, b: Expr) -> tuple[Expr, ...] | None:
        return (b,) if is_op(a, "eye") else (a,) if is_op(b, "eye") else None

    return neighbours(expr, rule)


@identity("mul", "div", "neg", among="inv transpose", says="A A⁻¹ = I")
def mul_inverse(expr: Expr) -> Expr | None:
    def rule(a: Expr, b: Expr) -> tuple[Expr, ...] | None:
        return () if inverts(a, b) or inverts(b, a) else None

    return neighbours(expr, rule) or product_inverted(expr)


def inverts(a: Expr, b: Expr) -> bool:
    """a = b⁻¹ at sight, or a = b' for an orthogonal b."""
    if is_op(a, "transpose") and is_op(b, "transpose"):
        return is_op(a.args[0], "inv") and a.args[0].args[0] is b.args[0]
    if is_op(a, "transpose") and a.args[0] is b:
        return is_op(b, "symbol") and "orthogonal" in b.data[1]
    return is_op(a, "inv") and a.args[0] is b


def product_inverted(expr: Expr) -> Expr | None:
    """(X'X)⁻¹ X'X = I and A X (X'A X)⁻¹ = (X')⁻¹: an inverse beside the product it inverts, or a square end of that."""
    p = factors(expr)
    for k, factor in enumerate(p.chain):
        wanted = inverted(factor)
        for n in range(len(wanted), 0, -1):
            if p.chain[k + 1 : k + 1 + n] == wanted[:n] and is_square(wanted[:n]):
                return with_chain(p, (*p.chain[:k], *inverse_of(wanted[n:], factor), *p.chain[k + 1 + n :]))
            if k >= n and p.chain[k - n : k] == wanted[-n:] and is_square(wanted[-n:]):
                return with_chain(p, (*p.chain[: k - n], *inverse_of(wanted[:-n], factor), *p.chain[k + 1 :]))
    return None


def inverted(factor: Expr) -> tuple[Expr, ...]:
    """The chain of which the factor is the inverse; a transposed inverse is the inverse of the transpose."""
    inside = factor.args[0] if is_op(factor, "transpose") else factor
    if not is_op(inside, "inv") or not is_op(inside.args[0], "mul"):
        return ()
    chain = inside.args[0].args
    return chain if inside is factor else reversed_chain(chain)


def is_square(chain: tuple[Expr, ...]) -> bool:
    return chain[0].shape[0] == chain[-1].shape[1]


def inverse_of(chain: tuple[Expr, ...], whole: Expr) -> tuple[Expr, ...]:
    return (power(mul(*chain), -1),) if chain else (eye(whole.shape[0]),)


@identity("mul", "div", "neg", says="equal factors are written as a power")
def mul_self(expr: Expr) -> Expr | None:
    def rule(a: Expr, b: Expr) -> tuple[Expr, ...] | None:
        base, k, turned = as_power(a)
        other, n, too = as_power(b)
        if base is not other or turned != too or not a.is_matrix or base.shape[0] != base.shape[1]:
            return None
        new = base if k + n == 1 else power(base, k + n)
        return () if k + n == 0 else (transpose(new) if turned else new,)

    return neighbours(expr, rule)


def as_power(a: Expr) -> tuple[Expr, int, bool]:
    """The base, the exponent, and whether the whole is transposed."""
    if is_op(a, "transpose"):
        base, k, turned = as_power(a.args[0])
        return base, k, not turned
    if is_op(a, "inv"):
        return a.args[0], -1, False
    if is_op(a, "matrix_power"):
        exponent = value_of(a.args[1])
        if exponent is not None and exponent.denominator == 1:
            return a.args[0], int(exponent), False
    return a, 1, False


@identity("mul", "div", "neg", among="diag", says="diag(u) diag(v) = diag(u ⊙ v)")
def diag_mul_diag(expr: Expr) -> Expr | None:
    def rule(a: Expr, b: Expr) -> tuple[Expr, ...] | None:
        if is_op(a, "diag") and is_op(b, "diag") and a.is_matrix and b.is_matrix:
            return (function("diag", hadamard(a.args[0], b.args[0])),)
        return None

    return neighbours(expr, rule)


@identity("mul", "div", "neg", among="diag inv", says="(diag p − p q')diag(1 ⊘ p) = I − p (q ⊘ p)'")
def diag_cancelled(expr: Expr) -> Expr | None:
    """diag(p) − p p' beside diag(1 ⊘ p), on either side: the Jacobian of a softmax with that of a logarithm."""

    def rule(a: Expr, b: Expr) -> tuple[Expr, ...] | None:
        if is_op(a, "add") and (p := divisor_of(b)) is not None:
            return divided(a, p, after=True)
        if is_op(b, "add") and (p := divisor_of(a)) is not None:
            return divided(b, p, after=False)
        return None

    return neighbours(expr, rule)


def divisor_of(d: Expr) -> Expr | None:
    """p of diag(1 ⊘ p) and of inv(diag(p))."""
    if is_op(d, "diag") and d.is_matrix and is_op(d.args[0], "hdiv") and is_op(d.args[0].args[0], "ones"):
        return d.args[0].args[1]
    return d.args[0].args[0] if is_op(d, "inv") and is_op(d.args[0], "diag") and d.args[0].args[0].is_vector else None


def divided(total: Expr, p: Expr, after: bool) -> tuple[Expr, ...] | None:
    """The terms of a sum, each with its last (or first) factor divided by p; None where one is no p, p' or diag(p)."""
    unit, found = ones(*p.shape), []
    becomes = {p: unit, transpose(p): transpose(unit), function("diag", p): eye(p.shape[0])}
    for term in total.args:
        parts = factors(term)
        end = -1 if after else 0
        new = becomes.get(parts.chain[end]) if parts.chain else None
        if new is None:
            return None
        chain = (*parts.chain[:-1], new) if after else (new, *parts.chain[1:])
        found.append(rebuilt(Product(parts.coefficient, parts.scalars, chain)))
    return (add(*found),)


@identity("mul", "div", "neg", among="diag", says="diag(u) v = u ⊙ v")
def diag_mul_column(expr: Expr) -> Expr | None:
    """diag(u) A v is u ⊙ (A v), and u'A diag(v) is ((A'u) ⊙ v)'."""
    p = factors(expr)
    if len(p.chain) < 2 or not (expr.is_vector or expr.is_row):
        return None
    for k, factor in enumerate(p.chain):
        if not is_op(factor, "diag") or not factor.is_matrix:
            continue
        if expr.is_vector and k + 1 < len(p.chain):
            merged = hadamard(factor.args[0], mul(*p.chain[k + 1 :]))
            return with_chain(p, (*p.chain[:k], merged))
        if expr.is_row and k:
            row = mul(*p.chain[:k])
            merged = transpose(hadamard(transpose(row), factor.args[0]))
            return with_chain(p, (merged, *p.chain[k + 1 :]))
    return None


@identity("mul", "div", "neg", among="diag", says="dividing the rows by their sums: diag(1 ⊘ (B 1)) A = A ⊘ (B 1 1')")
def rows_divided(expr: Expr) -> Expr | None:
    def rule(a: Expr, b: Expr) -> tuple[Expr, ...] | None:
        if b.is_matrix and (sums := reciprocal_of_sums(a)):
            return (hdiv(b, mul(*sums[:-1], ones(sums[-1].shape[0], b.shape[1]))),)
        if a.is_matrix and (sums := reciprocal_of_sums(b)):
            return (hdiv(a, mul(ones(a.shape[0], sums[-1].shape[0]), *reversed_chain(sums[:-1]))),)
        return None

    return neighbours(expr, rule)


def reciprocal_of_sums(a: Expr) -> tuple[Expr, ...]:
    """The chain B, 1 of diag(1 ⊘ (B 1)), else nothing."""
    inside = a.args[0] if is_op(a, "diag") else None
    if inside is None or not is_op(inside, "hdiv") or not is_op(inside.args[0], "ones"):
        return ()
    p = factors(inside.args[1])
    sums = scaled_is_one(p) and len(p.chain) > 1 and is_op(p.chain[-1], "ones")
    return p.chain if sums else ()


def scaled_is_one(p: Product) -> bool:
    return Product(p.coefficient, p.scalars, ()) == UNIT


@identity("mul", among="kron", says="(A ⊗ B)(C ⊗ D) = AC ⊗ BD, also for the column-wise product")
def kron_mul_kron(expr: Expr) -> Expr | None:
    def rule(a: Expr, b: Expr) -> tuple[Expr, ...] | None:
        if not (is_op(a, "kron") and is_op(b, "kron", "khatrirao")):
            return None
        (p, q), (r, s) = a.args, b.args
        fits = p.shape[1] == r.shape[0] and q.shape[1] == s.shape[0]
        return (function(b.op.name, mul(p, r), mul(q, s)),) if fits else None

    return neighbours(expr, rule)


@identity("mul", among="commutation", says="K vec(A) = vec(A'), and K' = K⁻¹")
def commutation_mul(expr: Expr) -> Expr | None:
    def rule(a: Expr, b: Expr) -> tuple[Expr, ...] | None:
        if not is_op(a, "commutation"):
            return None
        if is_op(b, "commutation") and a.data == b.data[::-1]:
            return ()
        if is_op(b, "vec") and b.args[0].shape == a.data:
            return (function("vec", transpose(b.args[0])),)
        return None

    return neighbours(expr, rule)


@identity("mul", "div", "neg", among="pinv transpose", says="X X⁺X = X and X⁺X X⁺ = X⁺")
def mul_pinv(expr: Expr) -> Expr | None:
    p = factors(expr)
    for k in range(len(p.chain) - 2):
        a, b, c = p.chain[k : k + 3]
        if a is c and (pseudo(a, b) or pseudo(b, a)):
            return with_chain(p, (*p.chain[:k], a, *p.chain[k + 3 :]))
    return None


def pseudo(a: Expr, b: Expr) -> bool:
    """b = a⁺, or the transposes of such a pair."""
    if is_op(a, "transpose") and is_op(b, "transpose"):
        return pseudo(a.args[0], b.args[0])
    return is_op(b, "pinv") and b.args[0] is a


@identity("mul", "div", "neg", among="kron", says="(B' ⊗ A) vec X = vec(AXB)")
def kron_mul_vec(expr: Expr) -> Expr | None:
    def rule(a: Expr, b: Expr) -> tuple[Expr, ...] | None:
        if not (is_op(a, "kron") and is_op(b, "vec")):
            return None
        (outer, inner), (x,) = a.args, b.args
        fits = inner.shape[1] == x.shape[0] and outer.shape[1] == x.shape[1]
        return (function("vec", mul(inner, x, transpose(outer))),) if fits else None

    return neighbours(expr, rule)


@identity("mul", "div", "neg", among="literal", says="blocks multiply like entries: [A, B][I; 0] = A")
def block_product(expr: Expr) -> Expr | None:
    """Only where one of the two picks blocks out, with I and 0."""

    def rule(a: Expr, b: Expr) -> tuple[Expr, ...] | None:
        if not (is_op(a, "literal") and is_op(b, "literal")) or not (picks(a) or picks(b)):
            return None
        (rows, inner), (height, columns) = a.data, b.data
        left = [a.args[r * inner : (r + 1) * inner] for r in range(rows)]
        right = [b.args[c::columns] for c in range(columns)]
        if inner != height or any(p.shape[1] != q.shape[0] for p, q in zip(left[0], right[0], strict=True)):
            return None
        cells = tuple(tuple(add(*map(mul, line, column)) for column in right) for line in left)
        return (cells[0][0] if rows == columns == 1 else literal(cells),)

    return neighbours(expr, rule)


def picks(a: Expr) -> bool:
    """Made of identities and zeros alone."""
    return all(is_op(block, "eye", "zeros") for block in a.args)


@identity("mul", "div", "neg", among="transpose", says="the columns of I ∗ I are orthonormal")
def khatrirao_orthonormal(expr: Expr) -> Expr | None:
    def rule(a: Expr, b: Expr) -> tuple[Expr, ...] | None:
        whole = is_op(a, "transpose") and a.args[0] is b and is_op(b, "khatrirao") and all(is_op(part, "eye") for part in b.args)
        return () if whole else None

    return neighbours(expr, rule)


@identity("commutation", says="K is the identity when one of the sizes is 1")
def commutation_trivial(expr: Expr) -> Expr | None:
    return eye(expr.shape[0]) if ONE in expr.data else None


RULES = (
    scalars_in_front, product_with_zero, mul_identity, mul_inverse, mul_self, mul_pinv, kron_mul_vec, block_product,
    diag_mul_diag, diag_cancelled, diag_mul_column, rows_divided, kron_mul_kron, commutation_mul, khatrirao_orthonormal,
    commutation_trivial,
)  # fmt: skip
