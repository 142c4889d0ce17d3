"""A derivation as a document: title, problem, solution, small print."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby

from symjac.derivation.explain.as_typed import as_typed
from symjac.derivation.explain.displays import blocks_of, condition_note, weight
from symjac.derivation.explain.free_letter import commutations, with_free_letter
from symjac.derivation.explain.sentences import punctuated
from symjac.derivation.explain.statements import formulas, problem
from symjac.derivation.explain.symbols import meant, notation
from symjac.derivation.notation import MOST, lives_in
from symjac.derivation.question import structure_of
from symjac.derivation.result import Derived
from symjac.expr.dims import ONE, dim
from symjac.expr.expr import Expr, length, postorder
from symjac.expr.looks import look_of_dim, space_of, written
from symjac.expr.names import look_of
from symjac.language import Definition, Problem
from symjac.language.maps import Map
from symjac.writing.block import Aligned, Block, Details, Document, Equation, Line, Note, Paragraph, Text
from symjac.writing.box import PRODUCT, RELATION, Box, Dots, Fence, Frac, Infix, Matrix, Num, Script, commas, equation, infix
from symjac.writing.parts import children
from symjac.writing.signs import applied, indexed, listed, mapping

NO_FAMILIES: Mapping[Expr, Expr] = {}
INLINE = 9  # symbols of a formula that still stands in a line of text


def article(d: Derived) -> Document:
    blocks: list[Block] = problem_blocks(d)
    steps = punctuated([*d.answer.pictures, *blocks_of(d.steps, d.detail)])
    blocks += steps if unnamed_map(d.problem) else lead_in(steps)
    blocks += proofs(d)
    shown = formulas(d) if d.answer.named else [d.f, d.result, *meant(d.steps)]
    blocks += notation([title(d), *blocks], shown)
    blocks += condition_note(d.conditions)
    blocks += small_print(d)
    found = with_free_letter(Document(title(d), tuple(blocks)), commutations(d.result, d.steps))
    return as_typed(found, d.problem.source)


def excerpt(d: Derived, kinds: Collection[str]) -> Document:
    """The steps of some kinds, without problem and small print."""
    steps = punctuated(blocks_of([step for step in d.steps if step.kind in kinds], d.detail))
    return as_typed(with_free_letter(Document((), tuple(steps)), commutations(d.result, d.steps)), d.problem.source)


def proofs(d: Derived) -> list[Block]:
    """Why the rules hold that were quoted: at the end, in full alone."""
    return [Details((f"Proof of {each.title}.",), tuple(punctuated(blocks_of(each.steps, "full")))) for each in d.proofs]


def lead_in(steps: list[Block]) -> list[Block]:
    """'Solution.' before the first sentence, or alone where the solution starts with a formula."""
    if steps and isinstance(steps[0], Paragraph) and not steps[0].lead:
        return [Paragraph(steps[0].text, lead="Solution."), *steps[1:]]
    return [Paragraph((), lead="Solution."), *steps]


def unknown(d: Derived) -> Box:
    """∇ₓf, ∇²ₓf, or df/dt, which stand in a line of text."""
    sign = d.question.sign
    return Infix((sign.num, sign.den), ("/",), PRODUCT) if isinstance(sign, Frac) else sign


def formula(problem: Problem, variables: Iterable[Expr]) -> Infix:
    """f(x) = Ax + b; f: ℝⁿ → ℝᵐ of a map that is only named"""
    if unnamed_map(problem):
        return map_box(problem.maps[problem.called])
    own = [e.body for e in problem.definitions if e.name == problem.name]
    f = own[0] if len(problem.definitions) == len(own) == 1 else problem.target
    name = look_of(problem.called)
    if f.op.name == "stack":  # f_k(z) = …, for each k
        name, f = indexed(name, written(f.data[0])), f.args[0]
    return equation(applied(name, *(written(x) for x in variables)), written(f))


def title(d: Derived) -> Text:
    """∇ₓf for f(x) = Ax + b; a long formula is left to the problem below."""
    if d.answer.named is not None and length(d.f) > 2 * INLINE:
        return ("The derivative ", unknown(d))
    shown = Infix(stated(d)[-1], ("=",), RELATION) if by_numbers(d) else formula(d.problem, d.variables)
    return (unknown(d), " for ", shown) if weight(shown) <= 2 * INLINE else ("The derivative ", unknown(d))


def problem_blocks(d: Derived) -> list[Block]:
    """'Let A ∈ ℝ^{M×N} be constant, and let f: ℝᴺ → ℝᴹ, f(x) = Ax. Find ∇ₓf.' What is long is displayed."""
    if d.answer.named is not None and len(d.answer.named.statements) > 1:
        return problem(d, ("Find\u00a0", unknown(d)))
    used = [e for e in postorder(d.f) if e.op.name == "symbol" and e not in d.variables]
    if unnamed_map(d.problem):
        smooth: Text = ("Let ", formula(d.problem, d.variables), " be differentiable.")
        return [Paragraph(smooth, lead="Definition.")]
    fixed = taken_as_given(d, used)
    shown = [equation(head, body) for head, body in stated(d)]
    inline = sum(map(weight, shown)) <= INLINE * len(shown) and not any(map(is_tall, shown))
    if len(shown) > 1:
        return given_by_steps(d, fixed, shown, inline)
    whole = mapping(look_of(d.problem.called), domain(d.variables, d.problem.families), space_of(d.f.shape))
    if inline:
        start: Text = (*fixed, ", and let " if fixed else "Let ", whole, ", ", *shown, *for_such(d), ". ")
        return [Paragraph((*start, *question(d), "."), lead="Problem.")]
    such = (*for_such(d), ",") if for_such(d) else ()
    start = (*fixed, ". " if fixed else "", *question(d), " for the map ", whole, " that is given", *such, " by")
    return [Paragraph(start, lead="Problem."), Equation(shown[0], end=".")]


def given_by_steps(d: Derived, fixed: Text, shown: list[Infix], inline: bool) -> list[Block]:
    """'For θ ∈ ℝᴰ let e(θ) = y − Φθ and L(e) = ‖e‖².'"""
    start: Text = (*fixed, ". " if fixed else "")
    each = listed(together(d.variables, d.problem.families))
    if inline:
        words: Text = (*start, "For ", *each, " let ", *listed([(box,) for box in shown]), ". ", *question(d), ".")
        return [Paragraph(words, lead="Problem.")]
    lines = tuple(Line(head, "=", body) for head, body in stated(d))
    return [Paragraph((*start, *question(d), ", where for ", *each), lead="Problem."), Aligned(lines, end=".")]


def stated(d: Derived) -> list[tuple[Box, Box]]:
    """The two sides of f(x) = Ax + b; the person's own definitions, where the last of several is what is differentiated."""
    own = d.problem.definitions
    if len(own) > 1 and own[-1].name == d.problem.name:
        return [definition(e) for e in own]
    head, body = formula(d.problem, d.variables).items
    return [(head, body)]


def definition(e: Definition) -> tuple[Box, Box]:
    """e(θ) = y − Φθ; p_i = … of a family."""
    head = applied(look_of(e.name), *map(look_of, e.params)) if e.params else look_of(e.name)
    if e.body.op.name != "stack":
        return head, written(e.body)
    return indexed(head, written(e.body.data[0])), written(e.body.args[0])


def question(d: Derived) -> Text:
    """'Find ∇ₓf'. Where the derivation answers it, 'What is the dimension of ∇ₐf?' comes first."""
    find: Text = ("Find\u00a0", unknown(d))
    return ("What is the dimension of ", unknown(d), "? ", *find) if asks_size(d) else find


def asks_size(d: Derived) -> bool:
    return any(step.kind == "shape" and not d.variables[0].is_scalar for step in d.steps)


def taken_as_given(d: Derived, used: Sequence[Expr]) -> Text:
    """'Let y ∈ ℝᴺ be constant and g: ℝᴰ → ℝᴺ be differentiable'"""
    maps = named_maps(d)
    fixed: Text = ("Let ", *listed([constant(e, d.problem.families) for e in used]), " be constant") if used else ()
    if not maps:
        return fixed
    named = listed([(map_box(d.problem.maps[name]),) for name in maps])
    return (*fixed, " and let " if fixed else "Let ", *named, " be differentiable")


def named_maps(d: Derived) -> list[str]:
    """The functions in f of which only the name is known."""
    return [*dict.fromkeys(str(e.data[0]) for e in postorder(d.f) if e.op.name == "image")]


def by_numbers(d: Derived) -> bool:
    """w = x_1 x_2 with numbers x_1, x_2 given by u_1, u_2: put together, nobody would see the chain rule in it."""
    return d.style == "chain" and all(x.is_scalar for x in d.variables) and d.f.op.name != "image"


def unnamed_map(problem: Problem) -> bool:
    """f(x) with nothing but the name of f: there is no formula to show."""
    return problem.name is None and problem.is_map


def map_box(f: Map) -> Infix:
    """g: ℝᴰ → ℝᴺ"""
    return mapping(look_of(f.name), space_of((f.inputs, ONE)), space_of((f.outputs, ONE)))


def domain(variables: Sequence[Expr], families: Mapping[Expr, Expr] = NO_FAMILIES) -> Box:
    """ℝᴺ, ℝ² for two scalars, ℝⁿ × ℝᵐ for two vectors, (ℝⁿ)ᴷ for K vectors."""
    if len(variables) == 1 and variables[0] in families and not families[variables[0]].is_scalar:
        x = families[variables[0]]
        count = infix("", [look_of_dim(n) for n in x.data], PRODUCT)
        return Script(Fence("(", space_of(x.shape), ")"), sup=count)
    if len(variables) > 1 and all(x.is_scalar for x in variables):
        return space_of((dim(len(variables)), ONE))
    return infix("×", [space_of(x.shape) for x in variables], PRODUCT)


def is_tall(box: Box) -> bool:
    """Whether a matrix of several rows is in it."""
    return (isinstance(box, Matrix) and len(box.rows) > 1) or any(map(is_tall, children(box)))


ADJECTIVES = {"posdef": "symmetric positive definite"} | {w: w for w in ("symmetric", "diagonal", "orthogonal", "invertible")}


def for_such(d: Derived) -> Text:
    """' for symmetric S'"""
    found = [ADJECTIVES[word] for word in sorted(d.variables[0].data[1]) if word in ADJECTIVES] if len(d.variables) == 1 else []
    return (f" for {' '.join(found)} ", written(d.variables[0])) if found else ()


WORDS = {"integer": "an integer", "posdef": "symmetric positive definite", "positive": "with positive entries"}


def declared(e: Expr) -> Text:
    """'S is symmetric'"""
    words = [WORDS.get(word, word) for word in sorted(e.data[1] - {"constant"}) if not word.startswith("members ")]
    each = [word.removeprefix("members ") for word in sorted(e.data[1]) if word.startswith("members ")]
    if each:
        return ("every member of ", written(e), " is ", " and ".join(WORDS.get(word, word) for word in each))
    verb = " has " if words == ["with positive entries"] else " is "
    return (written(e), verb + " and ".join(words).replace("with positive", "positive"))


def together(variables: Sequence[Expr], families: Mapping[Expr, Expr] = NO_FAMILIES) -> list[Text]:
    """u_1, u_2 ∈ ℝ: neighbours share their space, if nothing else is said of them."""
    out: list[Text] = []
    for (shape, _), group in groupby(variables, key=lambda x: (x.shape, x.data[1])):
        several = list(group)
        words = constant(several[0], families)[1:]
        names = [written(x) for x in several]
        shared = commas([*names[:-1], lives_in(names[-1], shape)])
        out += [(shared, *words)] if len(several) > 1 else [constant(several[0], families)]
    return out


def constant(e: Expr, families: Mapping[Expr, Expr] = NO_FAMILIES) -> Text:
    """A ∈ ℝ^{n×n} (symmetric); x_i ∈ ℝᴰ of a family."""
    if e in families and not families[e].is_scalar:
        x = families[e]
        runs = [
            Infix((written(i), Num("1"), Dots("l"), look_of_dim(n)), ("=", ",", ","), RELATION)
            for i, n in zip(x.args[1:], x.data, strict=True)
        ]
        each = [w.removeprefix("members ") for w in sorted(e.data[1]) if w.startswith("members ")]
        of = f" ({', '.join(WORDS.get(w, w) for w in each)})" if each else ""
        return (lives_in(written(x), x.shape), f"{of} for ", *listed([(box,) for box in runs]))
    said = WORDS | {"positive": "positive"} if e.is_scalar else WORDS
    words = [said.get(word, word) for word in sorted(e.data[1] - {"constant"})]
    return (lives_in(written(e), e.shape), f" ({', '.join(words)})" if words else "")


def small_print(d: Derived) -> list[Block]:
    notes: list[Block] = []
    if d.used:
        notes.append(Note("condition", ("The result uses that ", *listed([declared(e) for e in d.used]), ".")))
    notes.append(Note("convention", (conventions(d), ".")))
    if d.problem.inferred:
        notes.append(Note("inferred", inferred(d.problem)))
        notes += advice(d.problem)
    notes += [Note("inferred", (note,)) for note in d.problem.notes]
    if (found := d.check) is not None:
        notes.append(Note("check", found.sentence))
    return notes


def conventions(d: Derived) -> str:
    """What is in force, in one sentence."""
    words = layout(d)
    if d.question.structure:
        words += f"; {d.variables[0]} is {d.question.structure}, so the derivative is by its free entries (constrained)"
    for x in d.variables:
        if {"members symmetric", "members posdef", "members diagonal"} & x.data[1] and d.question.member is not None:
            words += f"; the entries of {d.question.member} are taken as independent of one another"
        if structure_of(x) and not d.question.structure:
            words += f"; {x} is {structure_of(x)}, but its entries are taken as independent of one another{gradient_of(d)}"
    return words + (f"; {stacking(d)}" if d.flattened else "")


def gradient_of(d: Derived) -> str:
    return ", which gives the gradient" if d.question.symmetric == "gradient" else ""


def layout(d: Derived) -> str:
    """What the layout means for this derivative."""
    if d.order == 2 and (len(d.variables) == 1 or d.variables[0].is_scalar):
        return "The Hessian is symmetric, so it is the same in numerator and denominator layout"
    side = "row" if d.layout == "numerator" else "column"
    f, x = d.f, d.variables[0]
    if d.order == 2:
        by, other = (x, d.variables[1])[:: 1 if side == "row" else -1]
        means = f"the rows belong to {by}, the columns to {other}"
    elif f.is_scalar and any(v.is_matrix for v in d.variables) and any(v.is_vector for v in d.variables):
        means = f"a scalar by a matrix has the shape of the matrix, and by a column it is a {side}"
    elif f.is_matrix and x.is_scalar:
        means = "a matrix by a scalar has the shape of the matrix"
    elif f.is_scalar and x.is_matrix:
        means = "a scalar by a matrix has the shape of the matrix"
    elif f.is_scalar and x.is_row:
        means = "a scalar by a row has the shape of the row"
    elif f.is_row and x.is_scalar:
        means = f"a row by a scalar is a {side}"
    else:
        means = f"the gradient of a scalar is a {side}" if f.is_scalar else f"each component of the function has its {side}"
    return f"{d.layout.capitalize()} layout ({means})"


def stacking(d: Derived) -> str:
    return {
        "notes": "variables are read row by row, values column by column",
        "rows": "variables and values are read row by row",
        "columns": "variables and values are read column by column",
    }[d.order_of]


def inferred(problem: Problem) -> Text:
    """'A ∈ ℝ^{M×N} and x ∈ ℝᴺ (by convention).'"""
    parts: list[Text] = [(lives_in(i.box, i.shape),) for i in problem.inferred]
    if len(parts) > 2 * MOST:
        parts = [*parts[:MOST], (f"{len(parts) - MOST} more",)]
    taken = " (by convention)" if any(i.how == "convention" for i in problem.inferred) else ""
    return (*listed(parts), f"{taken}.")


def advice(problem: Problem) -> list[Block]:
    """How to declare other shapes: for the person at the terminal, not for those who get the page."""
    taken = [i.declare for i in problem.inferred if i.how == "convention"]
    declare = "; ".join(taken[:MOST])
    return [Note("advice", (f"declare other shapes, for example {declare}.",))] if declare else []
