"""f = g(R), R = A − UVᵀ: ∇_{vec U} f = ∇_{vec R} f · ∇_{vec U} vec R = 2 vec(R)ᵀ(−(V ⊗ I)) = −2 vec(RV)ᵀ, so ∇_U f = −2RV.

A map between matrices has a Jacobian once they are read as vectors, column by column.
Source: Magnus & Neudecker, Matrix Differential Calculus, ch. 9, section 5 (the chain rule for matrix functions).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count

from symjac.calculus.differential import differential, direction, gradient, substitute
from symjac.calculus.identities.factors import flip
from symjac.calculus.simplify import finished, signs_in_front
from symjac.derivation.notation import jacobian_shape
from symjac.derivation.question import Question, is_affine
from symjac.derivation.rules import Letters, vec_rule
from symjac.derivation.styles.chain.factors import squares, sum_of_squares
from symjac.derivation.styles.chain.shapes import spaced, under
from symjac.derivation.styles.chain.stages import bottlenecks, is_residual, seen_from
from symjac.derivation.styles.differential.stacking import Piece, added, pieces
from symjac.derivation.styles.differential.tidy import scaled, split
from symjac.derivation.trail import Rule, Trail
from symjac.expr.dims import ONE
from symjac.expr.expr import Expr, contains, postorder
from symjac.expr.looks import space_of, written
from symjac.expr.make import add, commutation, div, function, is_op, mul, neg, symbol, transpose
from symjac.verify.term import Derivative, Said, Term, Value, value_term
from symjac.writing.block import Text
from symjac.writing.box import Arrow, Box, Fence, Row, equation, relation, transposed
from symjac.writing.signs import applied, function_box, nabla, product_box


def fits(task: Question) -> bool:
    """A function of the norm of a matrix that is affine in the matrix X, or of the trace of its square."""
    plain = task.order == 1 and task.x.is_matrix and task.f.is_scalar and task.layout == "numerator" and not task.structure
    return (
        plain and linear_part(task) is not None and all(d.expanded in (task.f, residual(task)) for d in task.problem.definitions)
    )


def residual(task: Question) -> Expr | None:
    """R: everything passes through it on the way from X to f, whose norm is taken."""
    found = bottlenecks(task.f, task.x)
    for inner, outer in zip(found, found[1:], strict=False):
        if measures(outer, inner) and is_op(inner, "add", "mul") and inner.is_matrix and is_affine(inner, task.x):
            return inner
    return None


def measures(outer: Expr, R: Expr) -> bool:
    """‖R‖, or RᵀR and RᵀSR of a trace."""
    product = is_op(outer, "mul") and {outer.args[0], outer.args[-1]} == {R, transpose(R)}
    return is_op(outer, "norm") or product


def linear_part(task: Question) -> list[Piece] | None:
    """dR as a sum of products left · dX · right."""
    R = residual(task)
    dR = None if R is None else differential(R, task.x)
    found = None if dR is None else pieces(task.finish(task.simplify(dR)), direction(task.x))
    multiplied = [p for p in found or () if not (is_op(p.left, "eye") and is_op(p.right, "eye"))]
    return found if multiplied else None  # of A − X the vec says nothing new


def letter(task: Question, R: Expr) -> str:
    """R of what is left, Z of what is made; none that has a meaning on the page."""
    used = {*task.problem.symbols, task.name, *task.problem.maps, *task.memo.get("taken", ())}
    letters = "RE" if is_residual(R) else "ZY"
    return next(c for c in chain(letters, (f"{letters[0]}_{k}" for k in count(1))) if c not in used)


def derive(task: Question, trail: Trail) -> None:
    trail.conclude(composed(task, trail), value_term(task.result), conditions=task.conditions)


def composed(task: Question, trail: Trail) -> Term:
    """From the maps to the product of their Jacobians, read as a matrix."""
    s = Composition(task)
    introduce(s, trail)
    as_vectors(s, trail)
    chain_rule(s, trail)
    multiplied(s, trail)
    says: Text = ("Read column by column into the shape of ", task.x_box, ",")
    line = Term(task.sign, task.meaning)
    G = finished(added([turned_back(p, s.G) for p in s.pieces]), s.G)
    rule = Rule("reshape", "assemble", (), says, importance=2)
    return trail.apply(rule, line, s.known(G), lead="⇒")


@dataclass
class Composition:
    """R as a map of X, and f as a function of R."""

    task: Question

    def __post_init__(self) -> None:
        R, found = residual(self.task), linear_part(self.task)
        assert R is not None and found is not None
        self.whole, self.pieces, self.x = R, found, self.task.x
        self.R = self.task.names.get(R) or symbol(letter(self.task, R), R.shape)
        self.outer = seen_from(self.task.f, R, self.R)
        self.G = finished(gradient(self.outer, self.R, self.task.simplify), self.outer)

    @cached_property
    def jacobian(self) -> Expr:
        """−(V ⊗ I), of vec R by vec X"""
        return added([p.stacked(*self.swap(p)) for p in self.pieces])

    def swap(self, p: Piece) -> tuple[Expr, ...]:
        """K of vec(Xᵀ) = K vec(X)"""
        return (commutation(*self.x.shape),) if p.turned else ()

    @property
    def constant(self) -> Expr | None:
        terms = self.whole.args if is_op(self.whole, "add") else ()
        fixed = [t for t in terms if not contains(t, self.x)]
        return add(*fixed) if fixed else None

    def known(self, e: Expr) -> Term:
        """What is written in R, and meant with R put in."""
        return Term(written(e), Value(substitute(e, {self.R: self.whole})))

    @property
    def sign(self) -> Box:
        """∇_{vec X} f"""
        return nabla(vec(self.x), self.task.name_box)


def vec(e: Expr) -> Box:
    return function_box("vec", written(e))


def introduce(s: Composition, trail: Trail) -> None:
    """R(U) = A − UVᵀ, f(R) = ‖R‖²; ℝ^{M×K} → ℝ^{M×N} → ℝ"""
    f = s.task.name_box
    maps: list[Text] = [
        (equation(applied(written(s.R), s.task.x_box), written(s.whole)),),
        (equation(applied(f, written(s.R)), written(s.outer)),),
    ]
    says: Text = (f, " is the composition of ", *maps[0], " and ", *maps[1], ":")
    box = Row((space_of(s.x.shape), Arrow(written(s.R)), space_of(s.R.shape), Arrow(f), space_of(s.task.f.shape)))
    trail.apply(Rule("spaces", "define", (), says, importance=2), None, Term(box, Said()))


def as_vectors(s: Composition, trail: Trail) -> None:
    """vec(R) = vec(A) − (V ⊗ I) vec(U)"""
    moving = added([p.stacked(*s.swap(p), function("vec", s.x)) for p in s.pieces])
    whole = moving if s.constant is None else signs_in_front(add(*in_place(s, vec_of(s.constant), moving)))
    before = Term(vec(s.R), Value(function("vec", s.whole)))
    says: Text = ("Matrices are read as vectors here, column by column:",)
    trail.apply(Rule("vectorise", "define", (vec_rule(Letters(s.task)),), says, importance=3), before, value_term(whole))


def vec_of(e: Expr) -> Expr:
    """vec(C), −vec(C)"""
    return neg(function("vec", e.args[0])) if is_op(e, "neg") else function("vec", e)


def in_place(s: Composition, constant: Expr, moving: Expr) -> tuple[Expr, Expr]:
    """A − X and X − A: the constant where it was typed."""
    return (moving, constant) if contains(s.whole.args[0], s.x) else (constant, moving)


def chain_rule(s: Composition, trail: Trail) -> None:
    """∇_{vec U} f = ∇_{vec R} f ∇_{vec U} vec(R), and the two factors."""
    task, f = s.task, s.task.name_box
    row = Derivative(task.f, (s.x,), "numerator", "columns", long=True)
    outer, inner = nabla(vec(s.R), f), nabla(vec(s.x), vec(s.R))
    long = [(e.shape[0] * e.shape[1], ONE) for e in (s.R, s.x)]
    one = task.f.shape
    box = spaced([under(outer, jacobian_shape(one, long[0])), under(inner, jacobian_shape(long[0], long[1]))])
    g = transpose(function("vec", substitute(s.G, {s.R: s.whole})))
    rule = Rule("chain_rule", "chain", (), ("By the chain rule the Jacobians multiply, outer map first:",), importance=3)
    trail.apply(rule, Term(under(s.sign, jacobian_shape(one, long[1])), row), Term(box, Value(mul(g, s.jacobian))))
    linear: Text = (vec(s.R), " is affine in ", vec(s.x))
    rule = Rule("factor", "differentiate", linear, ("The factors, one by one:",), importance=3)
    trail.apply(rule, Term(inner, Derivative(s.whole, (s.x,), "numerator", "columns")), value_term(s.jacobian))
    square = next((e for e in postorder(s.outer) if e in squares(s.R)), None)
    why: Text = (equation(f, written(s.outer)),) if square is None else (equation(written(square), sum_of_squares(s.R)),)
    rule = Rule("factor", "differentiate", why, importance=3)
    before = Term(outer, Derivative(s.outer, (s.R,), "numerator", "columns", long=True))
    trail.apply(rule, before, value_term(finished(transpose(function("vec", s.G)), s.G)))


def multiplied(s: Composition, trail: Trail) -> None:
    """2 vec(R)ᵀ(−(V ⊗ I)) = −2((Vᵀ ⊗ I) vec(R))ᵀ = −2 vec(RV)ᵀ"""
    g = function("vec", s.G)
    row = mul(finished(transpose(g), s.G), s.jacobian)
    line = Term(s.sign, Derivative(s.task.f, (s.x,), "numerator", "columns", long=True))
    line = trail.apply(
        Rule("multiply", "substitute", (), ("Multiply:",), importance=2), line, s.known(signs_in_front(row)), lead="⇒"
    )
    above, below = s.G.args if is_op(s.G, "div") else (s.G, None)
    number, body = split(above)
    terms = [scaled(p.number * number, mul(*back_swap(s, p), kron_turned(p), function("vec", body))) for p in s.pieces]
    line = trail.apply(
        Rule("transposed", "simplify", (transposed_twice(s.task),), importance=1), line, s.known(transpose_of(terms, below))
    )
    back = finished(transpose(function("vec", added([turned_back(p, s.G) for p in s.pieces]))), s.G)
    (C,) = Letters(s.task)("CYZUV")
    swap: Text = (
        "; ",
        relation(
            function_box("vec", C), "=", product_box(written(commutation(*s.x.shape[::-1])), function_box("vec", transposed(C)))
        ),
    )
    why: Text = (vec_rule(Letters(s.task)), *(swap if any(p.turned for p in s.pieces) else ()))
    trail.apply(Rule("vectorise", "simplify", why, importance=2), line, s.known(back))


def transposed_twice(task: Question) -> Box:
    """uᵀB = (Bᵀu)ᵀ"""
    letters = Letters(task)
    (u,), (B,) = letters("uvws"), letters("BPQSW")
    return relation(product_box(transposed(u), B), "=", transposed(Fence("(", product_box(transposed(B), u), ")")))


def kron_turned(p: Piece) -> Expr:
    """(rightᵀ ⊗ left)ᵀ = right ⊗ leftᵀ"""
    return function("kron", p.right, flip(p.left))


def back_swap(s: Composition, p: Piece) -> tuple[Expr, ...]:
    """Kᵀ, the commutation matrix of the transposed size"""
    return (commutation(*s.x.shape[::-1]),) if p.turned else ()


def transpose_of(terms: list[Expr], below: Expr | None) -> Expr:
    """−2(…)ᵀ, the number in front, and divided by what the gradient is divided by."""
    number, body = split(added(terms))
    turned = transpose(body) if below is None else div(transpose(body), below)
    return scaled(number, turned)


def turned_back(p: Piece, G: Expr) -> Expr:
    """leftᵀ G rightᵀ, or its transpose: what X has to do with tr(Gᵀ left X right)"""
    q = Piece(flip(p.left), flip(p.right), False, p.number)
    product = q.product(G)
    return transpose(product) if p.turned else product
