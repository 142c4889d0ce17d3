"""At a minimum the gradient is zero: the gradient, the equation, the solution, each line checked."""

from __future__ import annotations

from symjac.calculus.differential import gradient, substitute
from symjac.calculus.expand import expanded
from symjac.calculus.identities.factors import symmetric_at_sight
from symjac.calculus.optimum.affine import symmetric_form, symmetric_part
from symjac.calculus.optimum.found import Equation as Stated
from symjac.calculus.optimum.linear import Solved
from symjac.calculus.optimum.needs import invertible
from symjac.calculus.optimum.setting import Constraint
from symjac.calculus.optimum.tidy import tidy, with_ones
from symjac.calculus.simplify import finished, is_zero, rebuild, simplify
from symjac.derivation.notation import NUMBER_WORDS
from symjac.derivation.trail import Lead
from symjac.expr.expr import Expr, fold
from symjac.expr.looks import written
from symjac.expr.make import add, function, hadamard, is_op, mul, number, sub, symbol, transpose, value_of
from symjac.pages.optimum.scene import Scene, words, zero_of
from symjac.verify.term import Derivative, Term, Value, value_term
from symjac.writing.block import Aligned, Equation, Line, Text
from symjac.writing.box import SUM, Box, Num, equation, infix, transposed
from symjac.writing.signs import applied, listed


def peel(scene: Scene) -> None:
    """‖r‖ is least where ‖r‖² is."""
    if scene.found.peeled is None:
        return
    side, way = ("greatest", "a decreasing") if scene.greatest else ("least", "an increasing")
    scene.board.say(
        written(scene.asked.target), f" is {side} exactly where ",
        equation(scene.f_at(*scene.variables), written(scene.found.peeled)),
        f" is least, because it is {way} function of it.",
    )  # fmt: skip


def lagrangian(scene: Scene) -> None:
    """L(x, ν) = f(x) + ν'(Ax − b)"""
    if not scene.found.multipliers:
        return
    board = scene.board
    board.know(*scene.found.multipliers)
    names = [written(m) for m in scene.found.multipliers]
    start = "Each constraint gets a multiplier, " if len(names) > 1 else "The constraint gets a multiplier, "
    board.say(start, *listed([(n,) for n in names]), f". A {scene.word} is a stationary point of")
    terms = [multiplied(nu, c) for nu, c in zip(scene.found.multipliers, scene.asked.constraints, strict=True)]
    head = applied(scene.L_box, *map(written, scene.variables), *names)
    board.show(equation(head, infix("+", [scene.f_at(*scene.variables), *terms], SUM)))


def multiplied(nu: Expr, c: Constraint) -> Box:
    """ν'(Ax − b); of matrices tr(N'(…))."""
    if nu.is_matrix:
        return written(function("tr", mul(transpose(nu), c.difference)))
    return written(mul(nu if nu.is_scalar else transpose(nu), c.difference))


def stationary(scene: Scene) -> None:
    """∇L for every variable, and that it is zero."""
    peel(scene)
    lagrangian(scene)
    says = opening(scene)
    for x in scene.variables:
        G = finished(gradient(scene.lagrangian, x), scene.f)
        scene.board.step("gradient", scene.slope_term(x), value_term(with_ones(G)), says=says, kind="differentiate")
        says = ()
        if x.is_matrix and symmetric_at_sight(x) and symmetric_form(simplify(G), x) is None:
            symmetric_step(scene, x, G)


def opening(scene: Scene) -> Text:
    """'At a minimum the gradient is zero. As a column, it is'; of L: 'As a column, its gradient is'"""
    several = len(scene.variables) > 1
    (x, *_) = scene.variables
    kind = "derivative" if all(z.is_scalar for z in scene.variables) else "gradient"
    column = x.is_vector and not several
    if scene.found.multipliers:
        return (
            f"Its {kind}s by the variables are" if several else f"As a column, its {kind} is" if column else f"Its {kind} is",
        )
    word = "minimum" if scene.found.peeled is not None else scene.word
    if several:
        return (f"At a {word} the {kind}s with respect to all variables are zero. They are",)
    return (f"At a {word} the {kind} is zero. {'As a column, it is' if column else 'It is'}",)


def symmetric_step(scene: Scene, x: Expr, G: Expr) -> None:
    """Only symmetric changes are possible: the symmetric part has to vanish."""
    E = symmetric_part(G, x)
    says: Text = (
        written(x),
        " moves among symmetric matrices only, so it is enough that the gradient and its transpose cancel. Their sum is",
    )
    left = Term(infix("+", [scene.slope(x), transposed(scene.slope(x))], SUM), Value(add(G, transpose(G))))
    scene.board.step("symmetric_part", left, value_term(E), says=says)


def conditions(scene: Scene, constraints: bool = False) -> None:
    """The equations as they stand, or the constraints alone: nothing is claimed but what the gradient was."""
    first = len(scene.variables) if constraints else 0
    lines = [condition_line(scene, e) for e in scene.found.equations[first:]]
    scene.board.put(Aligned(tuple(lines), end=".")) if len(lines) > 1 else scene.board.put(
        Equation(equation(lines[0].left, lines[0].right), end=".")
    )


def condition_line(scene: Scene, e: Stated) -> Line:
    """left = right, in the notation of f; what is zero is written without a sign before all of it."""
    left = finished(e.left, scene.f)
    if not is_zero(e.right):
        return Line(written(with_ones(left)), "=", written(with_ones(e.right)))
    return Line(written(with_ones(left.args[0] if is_op(left, "neg") else left)), "=", Num("0"))


def multiple(E: Expr, e: Stated) -> Expr | None:
    """The number c with E = c (left − right), if there is one."""
    difference = simplify(sub(e.left, e.right))
    for c in (1, -1, 2, -2):
        rest = sub(E, mul(number(c), difference))
        if is_zero(simplify(expanded(rest) or rest)):
            return number(c)
    return None


def solve(scene: Scene) -> None:
    """From the equations to the solution, one unknown after the other."""
    if scene.found.numbers is not None:
        in_numbers(scene)
    for k, step in enumerate(scene.found.steps):
        unknown(scene, step, first=k == 0)
    put_back(scene)
    proven_zero(scene)


def in_numbers(scene: Scene) -> None:
    """A system of linear equations in numbers, and its solution."""
    says: Text = (
        ("so it is zero where",)
        if not scene.found.multipliers
        else ("Together with the constraints these are linear equations,",)
    )
    scene.board.say(*says)
    conditions(scene)
    says = ("They are solved by" if len(scene.found.equations) > 1 else "This is solved by",)
    null = scene.found.numbers is not None and bool(scene.found.numbers.null)
    if null:
        says = (
            "They have more than one solution; the shortest is"
            if len(scene.found.equations) > 1
            else "It has more than one solution; the shortest is",
        )
    for x in scene.variables:
        if x in scene.hats:
            scene.board.step("solution", value_term(scene.hats[x]), value_term(scene.found.values[x]), says=says, kind="conclude")
            says = ()


BEFORE = {
    "denominators": "Without its denominators, ",
    "entries": "Multiplied entry by entry, ", "both sides": "Multiplied from both sides, ",
    "left": "Multiplied from the left, ", "right": "Multiplied from the right, ",
}  # fmt: skip


def sentence(scene: Scene, step: Solved, first: bool) -> Text:
    """'so it is zero exactly where'; of a later unknown what is left of its equation."""
    x, before = step.unknown, BEFORE.get(step.how, "")
    if x in scene.found.multipliers:
        return ("Put into the constraint, this says that",) if not first else ("The constraint says that",)
    if len(scene.variables) == 1:
        return (f"{before}it is zero exactly where" if before else "so it is zero exactly where",)
    if first:
        return ("The gradient with respect to ", written(x), " is zero exactly where")
    return ("Put into the gradient with respect to ", written(x), ", this leaves")


def unknown(scene: Scene, step: Solved, first: bool) -> None:
    board, x = scene.board, step.unknown
    mark, says = scene.hats[x], sentence(scene, step, first)
    several = step.how == "roots" and bool(scene.found.others)
    alone = len(scene.variables) == 1 and not scene.found.multipliers
    if several and alone:
        listed_roots(scene, x, step)
        return
    if several and x not in scene.found.multipliers:
        says = ("This has several solutions; one is",)
    elif several:
        says = (
            f"Put into the constraint, this has {NUMBER_WORDS[len(scene.found.others) + 1]} solutions.",
            f" The {scene.word} belongs to",
        )
    if step.left is not x:
        left, right = (value_term(with_ones(scene.at(side))) for side in (step.left, step.right))
        board.step("equation", left, right, says=says)
        says = because(step, scene)
    last = x not in scene.found.multipliers and not scene.found.multipliers
    board.step(
        "solution", value_term(mark), value_term(with_ones(tidy(scene.at(step.value)))), says=says,
        lead="∴" if step.left is not x else "", kind="conclude" if last else "substitute",
    )  # fmt: skip


def listed_roots(scene: Scene, x: Expr, step: Solved) -> None:
    """All numbers at which the derivative is zero; which of them it is, is said further on."""
    points = [scene.found.values[x], *(c.values[x] for c in scene.found.others)]
    scene.board.say(
        "so it is zero exactly at " if step.complete else "It is zero at ", *listed([(written(p),) for p in points]), "."
    )
    for p in points[1:]:
        other = symbol(f"root {p}", x.shape)
        scene.board.define(other, p)
        slope = Derivative(substitute(scene.f, {x: other}), (other,))
        scene.board.claim(Term(scene.slope(x), slope), zero_of(x), f"the derivative at {p}")


def because(step: Solved, scene: Scene) -> Text:
    """If the columns of Φ are linearly independent, Φ'Φ is invertible."""
    needs = [n for M in step.inverted for n in invertible(tidy(substitute(M, dict(scene.found.values))))]
    needs += [(u, " is not zero") for u in step.nonzero]
    if step.how == "shortest":
        return ("This has many solutions", *((" (", *words(needs[0]), ")") if needs else ()), "; the shortest is")
    if needs:
        scene.said = {*scene.said, *needs}
        return ("If ", *listed([words(n) for n in dict.fromkeys(needs)]), ", this can be solved:")
    return ()


def put_back(scene: Scene) -> None:
    """The variables in given quantities, where they were found in terms of others."""
    if len(scene.found.steps) < 2 or not scene.found.multipliers:
        return
    says: Text = ("so that" if len(scene.variables) == 1 else "All in all,",)
    for x in scene.variables:
        value = scene.found.values[x]
        step = next(s for s in scene.found.steps if s.unknown is x)
        if tidy(scene.at(step.value)) is tidy(value) and len(scene.variables) == 1:
            continue
        lead: Lead = "" if len(scene.variables) == 1 else "∴"
        scene.board.step(
            "solution", value_term(scene.hats[x]), value_term(with_ones(value)), says=says, lead=lead, kind="conclude"
        )
        says = ()


def smooth(f: Expr) -> Expr:
    """Σ a_ij² for ‖a‖²: at a = 0 it has a derivative that can be computed by the rules of + and *, too."""

    def visit(e: Expr, args: tuple[Expr, ...]) -> Expr:
        if is_op(e, "power") and is_op(e.args[0], "norm") and value_of(e.args[1]) == 2:
            a = args[0].args[0]
            return function("sum", hadamard(a, a)) if not a.is_scalar else mul(a, a)
        return rebuild(e, args)

    return fold(f, visit)


def conclude_with(scene: Scene) -> None:
    """x̂ = −1, where it was one of several points."""
    for step in scene.found.steps:
        alone = len(scene.variables) == 1 and not scene.found.multipliers
        if step.how == "roots" and scene.found.others and alone:
            x = step.unknown
            scene.board.step("solution", value_term(scene.hats[x]), value_term(scene.found.values[x]), lead="∴", kind="conclude")


def proven_zero(scene: Scene) -> None:
    """The solution put into the gradient gives zero, and the constraints hold: checked by dual numbers, whatever the way was."""
    if not scene.hats:
        return
    at = scene.at(scene.lagrangian)
    for x in scene.variables:
        if x not in scene.hats:
            continue
        mark = scene.hats[x]
        structure = "symmetric" if x.is_matrix and symmetric_at_sight(x) else ""
        if structure:
            scene.board.claim(value_term(mark), value_term(transpose(mark)), f"the symmetry of the solution {x}")
        slope = Derivative(smooth(at), (mark,), "denominator", structure=structure)
        scene.board.claim(Term(scene.slope(x), slope), zero_of(x), f"the gradient by {x} at the solution")
    for c in scene.asked.constraints:
        left, right = scene.at(c.left), scene.at(c.right)
        scene.board.claim(value_term(left), value_term(right), f"the constraint {c.left} = {c.right}")
