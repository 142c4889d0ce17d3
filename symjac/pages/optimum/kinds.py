"""Why it is a minimum: the second derivative in every direction, completed squares, the values at several points."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from symjac.calculus.differential import substitute
from symjac.calculus.optimum.exact import Quadratic
from symjac.calculus.optimum.found import Proof
from symjac.calculus.optimum.second import as_norms
from symjac.calculus.simplify import is_zero, simplify
from symjac.expr.dims import SCALAR
from symjac.expr.expr import Expr
from symjac.expr.looks import written
from symjac.expr.make import add, mul, neg, number, symbol
from symjac.expr.rational import Row
from symjac.pages.optimum.names import free
from symjac.pages.optimum.scene import Scene, words
from symjac.verify.term import Derivative, Term, Value, value_term
from symjac.writing.block import Text
from symjac.writing.box import ATOM, PRODUCT, SUM, Box, Frac, Num, Prefix, Script, Sym, equation, infix
from symjac.writing.box import Row as Boxes
from symjac.writing.signs import applied, listed, product_box


def explain(scene: Scene) -> None:
    """The kind of the point, by the proof that was found; or what is missing."""
    proof = scene.found.proof
    if proof is not None and proof.name in KINDS:
        KINDS[proof.name](scene, proof)
    elif scene.found.numbers is not None:
        saddle(scene, scene.found.numbers)


def bend(scene: Scene, proof: Proof, f: Expr, f_box: Box, greatest: bool, says: Text) -> None:
    """d²/dt² f(x + tv) at t = 0, as squares."""
    assert proof.form is not None
    t = symbol(free("tsr", {*scene.taken, *map(str, proof.table.values())}), SCALAR)
    scene.board.know(*proof.table.values())
    scene.board.define(t, number(0))
    moved = {x: add(x, mul(t, v)) for x, v in proof.table.items()}
    second = Derivative(substitute(f, moved), (t,), order=2)
    points = [infix("+", [written(x), product_box(written(t), written(v))], SUM) for x, v in proof.table.items()]
    operator = Frac(Script(Sym("d", "roman"), sup=Num("2")), Boxes((Sym("d", "roman"), Script(written(t), sup=Num("2")))))
    box = Boxes((operator, applied(f_box, *points)), PRODUCT)
    form = as_norms(proof.form)
    shown = simplify_sign(form) if greatest else form
    scene.board.step("second_derivative", Term(box, second), value_term(shown), says=says, importance=2)


def simplify_sign(form: Expr) -> Expr:
    return neg(form)


def directions(proof: Proof) -> Text:
    return listed([(written(v),) for v in proof.table.values()])


def convex(scene: Scene, proof: Proof) -> None:
    f = scene.f
    greatest = scene.greatest and scene.found.peeled is None
    kind, sign = ("concave", "positive") if greatest else ("convex", "negative")
    flat = proof.form is None or is_zero(simplify(proof.form))
    if flat:
        return
    says: Text = (
        "Why is it a ",
        scene.word,
        "? For every direction ",
        *directions(proof),
        " the second derivative of ",
        scene.f_box,
        " at ",
        written(number(0)),
        "",
    )
    says = (
        f"Why is it a {scene.word if scene.found.peeled is None else 'minimum'}? Along every line, in the direction of any ",
        *directions(proof),
        ", the second derivative is",
    )
    bend(scene, proof, f, scene.f_box, greatest, says)
    side = "above" if kind == "convex" else "below"
    scene.board.say(
        f"at t = 0. It is never {sign}: ",
        scene.f_box,
        f" is {kind}, so its graph lies on or {side} every tangent plane"
        + (", and where the constraints hold " if scene.found.multipliers else "; ")
        + f"no value is {'greater' if greatest else 'smaller'} than the one at a stationary point.",
    ) if False else scene.board.say(
        f"It is never {sign}, so ",
        scene.f_box,
        f" is {kind}, and a stationary point is a {'maximum' if greatest else 'minimum'}"
        + (" among the points that the constraints allow" if scene.found.multipliers else "")
        + ".",
        *only_one(scene, proof),
    )


def only_one(scene: Scene, proof: Proof) -> Text:
    if scene.found.unique is False:
        return (" There are others: all points to which such a direction leads along which it is zero.",)
    if not scene.found.unique:
        return ()
    zero = " only where " if len(proof.table) > 1 else " only for "
    are = (
        (*directions(proof), " are zero")
        if len(proof.table) > 1
        else (equation(written(next(iter(proof.table.values()))), Num("0")),)
    )
    if proof.needs:
        return (" If ", *listed([words(n) for n in proof.needs]), ", it is zero", zero, *are, "; then there is only one.")
    among: Text = (", among the directions that the constraints leave," if scene.found.multipliers else "",)
    return (" It is zero", *among, zero, *are, ", so there is only one.")


def reciprocal(scene: Scene, proof: Proof) -> None:
    assert proof.about is not None
    (inverse,) = proof.table
    X = scene.variables[0]
    scene.board.know(inverse)
    from symjac.expr.make import power

    says: Text = (
        "Why is it a ",
        scene.word,
        "? In terms of ",
        equation(written(inverse), written(power(X, -1))),
        " the function is",
    )
    g = scene.asked.problem.target if scene.found.peeled is None else scene.found.peeled
    shown = simplify(neg(proof.about)) if scene.greatest else simplify(proof.about)
    left = Term(scene.f_at(power(inverse, -1)), Value(substitute(g, {X: power(inverse, -1)})))
    scene.board.step("substituted", left, value_term(shown), says=says, importance=2)
    name = free("gqk", {*scene.taken, scene.asked.problem.called})
    bend(
        scene,
        proof,
        shown,
        Sym(name),
        scene.greatest,
        ("Call this ", applied(Sym(name), written(inverse)), ". In the direction of any symmetric ", *directions(proof), ","),
    )
    kind = "concave" if scene.greatest else "convex"
    scene.board.say(
        "The form has no other sign, so ",
        Sym(name),
        f" is {kind} and has its {scene.word} at its only stationary point; ",
        written(X),
        " and ",
        written(inverse),
        " determine each other.",
    )


def one(scene: Scene, proof: Proof) -> None:
    (z,) = scene.variables
    f = scene.f
    mark = scene.hats[z]
    left = Boxes((Script(scene.f_box, sup=Sym("″")),))
    operator = Frac(Prefix("d", Num("2"), ATOM), Num("1"))
    second = Derivative(scene.at(f), (mark,), order=2)
    box = applied(Script(scene.f_box, sup=Sym("″")), written(mark))
    assert proof.form is not None
    shown = simplify(neg(proof.form)) if scene.greatest and scene.found.peeled is None else proof.form
    greatest = scene.greatest and scene.found.peeled is None
    scene.board.step(
        "second_derivative",
        Term(box, second),
        value_term(shown),
        says=(f"Why is it a {scene.word}? The second derivative there is",),
        importance=2,
    )
    sign, turn = ("negative", "falls before it and rises after it") if greatest else ("positive", "")
    del left, operator, turn
    scene.board.say(
        f"This is {sign}, and there is no other stationary point at which ",
        scene.f_box,
        " could turn: the ",
        scene.word,
        " is global, and it is the only one.",
    )


def values(scene: Scene, proof: Proof) -> None:
    points(scene)
    scene.board.say(
        "The ",
        scene.word,
        " is the ",
        "greatest" if scene.greatest else "least",
        " of these values, since ",
        scene.f_box,
        " does not ",
        "rise above" if scene.greatest else "fall below",
        " it at the ends of its domain.",
    )


def compact(scene: Scene, proof: Proof) -> None:
    points(scene)
    scene.board.say(
        "The constraint describes a closed and bounded set, on which ",
        scene.f_box,
        " has a minimum and a maximum. They are among these points, so the ",
        "greatest" if scene.greatest else "least",
        f" value is the {scene.word}.",
    )


def points(scene: Scene) -> None:
    """f at every stationary point."""
    says: Text = ("The stationary points have the values",)
    for table in ({x: scene.found.values[x] for x in scene.variables}, *(c.values for c in scene.found.others)):
        from symjac.calculus.optimum.tidy import tidy

        value = tidy(substitute(scene.f, dict(table)))
        left = Term(scene.f_at(*(table[x] for x in scene.variables)), Value(substitute(scene.f, dict(table))))
        scene.board.step("value", left, value_term(value), says=says)
        says = ()


def staged(scene: Scene, proof: Proof) -> None:
    names = [written(x) for stage in proof.stages for x in stage.table]
    del names
    for k, stage in enumerate(proof.stages):
        if stage.form is None or not stage.table or stage.about is None or stage.name not in ("convex", "reciprocal"):
            continue
        about = stage.about
        shown = neg(about) if scene.greatest else about
        name = scene.f_box if k == 0 else Sym(free("gqk", {*scene.taken, scene.asked.problem.called}))
        variable = next(iter(stage.table))
        says: Text = (
            f"Why is it a {scene.word}? First take the other variables as fixed. In the direction of any ",
            *directions(stage),
            ",",
        )
        if k:
            says = ("What is left is a function of ", written(variable), " alone, ")
            scene.board.know(variable)
            scene.board.say(*says, equation(applied(name, written(variable)), written(simplify(shown))), ".")
            says = ("In the direction of any ", *directions(stage), ",")
        bend(scene, stage, simplify(shown), name, scene.greatest, says)
        scene.board.say("This has one sign, so the stationary point is a ", scene.word, " in ", written(variable), ".")
    scene.board.say(
        "The ", "greatest" if scene.greatest else "least", " value of all is found in this way, one variable after the other."
    )


def numbers(scene: Scene, proof: Proof) -> None:
    q = scene.found.numbers
    assert q is not None
    completed(scene, q, says=("Why is it a ", scene.word, "? "))
    if proof.unique:
        scene.board.say(
            "No sign is the other one, and it is zero only for the zero direction: the ",
            scene.word,
            " is global, and there is only one.",
        )
    else:
        scene.board.say(
            "No sign is the other one: the ",
            scene.word,
            " is global. Along the directions for which it is zero, ",
            scene.f_box,
            " does not change.",
        )


def saddle(scene: Scene, q: Quadratic) -> None:
    """A direction in which f falls."""
    if not q.fall:
        return
    completed(scene, q, says=())


def completed(scene: Scene, q: Quadratic, says: Text) -> None:
    """v'Hv as a sum of squares of independent linear forms, with their signs."""
    from symjac.pages.optimum.squares import complete

    complete(scene, q, says)


KINDS: dict[str, Callable[[Scene, Proof], None]] = {
    "convex": convex, "reciprocal": reciprocal, "one": one, "values": values, "compact": compact, "staged": staged, "numbers": numbers,
}  # fmt: skip
_ = Fraction, Row
