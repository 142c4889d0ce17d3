"""Why it is a minimum: the second derivative in every direction, completed squares, the values at several points."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from symjac.calculus.differential import substitute
from symjac.calculus.optimum.found import Proof
from symjac.calculus.optimum.second import as_norms
from symjac.calculus.optimum.tidy import tidy
from symjac.calculus.simplify import finished, is_zero, simplify
from symjac.expr.dims import SCALAR
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.expr.make import add, div, mul, neg, number, power, symbol
from symjac.pages.optimum.names import free
from symjac.pages.optimum.scene import Scene, words
from symjac.pages.optimum.squares import complete
from symjac.verify.term import Derivative, Term, Value, value_term
from symjac.writing.block import Text
from symjac.writing.box import PRODUCT, SUM, Box, Frac, Num, Script, Sym, equation, infix
from symjac.writing.box import Row as Boxes
from symjac.writing.signs import applied, listed, product_box, total


def explain(scene: Scene) -> None:
    """The kind of the point, by the proof that was found."""
    proof = scene.found.proof
    if proof is not None and proof.name in KINDS:
        KINDS[proof.name](scene, proof)


def upside_down(scene: Scene) -> bool:
    """Whether a maximum of f itself is sought, so that all signs are the other ones."""
    return scene.greatest and scene.found.peeled is None


def word(scene: Scene) -> str:
    return "maximum" if upside_down(scene) else "minimum"


def operator(t: Expr) -> Box:
    """d²/dt²"""
    return Frac(Script(Sym("d", "roman"), sup=Num("2")), Boxes((Sym("d", "roman"), Script(written(t), sup=Num("2")))))


def bend(
    scene: Scene, proof: Proof, f: Expr, f_box: Box, says: Text, greatest: bool, beside: Sequence[Expr] = ()
) -> None:  # fmt: skip
    """d²/dt² f(x + tv) at t = 0, as squares; beside: variables that do not move, with those that do in their order."""
    assert proof.form is not None
    t = symbol(free("tsr", {*scene.taken, *map(str, proof.table.values())}), SCALAR)
    scene.board.know(*proof.table.values())
    scene.board.define(t, number(0))
    moved = {x: add(x, mul(t, v)) for x, v in proof.table.items()}
    table = proof.table
    points = [
        infix("+", [written(x), product_box(written(t), written(table[x]))], SUM) if x in table else written(x)
        for x in (beside or table)
    ]
    box = Boxes((operator(t), applied(f_box, *points)), PRODUCT)
    form = as_norms(finished(proof.form, f))
    second = Term(box, Derivative(substitute(f, moved), (t,), order=2))
    scene.board.step("second_derivative", second, value_term(neg(form) if greatest else form), says=says, importance=2)


def of_a_number(scene: Scene, proof: Proof) -> bool:
    """Whether f is a function of one number, which has f″ and no directions."""
    return len(scene.variables) == 1 and scene.variables[0].is_scalar and list(proof.table) == list(scene.variables)


def curvature(scene: Scene, proof: Proof, says: Text, greatest: bool) -> None:
    """d²f/dt², the direction being 1."""
    ((t, s),) = proof.table.items()
    assert proof.form is not None
    form = as_norms(finished(simplify(substitute(proof.form, {s: number(1)})), scene.f))
    second = Term(total(scene.f_box, written(t), 2), Derivative(scene.f, (t,), order=2))
    scene.board.step("second_derivative", second, value_term(neg(form) if greatest else form), says=says, importance=2)


def directions(proof: Proof) -> Text:
    return listed([(written(v),) for v in proof.table.values()])


def convex(scene: Scene, proof: Proof) -> None:
    """Never negative: convex, so that a stationary point is a minimum."""
    greatest = upside_down(scene)
    kind, sign = ("concave", "positive") if greatest else ("convex", "negative")
    if proof.form is None or is_zero(simplify(proof.form)):
        return
    ask = f"Why is it a {word(scene)}? " if scene.found.values else ""
    if of_a_number(scene, proof):
        curvature(scene, proof, (f"{ask}The second derivative is",), greatest)
    else:
        says: Text = (f"{ask}In the direction of any ", *directions(proof), ", the second derivative is")
        bend(scene, proof, scene.f, scene.f_box, says, greatest)
    then = f", and every stationary point is a {word(scene)}"
    among = " among the points that the constraints allow" if scene.found.multipliers else ""
    scene.board.say(f"It is never {sign}, so ", scene.f_box, f" is {kind}{then}{among}.", *only_one(scene, proof))


def only_one(scene: Scene, proof: Proof) -> Text:
    if scene.found.unique is False:
        return (" There are others: every point that is reached along a direction in which it is zero.",)
    if not scene.found.unique or not proof.table or not proof.unique:
        return (" The condition has no other solution, so there is only one.",) if scene.found.unique else ()
    vs = list(proof.table.values())
    if of_a_number(scene, proof):
        return because(scene, proof, (" is negative" if upside_down(scene) else " is positive",), "")
    where: Text = (" only where ", *listed([(written(v),) for v in vs]), " are zero")
    where = where if len(vs) > 1 else (" only for ", equation(written(vs[0]), Num("0")))
    among = ", among the directions that the constraints leave," if scene.found.multipliers and not proof.everywhere else ""
    return because(scene, proof, (" is zero", *where), among)


def because(scene: Scene, proof: Proof, holds: Text, among: str) -> Text:
    """As the columns of X are linearly independent, it is zero only for v = 0, so there is only one."""
    first, *rest = holds
    if proof.needs and set(proof.needs) <= scene.said:
        return (" As ", *listed([words(n) for n in proof.needs]), f", it{first}", *rest, ", so there is only one.")
    if proof.needs:
        return (" If ", *listed([words(n) for n in proof.needs]), f", it{first}", *rest, "; then there is only one.")
    return (f" It{first}{among}", *rest, ", so there is only one.")


def reciprocal(scene: Scene, proof: Proof) -> None:
    """In terms of X⁻¹ the function is convex."""
    assert proof.about is not None
    ((inverse, _),) = proof.table.items()
    (X,) = scene.variables
    scene.board.know(inverse)
    back = power(inverse, -1) if X.is_matrix else div(number(1), inverse)
    meaning = power(X, -1) if X.is_matrix else div(number(1), X)
    shown = simplify(neg(proof.about)) if upside_down(scene) else simplify(proof.about)
    says: Text = (f"Why is it a {word(scene)}? In terms of ", equation(written(inverse), written(meaning)), " the function is")
    left = Term(scene.f_at(back), Value(substitute(scene.f, {X: back})))
    scene.board.step("substituted", left, value_term(shown), says=says, importance=2)
    name = Sym(free("gqk", {*scene.taken, scene.asked.problem.called}))
    start: Text = (
        "Call this ",
        applied(name, written(inverse)),
        ". In the direction of any ",
        *directions(proof),
        ", the second derivative is",
    )
    bend(scene, proof, shown, name, start, upside_down(scene))
    kind, sign = ("concave", "positive") if upside_down(scene) else ("convex", "negative")
    scene.board.say(
        f"It is never {sign}, so ", name, f" is {kind} and has its {word(scene)} where it is stationary. ", written(X), " and ",
        written(inverse), " determine each other, so the same holds for ", scene.f_box, ", which has no other stationary point.",
    )  # fmt: skip


def one(scene: Scene, proof: Proof) -> None:
    """f″ > 0 at the only stationary point."""
    assert proof.form is not None
    (z,) = scene.variables
    greatest = upside_down(scene)
    mark = scene.hats[z]
    box = Boxes((operator(z), scene.f_at(mark)), PRODUCT)
    second = Term(box, Derivative(scene.at(scene.f), (mark,), order=2))
    shown = simplify(neg(proof.form)) if greatest else proof.form
    scene.board.step(
        "second_derivative",
        second,
        value_term(shown),
        says=(f"Why is it a {word(scene)}? The second derivative there is",),
        importance=2,
    )
    scene.board.say(
        f"This is {'negative' if greatest else 'positive'}. There is no other stationary point, at which ", scene.f_box,
        f" could turn, so the {word(scene)} is global and the only one.",
    )  # fmt: skip


def values(scene: Scene, proof: Proof) -> None:
    points(scene)
    side, way = ("greatest", "rise above") if upside_down(scene) else ("least", "fall below")
    scene.board.say(
        f"The {word(scene)} is the {side} of these values, since ", scene.f_box, f" does not {way} it at the ends of its domain."
    )


def compact(scene: Scene, proof: Proof) -> None:
    points(scene)
    side = "greatest" if upside_down(scene) else "least"
    scene.board.say(
        "The constraint describes a closed and bounded set, on which ", scene.f_box, " has a minimum and a maximum. They are",
        f" among these points, so the {word(scene)} is the {side} of these values.",
    )  # fmt: skip


def unimodal(scene: Scene, proof: Proof) -> None:
    """Before the point the derivative has one sign, behind it the other."""
    greatest = upside_down(scene)
    before, behind = ("rises", "falls") if greatest else ("falls", "rises")
    scene.board.say(
        f"Why is it a {word(scene)}? Where ", scene.f_box, " has a value, its derivative is a positive function times what",
        " was solved, which changes its sign here and nowhere else: ", scene.f_box,
        f" {before} before this point and {behind} behind it.",
    )  # fmt: skip


def points(scene: Scene) -> None:
    """f at every stationary point."""
    says: Text = (f"Why is it a {word(scene)}? The stationary points have the values",)
    for table in ({x: scene.found.values[x] for x in scene.variables}, *(c.values for c in scene.found.others)):
        at = substitute(scene.f, dict(table))
        left = Term(scene.f_at(*(table[x] for x in scene.variables)), Value(at))
        scene.board.step("value", left, value_term(tidy(at)), says=says)
        says = ()


def staged(scene: Scene, proof: Proof) -> None:
    """One variable after the other."""
    scene.board.say(f"Why is it a {word(scene)}? The best value is found for one variable after the other.")
    for k, stage in enumerate(proof.stages):
        if stage.form is not None and stage.table and stage.about is not None:
            one_stage(scene, stage, k)
    scene.board.say(f"So the {word(scene)} in each step is the {word(scene)} of ", scene.f_box, ".")


def one_stage(scene: Scene, stage: Proof, k: int) -> None:
    greatest = upside_down(scene)
    about = stage.about
    assert about is not None
    shown = simplify(neg(about) if greatest else about)
    name = scene.f_box if k == 0 else Sym(free("gqk", {*scene.taken, scene.asked.problem.called}))
    variable = next(iter(stage.table))
    if k == 0:
        fixed = listed([(written(x),) for x in scene.variables if x not in stage.table])
        says: Text = ("With ", *fixed, " fixed, the second derivative in the direction of any ", *directions(stage), " is")
        arguments: Sequence[Expr] = scene.variables if variable in scene.variables else (variable,)
    else:
        scene.board.know(variable)
        (x, *_) = [z for z in scene.variables if z.shape == variable.shape]
        inverse: Text = (" = ", written(power(x, -1))) if variable is not x and x.is_matrix else ()
        scene.board.say("What is left is a function of ", written(variable), *inverse, " alone,")
        scene.board.show(equation(applied(name, written(variable)), written(shown)))
        says = ("with the second derivative",)
        arguments = (variable,)
    bend(scene, stage, shown, name, says, greatest, arguments)
    scene.board.say(
        f"It is never {'positive' if greatest else 'negative'}, so the stationary point is a {word(scene)} in ",
        written(variable),
        ".",
    )


def numbers(scene: Scene, proof: Proof) -> None:
    """A sum of squares in numbers."""
    q = scene.found.numbers
    assert q is not None
    greatest = upside_down(scene)
    if not complete(scene, q, (f"Why is it a {word(scene)}? ",), greatest):
        return
    sign = "negative" if greatest else "positive"
    if proof.unique:
        scene.board.say(f"It is {sign} in every direction but zero, so the {word(scene)} is global, and there is only one.")
    else:
        other = "positive" if greatest else "negative"
        scene.board.say(
            f"It is never {other}, so the {word(scene)} is global. Along the directions in which it is zero, ",
            scene.f_box,
            " does not change.",
        )


KINDS: dict[str, Callable[[Scene, Proof], None]] = {
    "convex": convex, "reciprocal": reciprocal, "one": one, "values": values, "compact": compact, "staged": staged,
    "numbers": numbers, "unimodal": unimodal,
}  # fmt: skip
