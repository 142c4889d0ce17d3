"""Find the θ for which f(θ) is least: the gradient set to zero, solved, and why the point is a minimum; marks at these lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from symjac.calculus.differential import substitute
from symjac.calculus.optimum.tidy import tidy
from symjac.errors import SymjacError
from symjac.expr.dims import shape_text
from symjac.expr.expr import Expr, postorder
from symjac.expr.looks import written
from symjac.expr.make import value_of
from symjac.language import parse
from symjac.pages.exam.context import Context
from symjac.pages.exam.equal import same
from symjac.pages.exam.made import Made, Sought
from symjac.pages.exam.optimum import asked
from symjac.pages.exam.parts.worked import solved
from symjac.pages.optimum.asking import declaration
from symjac.pages.optimum.optimum import START, Optimum
from symjac.pages.optimum.page import minimize
from symjac.writing.block import Note, Text
from symjac.writing.box import Box, equation

# How paragraphs begin that state the equations, or the answer, where these are no lines; by what name they earn.
EQUATION = (
    "so it is zero", "It is zero where", "They are zero where", "Together with the constraints", "With the constraints",
    "With the multiplier written", "Multiplied by the transpose", "With the symmetric multiplier",
)  # fmt: skip
ANSWER = (
    "This is an eigenvalue problem", "This has no closed form", "The multiplier of the constraint is symmetric",
    "This is a Sylvester equation", "This has no solution", "This takes both signs", "It has no solution",
    "The constraints contradict", "In the direction of", "Somewhere",
)  # fmt: skip
STATED = {**dict.fromkeys(EQUATION, "equation"), **dict.fromkeys(ANSWER, "answer")}


def make(c: Context) -> Made:
    return made(c, minimize)


def made(c: Context, run: Callable[..., Optimum]) -> Made:
    found = run(c.get("f"), c.get("wrt"), c.get("where"), subject_to=c.get("subject_to"), detail=c.detail)
    page = found.page
    k = page.parts.index(START)
    notes = tuple(b for b in page.document().blocks if isinstance(b, Note) and b.kind == "condition")
    ask = asked(c, found, page.parts[:k])
    rest = replace(page, parts=page.parts[k + 1 :])
    boxes = {"f": written(found.asked.problem.target)}
    part = solved(c, rest, ask, answer(found), STATED, boxes=boxes, degenerate=degenerate(found), shown=shown(found))
    return replace(part, solution=(*part.solution, *notes), sought=sought(c, found), accepted=accepted(c, found))


def answer(found: Optimum) -> str:
    """θ̂ in plain spelling; of several variables each with its name, and the equations where they have no closed form."""
    if not found.solution:
        return found.condition if found.status == "unsolved" else found.status
    if len(found.solution) == 1:
        return str(next(iter(found.solution.values())))
    return "; ".join(f"{name} = {value}" for name, value in found.solution.items())


def shown(found: Optimum) -> Text:
    names = {str(x): x for x in found.asked.variables}
    sides: list[Box] = [equation(written(names[name]), written(e)) for name, e in found.solution.items()]
    return tuple(part for k, box in enumerate(sides) for part in ((", ", box) if k else (box,)))


def degenerate(found: Optimum) -> str:
    """All zeros would give the question away."""
    return "the answer is zero" if found.solution and all(map(vanishes, found.solution.values())) else ""


def vanishes(e: Expr) -> bool:
    return e.op.name == "zeros" or value_of(e) == 0 or (e.op.name == "literal" and all(value_of(a) == 0 for a in e.args))


def sought(c: Context, found: Optimum) -> Sought | None:
    """What an answer is compared with; None where there is no point, and a person has to look."""
    if not found.solution or found.status == "none":
        return None
    answers = {name: str(e) for name, e in found.solution.items()}
    others = as_good(found)
    only = found.unique is True or bool(others)
    return Sought(c.get("f"), c.get("wrt"), where_of(found), answers, others, only)


def as_good(found: Optimum) -> tuple[Mapping[str, str], ...]:
    """The other points at which f is as good, where all stationary points are known."""
    if found.found.proof is None or found.found.proof.name not in ("values", "compact"):
        return ()
    target = found.asked.target
    best = tidy(substitute(target, {x: found.found.values[x] for x in found.asked.variables}))
    points = [p for p, _ in found.points]
    names = {str(x): x for x in found.asked.variables}
    same_ = [p for p in points if tidy(substitute(target, {names[n]: v for n, v in p.items()})) is best]
    return tuple({n: str(v) for n, v in p.items()} for p in same_)


def where_of(found: Optimum) -> str:
    """The shapes of all names, as they were declared or inferred; of a family that of its members."""
    own = [e for x in found.solution.values() for e in postorder(x) if e.op.name == "symbol"]
    members = found.asked.members
    known = {str(e.data[0]): e for e in (*found.asked.symbols.values(), *own)}
    return "; ".join(of_member(members[e], e) if e in members else f"{n}: {declaration(e)}" for n, e in known.items())


def of_member(member: Expr, family: Expr) -> str:
    """x_i: D"""
    words = [w.removeprefix("members ") for w in sorted(family.data[1]) if w.startswith("members ")]
    shape = "scalar" if member.is_scalar else str(member.shape[0]) if member.is_vector else shape_text(member.shape)
    return " ".join([f"{member}: {shape}", *words])


def accepted(c: Context, found: Optimum) -> tuple[Text, ...]:
    """Other forms of the one answer, each proven to be equal."""
    out: list[Text] = []
    for text in c.get("accept", ()):
        if len(found.solution) != 1:
            raise c.fault(SymjacError("other forms are for one variable"), "accept")
        other = parse(text, where_of(found))
        same(other, next(iter(found.solution.values())), text)
        out.append((written(other),))
    return tuple(out)
