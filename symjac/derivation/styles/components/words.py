"""The sentences around f_i and ∂f_i/∂x_j: what is asked, what is named, what is differentiated."""

from __future__ import annotations

from typing import Any

from symjac.calculus.entries.look import look
from symjac.calculus.entries.nodes import terms_of
from symjac.calculus.entries.slopes import nodes_of
from symjac.derivation.notation import article, derivative_sign, jacobian_shape, ranges_text
from symjac.derivation.styles.components.inner import in_blocks
from symjac.derivation.styles.components.matrices import plain_sum, unsigned
from symjac.derivation.styles.components.setting import Named, Setting, boxes
from symjac.expr.dims import ONE, Shape
from symjac.expr.expr import Expr
from symjac.expr.lazy import sympy
from symjac.expr.looks import look_of_dim, space_of, written
from symjac.expr.make import is_op
from symjac.expr.names import look_of
from symjac.writing.block import Text
from symjac.writing.box import ATOM, RELATION, Box, Fence, Infix, Prefix, Row, Script, Sym, commas, equation
from symjac.writing.signs import listed

READ = {"notes": "row by row", "rows": "row by row", "columns": "column by column"}
ORDERED = {"notes": "down the columns", "rows": "along the rows", "columns": "down the columns"}


def gradient_box(s: Setting) -> Box:
    return derivative_sign(look_of(s.name), s.task.variables)


def spaces(s: Setting) -> Box:
    """f : ℝ^{M×N} ≅ ℝ^{MN} → ℝ^M"""
    domain, codomain = flat(s.x.shape), flat(s.f.shape)
    if not s.f.is_matrix:
        codomain = codomain[-1:]
    if not s.x.is_matrix:
        domain = domain[:1]
    if s.x.is_scalar:
        codomain = codomain[:1]
    sides = [*domain, *codomain]
    signs = [":", *["≅"] * (len(domain) - 1), "→", *["≅"] * (len(codomain) - 1)]
    return Infix((look_of(s.name), *sides), tuple(signs), RELATION)


def flat(shape: Shape) -> list[Box]:
    """ℝ^{M×N} ≅ ℝ^{MN}"""
    return [space_of(shape), space_of((shape[0] * shape[1], ONE))]


def counted(s: Setting) -> Text:
    """A has MN entries and f has M components,"""
    named: Text = (*called(s), " ") if called(s) else ()
    f, x = look_of(s.name), s.task.x_box
    count = amount(s.f.shape[0] * s.f.shape[1])
    if s.x.is_scalar:
        return (*named, x, " is a number and ", f, " has ", count, " entries,")
    many: Text = (count, ",") if s.f.is_matrix else (count, " components,")
    return (*named, x, " has ", amount(s.x.shape[0] * s.x.shape[1]), " entries and ", f, " has ", *many)


def called(s: Setting) -> Text:
    """Let K = AᵀA. Where the person has given no name."""
    return ("Let ", equation(look_of(s.name), written(s.f)), ".") if s.f.is_matrix and not s.task.problem.name else ()


def dimension(s: Setting) -> Text:
    """hence ∇f is M × (M × N). The inputs are read row by row. We need ∂f_i/∂A_kj for 1 ≤ i, k ≤ M, 1 ≤ j ≤ N."""
    grad = gradient_box(s)
    need: Text = ("We need ", inline(s), " for ", *ranges_text(s.free), ". ")
    if s.x.is_scalar:
        return ("hence ", grad, " has the shape of ", look_of(s.name), ". ", *need)
    order: list[Text] = []
    if s.x.is_matrix:
        order.append((f"the inputs are read {READ[s.task.order_of]}",))
    if s.f.is_matrix:
        order.append(("the components of ", look_of(s.name), f" are ordered {ORDERED[s.task.order_of]}"))
    return ("hence ", grad, " is ", shape_box(s), "; ", *listed(order), ". ", *need)


def shape_box(s: Setting) -> Box:
    """M × (M × N), the other way round in the denominator layout."""
    sides = (s.f.shape, s.x.shape) if s.task.layout == "numerator" else (s.x.shape, s.f.shape)
    return jacobian_shape(*sides)


def asked(s: Setting) -> Text:
    """Which partial derivatives are needed, and how many."""
    x, grad, f = s.task.x_box, gradient_box(s), look_of(s.name)
    if has_dimension(s):
        return dimension(s)
    if not s.columns:
        return ()
    need: Text = ("To find it we need ", inline(s), " for ", *ranges_text(s.free), ". ")
    if s.rows and not s.x.is_matrix:
        shown = jacobian_shape(s.f.shape, s.x.shape)
        has: Text = (
            "Since ",
            f,
            " has ",
            amount(s.f.shape[0] * s.f.shape[1]),
            " components and ",
            x,
            " has ",
            amount(s.columns[0].size),
        )
        if s.task.layout == "numerator":
            return (*has, ", the Jacobian ", grad, " is ", article(shown), shown, " matrix. ", *need)
        return (*has, ", there are ", shown, " partial derivatives, ", inline(s), " for ", *ranges_text(s.free), ". ")
    if s.x.is_matrix:
        arranged: Text = ("Since ", f, " is a number, its partial derivatives are arranged in the shape of ", x, ".")
        return (*arranged, " We need ", inline(s), " for ", *ranges_text(s.free), ". ")
    side = "a row" if s.task.layout == "numerator" else "a column"
    count = amount(s.columns[0].size)
    return ("Since ", f, " is a number and ", x, " has ", count, " entries, ", grad, f" is {side}. ", *need)


def has_dimension(s: Setting) -> bool:
    """Whether a matrix is an input or an output, so that the dimension of the answer has to be thought about."""
    return s.f.is_matrix or (s.x.is_matrix and not s.f.is_scalar)


def inline(s: Setting) -> Box:
    """∂f_i/∂x_j in one line of text."""
    return in_line(s, s.f_box(*s.f_indices))


def in_line(s: Setting, top: Box) -> Box:
    """∂z_i/∂x_j"""
    below = s.x_box(*boxes(s.columns))
    d = "d" if s.x.is_scalar else "∂"
    return Row((Prefix(d, top, ATOM), Sym("/"), Prefix(d, below, ATOM)))


def amount(n: Any) -> Box:
    return look_of_dim(n)


def component(s: Setting, columns: bool) -> Text:
    """Before f_i = Σ_k A_ik x_k."""
    if columns:
        left, right = column_factors(s) or ("", "")
        names: list[Text] = [
            (column_of(name), " be the ", Sym("p"), f"-th {side_of(s)} of ", written(e))
            for name, e in zip((left, right), leaves(s), strict=True)
        ]
        turned = next(a for a in s.f.args if is_op(a, "transpose"))
        also = "row" if side_of(s) == "column" else "column"
        one: Text = (*names[0], f", which is {also} ", Sym("p"), " of ", written(turned))
        return ("Let ", *(one if left == right else listed(names)), ". Then")
    if in_blocks(s.f):
        return block_words(s)
    if s.named:
        return ("Then",)
    if s.f.is_scalar:
        return ("In components,",) if s.columns else ("As a function of ", s.task.x_box, ",")
    return (
        ("The components of ", look_of(s.name), " are")
        if s.f.is_matrix
        else ("The ", Sym(str(s.rows[0].symbol)), "-th component is")
    )


def block_words(s: Setting) -> Text:
    """Before (A ⊗ X)_{(p−1)K+r,(q−1)P+s} = A_pq X_rs."""
    a, b = s.f.args
    found = [s.route.in_blocks(i, m, n) for i, m, n in zip(s.f_place, a.shape, b.shape, strict=True)]
    block, entry = ([look(i) for i in places if i != 1] for places in zip(*(pair or () for pair in found), strict=True))
    return ("Entry ", numbered(entry), " of block ", numbered(block), " is")


def numbered(indices: list[Box]) -> Box:
    """(p, q), or p alone"""
    return indices[0] if len(indices) == 1 else Fence("(", commas(indices), ")")


def on_the_diagonal(s: Setting) -> Text:
    """Before K_pp = Σ_m A_mp²."""
    p, q = boxes(s.rows)
    what = "sum of squares" if isinstance(s.entry, sympy.Sum) else "square"
    return ("For ", equation(q, p), f" this is a {what},")


def column_of(name: str) -> Box:
    return Script(look_of(name), sub=Sym("p"))


def side_of(s: Setting) -> str:
    return "row" if is_op(s.f.args[1], "transpose") else "column"


def leaves(s: Setting) -> tuple[Expr, Expr]:
    a, b = s.f.args
    return (a.args[0], b) if is_op(a, "transpose") else (a, b.args[0])


def column_factors(s: Setting) -> tuple[str, str] | None:
    """The names a, b of the columns in A'B, or of the rows in AB', where those letters are free."""
    if not is_op(s.f, "mul") or len(s.f.args) != 2 or not s.f.is_matrix:
        return None
    a, b = s.f.args
    if is_op(a, "transpose") == is_op(b, "transpose"):
        return None
    pair = leaves(s)
    if not all(is_op(e, "symbol") and len(str(e.data[0])) == 1 and str(e.data[0]).isupper() for e in pair):
        return None
    names = tuple(str(e.data[0]).lower() for e in pair)
    taken = s.names.used | {str(limit[0]) for limit in getattr(s.entry, "args", ())[1:]}
    return None if taken & set(names) else (names[0], names[1])


def naming(s: Setting, z: Named) -> Text:
    if z.expr in s.typed:
        return ("Here",) if z is s.named[0] else ("and",)
    return ("Write",) if z is s.named[0] else ("and",)


def differentiate(name: Box, s: Setting, entry: Any) -> Text:
    """'Differentiate the i-th component with respect to x_j. Only the term k = j contains x_j:'"""
    x = s.x_box(*boxes(s.columns))
    which: Text = (name,)
    if name == s.f_box(*s.f_indices) and len(s.rows) == 1:
        which = ("the ", boxes(s.rows)[0], "-th component")
    if not s.columns:
        return ("Differentiate ", *which, " with respect to ", x, ":")
    start: Text = ("Differentiate ", *which, " with respect to ", x)
    more = only_term(s, entry) or product_words(s, entry)
    return (*start, ".", *more) if more else (*start, ":")


def only_term(s: Setting, entry: Any) -> Text:
    """Which terms of the sum contain the variable."""
    found = [unsigned(t) for t in terms_of(entry) if t.has(s.variable.base)]
    if len(found) != 1 or not plain_sum(found[0]) or len(s.columns) != 1 or s.x.is_matrix:
        return ()
    k = str(found[0].args[1][0])
    met = [e for e in found[0].args[0].args if getattr(e, "base", None) == s.variable.base]
    if len(met) != 1 or [str(i) for i in met[0].indices] != [k]:
        return ()
    where = equation(Sym(k), boxes(s.columns)[0])
    only: Text = ("nly the term ", where, " contains ", s.x_box(*boxes(s.columns)), ":")
    fixed = [unsigned(t) for t in terms_of(entry) if not t.has(s.variable.base)]
    if not fixed:
        return (" O", *only)
    verb = " is constant" if len(fixed) == 1 else " are constant"
    return (" Here ", *listed([(look(t),) for t in fixed]), verb, ", and of the sum o", *only)


def product_words(s: Setting, entry: Any) -> Text:
    """Where several factors contain the variable."""
    base = s.variable.base
    if not any(sum(a.has(base) for a in product.args) > 1 for product in nodes_of(entry, sympy.Mul)):
        return ()
    return (" The product rule gives one term for each factor that contains ", s.task.x_box, ":")


def chain_rule(s: Setting) -> Text:
    return ("By the chain rule,",)
