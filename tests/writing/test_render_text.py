"""Terminal text: exact pictures of small boxes, and what must hold of every document."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symjac.errors import LimitError
from symjac.writing import block, box
from symjac.writing.block import Aligned, Document, Equation, Items, Line, Note, Paragraph, Table
from symjac.writing.box import (
    PRODUCT,
    RELATION,
    SUM,
    TRANSPOSE,
    Accent,
    Arrow,
    BigOp,
    Box,
    Boxed,
    Call,
    Cases,
    Dots,
    Empty,
    Fence,
    Frac,
    Infix,
    Matrix,
    Num,
    Prefix,
    Root,
    Row,
    Script,
    Space,
    Sym,
    Underbrace,
    Words,
    infix,
    power,
    relation,
    transposed,
)
from symjac.writing.formats.text import page as text
from symjac.writing.formats.text.canvas import width
from symjac.writing.formats.text.math import Look, draw
from tests.helpers.samples import samples

A, X, x, y, i, j, k = (Sym(name) for name in "AXxyijk")
one, two, theta, Phi = Num("1"), Num("2"), Sym("theta"), Sym("Phi")
SAMPLES = samples()


def product(*items: Box) -> Box:
    return infix("", items, PRODUCT)


def juxt(*items: Box) -> Box:
    """Factors as they are, without brackets."""
    return Infix(items, ("",) * (len(items) - 1), PRODUCT)


def at(base: Box, *indices: Box) -> Box:
    return Script(base, Row(indices) if len(indices) > 1 else indices[0])


def partial(of: Box, by: Box) -> Box:
    return Frac(Prefix("∂", of), Prefix("∂", by))


def total(body: Box) -> Box:
    return BigOp("∑", relation(k, "=", one), Sym("N"), body)


jacobian = Matrix(
    (
        (at(A, one, one), Dots("h"), at(A, one, Sym("N"))),
        (Dots("v"), Dots("d"), Dots("v")),
        (at(A, Sym("M"), one), Dots("h"), at(A, Sym("M"), Sym("N"))),
    )
)

# One line: the box, in Unicode, in ASCII.
ONE_LINE = [
    (product(A, x), "Ax", "Ax"),
    (product(Phi, theta), "Φθ", "Phi theta"),
    (product(at(A, i, k), at(x, k)), "Aᵢₖ xₖ", "A_ik x_k"),
    (at(A, i, Sym("q")), "A_iq", "A_iq"),
    (at(A, one, two), "A₁₂", "A_12"),
    (transposed(A), "Aᵀ", "A'"),
    (transposed(infix("+", [x, y], SUM)), "(x + y)ᵀ", "(x + y)'"),
    (power(X, Prefix("−", one)), "X⁻¹", "X^-1"),
    (power(x, two), "x²", "x^2"),
    (transposed(Script(Sym("W"), sup=Fence("(", one, ")"))), "W⁽¹⁾ᵀ", "W^(1)'"),
    (Script(Sym("R", "blackboard"), sup=Sym("M")), "ℝᴹ", "R^M"),
    (Sym("Z", "blackboard"), "ℤ", "Z"),
    (
        Script(Sym("R", "blackboard"), sup=relation(Sym("M"), "×", Sym("N"))),
        "ℝ^(M×N)",
        "R^(M x N)",
    ),
    (power(Fence("‖", x, "‖"), two), "‖x‖²", "||x||^2"),
    (product(two, Call(Sym("tr", "roman"), (A,), bare=True)), "2 tr A", "2 tr A"),
    (product(Call(Sym("tr", "roman"), (A,), bare=True), x), "tr A x", "tr A x"),
    (Call(Sym("f"), (x, y)), "f(x, y)", "f(x, y)"),
    (juxt(transposed(X), Prefix("d", X), A), "Xᵀ dX A", "X' dX A"),
    (product(Script(Sym("∇"), theta), Sym("L")), "∇_θ L", "grad_theta L"),
    (Prefix("−", product(two, x)), "−2x", "-2x"),
    (Accent("hat", y), "ŷ", "yhat"),
    (Accent("bar", x), "x̄", "xbar"),
    (Accent("tilde", theta), "θ̃", "thetatilde"),
    (Infix((x, y), ("⊙",), PRODUCT), "x ⊙ y", "x .* y"),
    (Infix((x, y), ("/",), PRODUCT), "x/y", "x/y"),
    (Frac(one, two), "½", "1\n-\n2"),
    (Root(x), "√x", "sqrt(x)"),
    (Infix((x, Sym("S")), ("∈",), RELATION), "x ∈ S", "x in S"),
    (Row((Sym("R"), Arrow(Sym("e")), Sym("S"))), "R ──e──→ S", "R --e--> S"),
    (Row((x, Space("quad"), Words("if "), y)), "x   if y", "x   if y"),
    (Row((Dots("l"), Dots("h"))), "…⋯", "......"),
    (Sym("x\x1b[31m\ny"), "x�[31m y", "x?[31m y"),
    (Empty(), "", ""),
]


@pytest.mark.parametrize(("formula", "unicode", "ascii"), ONE_LINE)
def test_one_line(formula: Box, unicode: str, ascii: str) -> None:
    assert (text.box(formula), text.box(formula, ascii=True)) == (unicode, ascii)


# Pictures: the box, in Unicode, in ASCII.
PICTURES = {
    "matrix": (
        relation(A, "=", jacobian),
        """
            ⎡A₁₁   ⋯  A_1N⎤
        A = ⎢ ⋮    ⋱   ⋮  ⎥
            ⎣A_M1  ⋯  A_MN⎦
        """,
        """
            [A_11  ...  A_1N]
        A = [ :    '.    :  ]
            [A_M1  ...  A_MN]
        """,
    ),
    "sum": (
        relation(partial(at(Sym("f"), i), at(x, j)), "=", total(juxt(at(A, i, k), partial(at(x, k), at(x, j))))),
        """
        ∂fᵢ    N      ∂xₖ
        ─── =  ∑  Aᵢₖ ───
        ∂xⱼ   k=1     ∂xⱼ
        """,
        """
        df_i    N       dx_k
        ---- = sum A_ik ----
        dx_j   k=1      dx_j
        """,
    ),
    "cases": (
        relation(x, "=", Cases(((y, relation(i, "=", j)), (Num("0"), Words("otherwise"))))),
        """
            ⎧ y   i = j
        x = ⎨
            ⎩ 0   otherwise
        """,
        """
            / y   i = j
        x = {
            \\ 0   otherwise
        """,
    ),
    "underbraces": (
        relation(
            Underbrace(product(Script(Sym("∇"), theta), Sym("L")), relation(one, "×", Sym("D"))),
            "=",
            juxt(Underbrace(x, relation(one, "×", Sym("N"))), Underbrace(A, relation(Sym("N"), "×", Sym("D")))),
        ),
        """
        ∇_θ L =  x    A
        ╰─┬─╯   ╰┬╯  ╰┬╯
         1×D    1×N  N×D
        """,
        """
        grad_theta L =   x      A
        '----+-----'    '+'    '+'
           1 x D       1 x N  N x D
        """,
    ),
    "blocks with a shape": (
        Matrix(((x, y, one), (one, one, x)), bars=(1,), label=relation(two, "×", Num("3"))),
        """
        ⎡x │ y  1⎤
        ⎣1 │ 1  x⎦
               2×3
        """,
        """
        [x | y  1]
        [1 | 1  x]
             2 x 3
        """,
    ),
    "row of fractions": (
        Matrix(((partial(Sym("L"), x), Dots("h"), partial(Sym("L"), y)),), tall=True),
        """
        ⎡∂L     ∂L⎤
        ⎢──  ⋯  ──⎥
        ⎣∂x     ∂y⎦
        """,
        """
        [dL       dL]
        [--  ...  --]
        [dx       dy]
        """,
    ),
    "frame": (
        relation(y, "=", Boxed(product(A, x))),
        """
            ┌────┐
        y = │ Ax │
            └────┘
        """,
        """
            +----+
        y = | Ax |
            +----+
        """,
    ),
    "raised": (
        power(Sym("e"), Prefix("−", power(x, two))),
        """
         −x²
        e
        """,
        """
        e^(-x^2)
        """,
    ),
    "tall brackets": (
        power(Fence("(", Infix((one, Frac(x, y)), ("+",), SUM), ")"), two),
        """
        ⎛    x⎞²
        ⎜1 + ─⎟
        ⎝    y⎠
        """,
        """
        /    x\\2
        |1 + -|
        \\    y/
        """,
    ),
    "transposed matrix": (
        transposed(Matrix(((x,), (y,)))),
        """
        ⎡x⎤ᵀ
        ⎣y⎦
        """,
        """
        [x]T
        [y]
        """,
    ),
    "determinant": (
        Matrix(((x, y), (y, x)), left="|", right="|"),
        """
        │x  y│
        │y  x│
        """,
        """
        |x  y|
        |y  x|
        """,
    ),
    "root": (
        Root(infix("+", [x, y], SUM)),
        """
         _____
        √x + y
        """,
        """
        sqrt(x + y)
        """,
    ),
    "tall root": (
        Root(Frac(x, y)),
        """
         ┌─
         │x
         │─
        ╲│y
        """,
        """
          _
         |x
         |-
        \\|y
        """,
    ),
    "nested fraction": (
        Frac(one, Frac(x, y)),
        """
         1
        ───
         x
         ─
         y
        """,
        """
         1
        ---
         x
         -
         y
        """,
    ),
    "minus before a fraction": (
        Prefix("−", Frac(x, y)),
        """
          x
        − ─
          y
        """,
        """
          x
        - -
          y
        """,
    ),
    "limit and value": (
        BigOp("lim", Infix((x, Num("0")), ("→",), RELATION), None, Script(Fence("", Frac(x, y), "|"), y)),
        """
            x│
        lim ─│
        x→0 y│y
        """,
        """
             x|
        lim  -|
        x->0 y|y
        """,
    ),
    "wide accents": (
        Infix((Accent("bar", at(x, one, two)), Accent("hat", at(x, one))), (",",), RELATION),
        """
        ───  ^
        x₁₂, x₁
        """,
        """
        ----   ^
        x_12, x_1
        """,
    ),
}


def picture(expected: str) -> str:
    return dedent(expected).strip("\n")


@pytest.mark.parametrize("name", PICTURES)
def test_picture(name: str) -> None:
    formula, unicode, ascii = PICTURES[name]
    assert text.box(formula) == picture(unicode).rstrip()
    assert text.box(formula, ascii=True) == picture(ascii).rstrip()


FLAT = [
    (partial(at(Sym("f"), i), at(x, j)), "∂fᵢ/∂xⱼ"),
    (Frac(infix("+", [x, y], SUM), product(two, x)), "(x + y)/(2x)"),
    (
        Row(tuple(Frac(infix("+", [a, b], SUM), two) for a in (x, y) for b in (i, j, k))),
        "(x + i)/2(x + j)/2(x + k)/2(y + i)/2(y + j)/2(y + k)/2",
    ),
    (total(at(x, k)), "∑ₖ₌₁ᴺ xₖ"),
    (BigOp("∑", relation(Sym("q"), "=", one), None, x), "∑_(q=1) x"),
    (Matrix(((x, y), (one, two))), "[x, y; 1, 2]"),
    (Cases(((y, Words("if so")), (x, Words("otherwise")))), "{y if so; x otherwise}"),
    (power(Sym("e"), power(x, two)), "e^(x²)"),
    (Root(infix("+", [x, y], SUM)), "√(x + y)"),
    (Underbrace(product(A, x), one), "Ax"),
    (Boxed(x), "x"),
    (Accent("hat", at(x, one)), "hat(x₁)"),
]


@pytest.mark.parametrize(("formula", "expected"), FLAT)
def test_in_prose(formula: Box, expected: str) -> None:
    assert text.document(Document((), (Paragraph((formula,)),))) == expected + "\n"


def inside(node: Any) -> list[object]:
    """Every box and block in a document."""
    if isinstance(node, tuple):
        return [found for part in node for found in inside(part)]
    if not isinstance(node, (Document, *get_args(block.Block), *get_args(box.Box))):
        return []
    return [node, *(found for name in getattr(node, "__slots__", ()) for found in inside(getattr(node, name)))]


def test_the_samples_speak_the_whole_language() -> None:
    spoken = {type(found) for document in SAMPLES.values() for found in inside(document)}
    assert {*get_args(box.Box), *get_args(block.Block)} <= spoken


@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize("columns", [40, 70, 88])
@pytest.mark.parametrize("name", SAMPLES)
def test_within_the_width(name: str, columns: int, ascii: bool) -> None:
    shown = text.document(SAMPLES[name], width=columns, ascii=ascii)
    assert [line for line in shown.split("\n") if width(line) > columns] == []
    assert not ascii or shown.isascii()
    assert shown.endswith("\n") and not shown.startswith("\n")
    assert all(line == line.rstrip() for line in shown.split("\n"))


def shown(*blocks: block.Block, columns: int = 60, ascii: bool = False) -> str:
    return text.document(Document((), blocks), width=columns, ascii=ascii).rstrip("\n")


def test_reasons_stand_in_a_column() -> None:
    steps = Aligned((Line(x, "=", product(A, y), ("(first)",)), Line(Empty(), "=", y, ("(since ", A, " is one)"))))
    assert shown(steps) == picture(
        """
        x = Ay    (first)
          = y     (since A is one)
        """
    ).replace("x = ", "    x = ").replace("  = y ", "      = y ")


def test_reasons_move_to_the_right_margin_where_a_column_is_too_narrow() -> None:
    long = infix("+", [at(x, Num(str(n))) for n in range(1, 8)], SUM)
    steps = Aligned((Line(y, "=", x, ("(short)",)), Line(Empty(), "=", long, ("(a longer reason)",))))
    assert shown(steps, columns=50) == (
        "    y = x                                  (short)\n\n"
        "      = x₁ + x₂ + x₃ + x₄ + x₅ + x₆ + x₇\n"
        "                                 (a longer reason)"
    )


def test_breaks_before_relations_then_before_sums() -> None:
    terms = infix("+", [at(x, Num(str(n))) for n in range(1, 9)], SUM)
    assert shown(Equation(relation(y, "=", terms, "=", A), end="."), columns=50) == (
        "    y = x₁ + x₂ + x₃ + x₄ + x₅ + x₆ + x₇ + x₈ = A."
    )
    assert shown(Equation(relation(y, "=", terms, "=", A), end="."), columns=49) == (
        "    y = x₁ + x₂ + x₃ + x₄ + x₅ + x₆ + x₇ + x₈\n      = A."
    )
    assert shown(Equation(relation(y, "=", terms, "=", A), end="."), columns=30) == (
        "    y = x₁ + x₂ + x₃ + x₄ + x₅\n        + x₆ + x₇ + x₈ = A."
    )


def test_a_formula_moves_to_the_next_line_as_a_whole() -> None:
    both = Row((relation(x, "=", A), Sym(","), Space("qquad"), relation(y, "=", transposed(A), "=", x)))
    assert shown(Equation(both), columns=24) == "    x = A,\n    y = Aᵀ = x"


def test_wide_matrices_lose_their_middle() -> None:
    wide = Matrix(tuple(tuple(at(x, Num(str(n))) for n in range(r, r + 9)) for r in (1, 11)))
    assert shown(Equation(wide), columns=40).split("\n") == [
        "    ⎡x₁   x₂   x₃   x₄   x₅   ⋯  x₉ ⎤",
        "    ⎣x₁₁  x₁₂  x₁₃  x₁₄  x₁₅  ⋯  x₁₉⎦",
    ]


def test_remarks_and_ends() -> None:
    assert shown(Equation(product(A, x), ("for every ", x), ".")) == "    Ax    for every x."
    assert shown(Equation(product(A, x), ("a remark too long to stand beside it, really",), "."), columns=40) == (
        "    Ax\n            a remark too long to stand\n            beside it, really."
    )


def test_inline_formulas_are_not_broken() -> None:
    assert shown(Paragraph(("Let it be so that ", relation(y, "=", product(A, x)), ".")), columns=22) == (
        "Let it be so that\ny = Ax."
    )


def test_small_print_and_lists() -> None:
    assert shown(Note("check", ("three points",)), Note("condition", (X, " invertible"))) == (
        "    Check: three points\n    Condition: X invertible"
    )
    assert shown(Items((("a",), (x,))), ascii=True) == "  * a\n  * x"


def test_tables_share_the_width() -> None:
    table = Table((("f",), ("what it is",)), ((("tanh",), ("a function with quite a long name",)),))
    assert shown(table, columns=32).split("\n") == [
        "    f      what it is",
        "    ────   ─────────────────────",
        "    tanh   a function with quite",
        "           a long name",
    ]


def test_wide_characters_and_marks_are_measured() -> None:
    assert (width("日本"), width("x̂"), width("ab")) == (4, 1, 2)
    assert draw(Frac(Sym("日本"), Accent("hat", x)), Look()).lines == ("日本", "────", " x̂  ")


WRAPPERS: dict[str, Callable[[Box], Box]] = {
    "fence": lambda b: Fence("(", b, ")"),
    "fraction": lambda b: Frac(b, x),
    "exponent": lambda b: Script(x, sup=b),
    "index": lambda b: Script(x, sub=b),
    "sum": lambda b: Infix((x, b), ("+",), SUM),
    "relation": lambda b: Infix((x, b), ("=",), RELATION),
    "row": lambda b: Row((b,)),
    "frame": Boxed,
    "root": Root,
    "doubled": lambda b: Cases(((b, b),)),
    "brace": lambda b: Underbrace(b, b),
    "matrix": lambda b: Matrix(((b, b),)),
}


@pytest.mark.parametrize("depth", [100, 500, 5000])
@pytest.mark.parametrize("kind", WRAPPERS)
def test_deep_nesting_is_drawn_or_refused(kind: str, depth: int) -> None:
    formula: Box = x
    for _ in range(depth):
        formula = WRAPPERS[kind](formula)
    for blocks in ((Equation(formula),), (Paragraph((formula,)),), (Aligned((Line(formula, "=", formula),)),)):
        try:
            assert text.document(Document((), blocks))
        except LimitError:
            assert depth > 100 or kind in ("fraction", "exponent", "doubled", "brace", "matrix", "index")


def test_deep_details_are_refused() -> None:
    deep: block.Block = block.PageBreak()
    for _ in range(5000):
        deep = block.Details(("more",), (deep,))
    with pytest.raises(LimitError):
        text.document(Document((), (deep,)))


names = st.sampled_from(["x", "theta", "A", "loss", "Sigma", "日", "é", "∇", "∴", "1"])
leaves = st.one_of(
    st.builds(Sym, names, st.sampled_from(["italic", "roman", "bold", "blackboard", "sans"])),
    st.builds(Num, st.sampled_from(["0", "12", "0.5"])),
    st.builds(Words, st.sampled_from(["if ", " so ", ""])),
    st.builds(Space, st.sampled_from(["thin", "quad", "qquad"])),
    st.builds(Dots, st.sampled_from("hlvd")),
    st.just(Empty()),
    st.just(TRANSPOSE),
)


def grown(inner: st.SearchStrategy[Box]) -> st.SearchStrategy[Box]:
    maybe = st.none() | inner
    several = st.lists(inner, min_size=2, max_size=4).map(tuple)
    signs = st.sampled_from(["", "+", "−", "=", ",", "⊙", "/", "→", "⊗"])
    precedences = st.sampled_from([RELATION, SUM, PRODUCT])
    brackets = st.sampled_from(["(", ")", "[", "]", "{", "}", "|", "‖", "⟨", "⟩", ""])
    return st.one_of(
        several.map(Row),
        st.builds(lambda items, s, p: Infix(items, (s,) * (len(items) - 1), p), several, signs, precedences),
        st.builds(Prefix, st.sampled_from(["−", "d", "∂", "∇"]), inner),
        st.builds(Script, inner, maybe, maybe),
        st.builds(Accent, st.sampled_from(["hat", "bar", "tilde"]), inner),
        st.builds(Call, inner, several, st.booleans()),
        st.builds(Fence, brackets, inner, brackets),
        st.builds(Frac, inner, inner),
        st.builds(Root, inner),
        st.builds(BigOp, st.sampled_from(["∑", "∏", "lim"]), maybe, maybe, inner),
        st.builds(
            lambda r, label, bars, tall: Matrix((r, r[:1] * len(r)), bars, tall, label),
            several,
            maybe,
            st.sampled_from([(), (1,)]),
            st.booleans(),
        ),
        st.lists(st.tuples(inner, inner), min_size=1, max_size=4).map(lambda rows: Cases(tuple(rows))),
        st.builds(Underbrace, inner, inner),
        st.builds(Arrow, inner),
        st.builds(Boxed, inner),
    )


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.recursive(leaves, grown, max_leaves=25), st.booleans(), st.integers(30, 90))
def test_any_box_is_drawn(formula: Box, ascii: bool, columns: int) -> None:
    canvas = draw(formula, Look(ascii))
    assert all(width(line) == canvas.width for line in canvas.lines)
    assert 0 <= canvas.base < canvas.height
    assert draw(formula, Look(ascii, flat=True)).height == 1
    page = shown(Equation(formula, ("so",)), Paragraph((formula,)), columns=columns, ascii=ascii)
    assert not ascii or page.isascii()
    assert max(map(width, page.split("\n"))) <= columns
