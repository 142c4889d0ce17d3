"""Documents for the renderers' tests: the six derivations of style/samples.tex, and small ones for every other corner.

What formats may rely on: reasons and remarks are drawn as given (they bring their own brackets); an Equation's
`end` closes the whole display, after the remark; an Aligned's `end` follows the last line's formula, before its reason.
"""

from __future__ import annotations

from symjac.writing.block import (
    Aligned,
    Block,
    Details,
    Document,
    Equation,
    Heading,
    Items,
    Line,
    Mark,
    Note,
    PageBreak,
    Paragraph,
    Room,
    Table,
)
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
    relation,
    row,
    transposed,
)
from tests.helpers.pictures import chapter

# Documents, laid out by hand to be read beside samples.tex.
# fmt: off
SPECIAL = "# $ % & _ { } ~ ^ \\ < > \" * @ ` ' | [ ] ( ) / = + - ! ? -- `` ''"


def v(name: str) -> Box:
    return Num(name) if name.isdigit() else Sym(name)


def at(base: Box | str, *indices: Box | str) -> Script:
    """x_1, A_{ij}."""
    inner = tuple(v(i) if isinstance(i, str) else i for i in indices)
    return Script(v(base) if isinstance(base, str) else base, sub=inner[0] if len(inner) == 1 else Row(inner))


def layer(name: str, number: str) -> Script:
    """W^{(1)}."""
    return Script(v(name), sup=Fence("(", v(number), ")"))


def reals(*sizes: str) -> Script:
    return Script(R, sup=infix("×", [v(s) for s in sizes], PRODUCT))


def rel(*parts: Box | str) -> Box:
    """a = b = c: signs stand at the odd places, names become symbols."""
    return relation(*(v(p) if isinstance(p, str) and k % 2 == 0 else p for k, p in enumerate(parts)))


def juxt(*items: Box | str) -> Infix:
    return Infix(tuple(v(i) if isinstance(i, str) else i for i in items), ("",) * (len(items) - 1), PRODUCT)


def nabla(by: Box, of: Box) -> Infix:
    return juxt(Script(Sym("∇"), sub=by), of)


def partial(of: Box, by: Box) -> Frac:
    return Frac(Prefix("∂", of), Prefix("∂", by))


def total(index: str, to: str, body: Box) -> BigOp:
    return BigOp("∑", rel(index, "=", "1"), v(to), body)


def column(*cells: Box) -> Matrix:
    return Matrix(tuple((c,) for c in cells))


def grid(*lines: str, bars: tuple[int, ...] = (), label: Box | None = None) -> Matrix:
    """A matrix from words: 'A11 .. A1N' with '..', ':' and '\\' for dots, '_' for an empty cell, '2A12' for 2A_12."""
    return Matrix(tuple(tuple(_cell(w) for w in line.split()) for line in lines), bars, label=label)


def _cell(word: str) -> Box:
    dots: dict[str, Box] = {"..": Dots("h"), ":": Dots("v"), "\\": Dots("d"), "_": Empty()}
    if word in dots:
        return dots[word]
    if word[0].isdigit():
        return Num(word) if word.isdigit() else juxt(word[0], _cell(word[1:]))
    return at(word[0], *word[1:]) if len(word) > 1 else v(word)


R = Sym("R", "blackboard")
A, X, K, Phi, theta, x, y, e, f, L, i, j, k, one, two = (
    v(n) for n in ("A", "X", "K", "Phi", "theta", "x", "y", "e", "f", "L", "i", "j", "k", "1", "2")
)
Ax, AtA = juxt(A, x), juxt(transposed(A), A)
TR, LOG, DET, TANH = (Sym(n, "roman") for n in ("tr", "log", "det", "tanh"))
RANGE = Row((rel("1", "≤", "i", "≤", "M"), Sym(","), Space("thin"), rel("1", "≤", "j", "≤", "N")))
COMMA, QUAD, QQUAD = Sym(","), Space("quad"), Space("qquad")


def bra(box: Box) -> Fence:
    return Fence("(", box, ")")


def norm2(box: Box) -> Script:
    return Script(Fence("‖", box, "‖"), sup=two)


def given(*text: str | Box, lead: str = "Problem.") -> Paragraph:
    return Paragraph(text, lead)


def components() -> Document:
    fi, xj = at("f", "i"), at("x", "j")
    written = rel(
        Call(f, (x,)), "=", column(*(Call(at("f", n), (x,)) for n in "12"), Dots("v"), Call(at("f", "M"), (x,))), "=",
        juxt(grid("A11 A12 .. A1N", "A21 A22 .. A2N", ": : \\ :", "AM1 AM2 .. AMN"),
             column(at("x", "1"), at("x", "2"), Dots("v"), at("x", "N"))),
    )
    entry = rel(Call(fi, (x,)), "=", total("k", "N", juxt(at("A", "i", "k"), at("x", "k"))))
    step = rel(
        partial(fi, xj), "=", total("k", "N", juxt(at("A", "i", "k"), partial(at("x", "k"), xj))), "=",
        total("k", "N", juxt(at("A", "i", "k"), at("δ", "k", "j"))), "=", at("A", "i", "j"),
    )

    def d(m: str, n: str) -> Frac:
        return partial(at("f", m), at("x", n))

    jacobian = Matrix(
        (
            (d("1", "1"), Dots("h"), d("1", "N")),
            (Dots("v"), Dots("d"), Dots("v")),
            (d("M", "1"), Dots("h"), d("M", "N")),
        ),
        tall=True,
    )
    answer = rel(nabla(x, f), "=", jacobian, "=", grid("A11 .. A1N", ": \\ :", "AM1 .. AMN"), "=", A)
    slash = Infix((Prefix("∂", fi), Prefix("∂", xj)), ("/",), PRODUCT)
    return Document(
        ("Components: ", nabla(x, bra(Ax)), ", full detail"),
        (
            Heading(1, ("Components: ", nabla(x, bra(Ax)), ", full detail")),
            given("Let ", rel(A, "∈", reals("M", "N")), " be constant and ", rel(f, ":", reals("N"), "→", reals("M")),
                  ", ", rel(Call(f, (x,)), "=", Ax), ". Find ", nabla(x, f), "."),
            given("Since ", f, " has ", v("M"), " components and ", x, " has ", v("N"), ", the Jacobian ", nabla(x, f),
                  " is an ", rel("M", "×", "N"), " matrix. To find it we need ", slash, " for ",
                  rel("1", "≤", "i", "≤", "M"), ", ", rel("1", "≤", "j", "≤", "N"), ". Written out,", lead="Solution."),
            Equation(row(written, COMMA, QQUAD, Words("so"), QQUAD, entry), end="."),
            Paragraph(("Differentiate the ", i, "-th component with respect to ", xj, ". Only the term ",
                       rel(k, "=", j), " contains ", xj, ":")),
            Equation(row(step, COMMA, QQUAD, RANGE), end="."),
            Paragraph(("Collecting these entries,",)),
            Equation(row(Sym("∴"), QUAD, answer), end="."),
            Equation(Boxed(rel(nabla(x, bra(Ax)), "=", A)), ("the same matrix at every ", x), end="."),
        ),
    )


def chain() -> Document:
    residual = Infix((y, juxt(Phi, theta)), ("−",), SUM)
    maps = Row((reals("D"), Arrow(e), reals("N"), Arrow(L), R))
    to = Infix((theta, residual, norm2(residual)), ("↦", "↦"), RELATION)
    factors = rel(
        Underbrace(nabla(theta, L), rel("1", "×", "D")), "=",
        juxt(Underbrace(nabla(e, L), rel("1", "×", "N")), Underbrace(nabla(theta, e), rel("N", "×", "D"))),
    )
    two_e = rel(
        Matrix(((partial(L, at("e", "1")), Dots("h"), partial(L, at("e", "N"))),), tall=True), "=",
        Matrix(((juxt("2", at("e", "1")), Dots("h"), juxt("2", at("e", "N"))),)), "=", juxt("2", transposed(e)),
    )
    braced = juxt("2", Underbrace(transposed(residual), rel("1", "×", "N")), Underbrace(Phi, rel("N", "×", "D")))
    yt = Infix((transposed(y), juxt(transposed(theta), transposed(Phi))), ("−",), SUM)
    last = rel(
        nabla(theta, L), "=", juxt("2", transposed(e), bra(Prefix("−", Phi))), "=", Boxed(Prefix("−", braced)), "=",
        Prefix("−", juxt("2", bra(yt), Phi)),
    )
    squares = Infix((Script(v("e"), v("1"), two), Dots("h"), Script(v("e"), v("N"), two)), ("+", "+"), SUM)
    return Document(
        ("Chain rule: least squares",),
        (
            Heading(1, ("Chain rule: least squares, exam detail",)),
            given(rel(y, "∈", reals("N")), ", ", rel(Phi, "∈", reals("N", "D")), " are given; ",
                  rel(Call(e, (theta,)), "=", residual), " and ", rel(Call(L, (e,)), "=", norm2(e)),
                  ". Find ", nabla(theta, L), "."),
            Paragraph((), "Solution."),
            Equation(row(maps, COMMA, QQUAD, to)),
            Equation(factors, end="."),
            Aligned((
                Line(nabla(theta, e), "=", Prefix("−", Phi),
                     ("(", e, " is affine in ", theta, "; ", y, " is constant)")),
                Line(nabla(e, L), "=", two_e, ("(", rel(L, "=", squares), ")")),
            )),
            Equation(row(Sym("⇒"), QUAD, last), end="."),
        ),
    )


def vector_by_matrix() -> Document:
    shape = rel("M", "×", bra(rel("M", "×", "N")))
    di, dj, xj = at("δ", "i", "k"), at("δ", "l", "j"), at("x", "j")
    value = Cases(((xj, row(Words("if "), rel(k, "=", i))), (v("0"), row(Words("if "), rel(k, "≠", i)))))
    entry = rel(
        partial(at("f", "i"), at("A", "k", "j")), "=", total("l", "N", juxt(di, dj, at("x", "l"))), "=", juxt(di, xj),
        "=", value,
    )
    blocks = grid(
        "x1 .. xN 0 .. 0 .. 0 .. 0", "0 .. 0 x1 .. xN .. 0 .. 0", ": _ : : _ : \\ : _ :", "0 .. 0 0 .. 0 .. x1 .. xN",
        bars=(3, 6, 7), label=shape,
    )
    kron = Infix((at("I", "M"), transposed(x)), ("⊗",), PRODUCT)
    return Document(
        ("A vector by a matrix",),
        (
            Heading(1, ("A vector by a matrix: ", nabla(A, bra(Ax)))),
            given(rel(Call(f, (A,)), "=", Ax), " with ", rel(A, "∈", reals("M", "N")), " variable, ",
                  rel(x, "∈", reals("N")), " constant. What is the dimension of ", nabla(A, f), "? Find it."),
            given(rel(f, ":", reals("M", "N"), "≅", Script(R, sup=juxt("M", "N")), "→", reals("M")), ", hence ",
                  nabla(A, f), " is ", shape, ". The inputs are read row by row. With ",
                  rel(at("f", "i"), "=", total("l", "N", juxt(at("A", "i", "l"), at("x", "l")))), ",",
                  lead="Solution."),
            Equation(row(entry, QQUAD, RANGE), end="."),
            Equation(row(Sym("∴"), QUAD, rel(nabla(A, f), "=", blocks, "=", Boxed(kron)))),
            Paragraph(("Column block ", k, " holds the derivatives with respect to row ", k, " of ", A, ".")),
        ),
    )


def matrix_by_matrix() -> Document:
    def both(p: str, q: str) -> Row:
        return row(rel("p", p, "q"), COMMA, Space("thin"), rel("j", "=", q))

    dmi, dpj, dqj = at("δ", "m", "i"), at("δ", "p", "j"), at("δ", "q", "j")
    aip, aiq, amp, amq = (at("A", *n) for n in ("ip", "iq", "mp", "mq"))
    gram = total("m", "M", juxt(amp, amq))
    inner = bra(Infix((juxt(dmi, dpj, amq), juxt(amp, dmi, dqj)), ("+",), SUM))
    entry = rel(
        partial(at("K", "p", "q"), at("A", "i", "j")), "=", total("m", "M", inner), "=",
        Infix((juxt(dpj, aiq), juxt(dqj, aip)), ("+",), SUM), "=",
        Cases(((juxt("2", aip), both("=", "p")), (aiq, both("≠", "p")), (aip, both("≠", "q")),
               (v("0"), Words("otherwise")))),
    )
    dA = Prefix("d", A)
    dK = rel(Prefix("d", K), "=", Infix((juxt(transposed(dA), A), juxt(transposed(A), dA)), ("+",), SUM))
    six = grid("2A11 0 2A21 0 2A31 0", "A12 A11 A22 A21 A32 A31", "A12 A11 A22 A21 A32 A31", "0 2A12 0 2A22 0 2A32",
               bars=(2, 4), label=rel(bra(rel("2", "×", "2")), "×", bra(rel("3", "×", "2"))))
    entries = zip("1234", ("11", "21", "12", "22"), strict=True)
    order = [part for n, c in entries for part in (rel(at("f", n), "=", at("K", *c)), ", ")]
    return Document(
        ("A matrix by a matrix",),
        (
            Heading(1, ("A matrix by a matrix: ", nabla(A, bra(AtA)))),
            given("Let ", rel(K, "=", AtA, "∈", reals("N", "N")), " and let ", at("a", "p"), " be the ", v("p"),
                  "-th column of ", A, ". Then ",
                  rel(at("K", "p", "q"), "=", Infix((at("a", "p"), at("a", "q")), ("·",), PRODUCT), "=", gram), ", and",
                  lead="Solution."),
            Equation(entry, end="."),
            Paragraph(("The four cases are exclusive and cover every ", Fence("(", Infix(
                (v("p"), v("q"), i, j), (",",) * 3, RELATION), ")"), ". As a linear map, ", dK, ". For ",
                rel("M", "=", "3"), ", ", rel("N", "=", "2"),
                ", components ordered down the columns of ", K, " (", *order[:-1], "):")),
            Equation(rel(nabla(A, f), "=", six)),
        ),
    )


def differential() -> Document:
    XtX, dX = juxt(transposed(X), X), Prefix("d", X)
    inverse = Script(bra(XtX), sup=Prefix("−", one))
    logdet = Call(LOG, (Call(DET, (XtX,)),), bare=True)
    product = bra(Infix((juxt(transposed(dX), X), juxt(transposed(X), dX)), ("+",), SUM))
    C = v("C")
    return Document(
        ("Differential: ", nabla(X, logdet), ", brief"),
        (
            Heading(1, ("Differential: ", nabla(X, logdet), ", brief")),
            Aligned((
                Line(Prefix("d", logdet), "=", Call(TR, (juxt(inverse, Prefix("d", bra(XtX))),)),
                     ("(log-determinant)",)),
                Line(Empty(), "=", Call(TR, (juxt(inverse, product),)), ("(product)",)),
                Line(Empty(), "=", juxt(two, Call(TR, (juxt(inverse, transposed(X), dX),))),
                     ("(", rel(Call(TR, (C,), bare=True), "=", Call(TR, (transposed(C),), bare=True)), ")")),
                Line(row(Sym("⇒"), QUAD, nabla(X, logdet)), "=", Boxed(juxt(two, X, inverse)),
                     ("for ", X, " of full column rank.")),
            )),
        ),
    )


def backprop() -> Document:
    def z(n: str, before: Box) -> Box:
        return rel(layer("z", n), "=", Infix((juxt(layer("W", n), before), layer("b", n)), ("+",), SUM))

    def a(n: str) -> Box:
        return rel(layer("a", n), "=", Call(TANH, (layer("z", n),), bare=True))

    def slope(n: str) -> Fence:
        return bra(Infix((one, Infix((layer("a", n),) * 2, ("⊙",), PRODUCT)), ("−",), SUM))

    delta1, delta2 = layer("delta", "1"), layer("delta", "2")
    error = Infix((layer("a", "2"), y), ("−",), SUM)
    loss = rel(L, "=", juxt(Frac(one, two), norm2(error)))
    back = bra(juxt(transposed(layer("W", "2")), delta2))
    zl = layer("z", "l")
    tanh1 = rel(Script(TANH, sup=Sym("′")), "=", Infix((one, Script(TANH, sup=two)), ("−",), SUM))
    grads = row(
        rel(partial(L, layer("W", "2")), "=", juxt(delta2, transposed(layer("a", "1")))), COMMA, QUAD,
        rel(partial(L, layer("b", "2")), "=", delta2), COMMA, QQUAD,
        rel(partial(L, layer("W", "1")), "=", juxt(delta1, transposed(x))), COMMA, QUAD,
        rel(partial(L, layer("b", "1")), "=", delta1),
    )
    return Document(
        ("Backpropagation: two layers",),
        (
            Heading(1, ("Backpropagation: two layers",)),
            Equation(row(z("1", x), COMMA, QQUAD, a("1")), end=","),
            Equation(row(z("2", layer("a", "1")), COMMA, QQUAD, a("2"), COMMA, QQUAD, loss), end="."),
            Paragraph(("Write ", rel(layer("delta", "l"), "=", Script(bra(nabla(zl, L)), sup=TRANSPOSE)),
                       " for the error of layer ", v("l"), " (a column). Because ", tanh1, " (entry by entry; ", one,
                       " is the vector of ones),")),
            Aligned((
                Line(delta2, "=", Infix((bra(error), slope("2")), ("⊙",), PRODUCT), ("(output layer)",)),
                Line(delta1, "=", Infix((back, slope("1")), ("⊙",), PRODUCT), ("(back through ", layer("W", "2"), ")")),
            )),
            Equation(grads, end="."),
        ),
    )


def corners() -> Document:
    """Every class and field the six derivations do not use, in quiet company."""
    accents = [Accent("hat", theta), Accent("bar", x), Accent("tilde", v("Sigma")), Accent("hat", at("mu", "1"))]
    greek = ("alpha", "beta", "epsilon", "varphi", "phi", "Omega", "Alpha", "omicron", "vartheta", "loss")
    names: list[Box] = [*accents, *(v(n) for n in greek)]
    fonts = [Sym("w", "bold"), Sym("theta", "bold"), R, Sym("vec", "roman"), Sym("softmax", "roman"), x]
    pairing = Fence("⟨", Infix((x, y), (",",), RELATION), "⟩")
    step = Frac(Call(f, (Infix((x, v("h")), ("+",), SUM),)), v("h"))
    limit = BigOp("lim", Infix((v("h"), v("0")), ("→",), RELATION), None, step)
    product = BigOp("∏", rel(k, "=", one), v("n"), at("x", "k"))
    value = Fence("", Frac(Prefix("d", f), Prefix("d", x)), "|")
    roots = Infix((Root(Infix((x, Num("0.5")), ("+",), SUM)), Fence("|", x, "|")), ("+",), SUM)
    return Document(
        ("Corners & ", nabla(x, f)),
        (
            Heading(1, ("Corners",)),
            Heading(2, ("Names and accents",)),
            Heading(3, ("At level three",)),
            Equation(Infix(tuple(names), (",",) * (len(names) - 1), RELATION)),
            Equation(juxt(*fonts), ("where ", Sym("w1_x"), " is a name"), end="."),
            Equation(row(pairing, QUAD, limit, QUAD, product, QUAD, Script(value, sub=rel(x, "=", "0")), QUAD, roots)),
            Equation(Matrix(((v("a"), Empty()), (Dots("l"), v("d"))), left="(", right=")")),
            Table((("function",), ("value at ", x), ("derivative",)),
                  ((("tanh",), (Call(TANH, (x,), bare=True),), (Infix((one, Script(TANH, sup=two)), ("−",), SUM),)),
                   (("sigmoid & friends",), (Call(Sym("sigma"), (x,)),), ("100% of ", Frac(one, two)))),
                  ("Activations of ", x)),
            Items((("first, ", rel(x, "=", one)), ("second",))),
            Note("convention", ("numerator layout; ", nabla(x, f), " is a row.",)),
            Note("inferred", (rel(x, "∈", reals("n")), ".")),
            Note("condition", (X, " has full column rank.")),
            Note("check", ("exact at 3 random points.",)),
            Details(("Why ", rel(at("x", "k"), "=", one), "?"),
                    (Paragraph(("Because of this:",)), Equation(rel(x, "=", one), end="."),
                     Details(("Deeper.",), (Items((("an item",),)),)))),
            Room(2.5), Room(2.0, "lines"), Room(1.0, "box"),
            PageBreak(),
            Paragraph(("The end. ", Mark("2"))),
        ),
    )


def special() -> Document:
    """Characters that LaTeX, HTML, Markdown or Typst would read as commands, in every place that takes text."""
    rude: list[Block] = [
        Heading(1, (SPECIAL,)),
        Paragraph((SPECIAL, x, SPECIAL), "Lead #1 & <b>."),
        Paragraph(("- not a list", x, "\n= not a heading\n\n+ nor this; https://example.org // no comment /* none */")),
        Paragraph(("naïve Gauß, Ångström — “quoted” ‘so’, ½ a → b, 𝔸 日本 θ₁ ∇ \t\x07 end",)),
        Equation(rel(Sym(SPECIAL), "=", Sym("a_b%c#d", "roman")), (SPECIAL,), end="."),
        Aligned((Line(Sym("x<y>&"), "=", Words(' if #1 & $2 "so" '), (SPECIAL,)),), lead="⇒"),
        Table(((SPECIAL,), ("b",)), (((SPECIAL,), ("| a | b",)),), (SPECIAL,)),
        Items(((SPECIAL,), ("[x] box",))),
        Note("check", (SPECIAL,)),
        Details((SPECIAL,), (Paragraph(("</details><script>alert(1)</script>",)),)),
    ]
    hard = ("日本", "θ", "ϕ", "x_1", "\\alpha", "$x$", "#let", "é", "a b", "∑", "\\end{document}", "^", "'", '"')
    rude.append(Equation(Infix(tuple(Sym(n) for n in hard), (",",) * (len(hard) - 1), RELATION)))
    return Document((SPECIAL,), tuple(rude))


def wide() -> Document:
    """Lines that must be broken, reasons that do not fit beside them, a matrix of more than ten columns."""
    inverse, other = Script(bra(AtA), sup=Prefix("−", one)), Script(K, sup=Prefix("−", one))
    term = juxt(inverse, transposed(A), Prefix("d", A), inverse)
    long = Infix((term,) * 5, ("+", "−", "+", "−"), SUM)
    rule = rel(Prefix("d", other), "=", Prefix("−", juxt(other, Prefix("d", K), other)))
    reason = ("(the differential of an inverse is ", rule, ", applied to every one of the ",
              "five summands, the constant ones dropping out)")
    nested = Call(TR, (Infix((bra(long), term), ("+",), SUM),))
    twelve = Matrix(tuple(tuple(at("x", str(r), str(c)) for c in range(1, 13)) for r in range(1, 4)), bars=(4, 8))
    return Document(
        ("Wide",),
        (
            Equation(rel(Prefix("d", K), "=", long, "=", term)),
            Equation(rel(Prefix("d", K), "=", nested), reason, end="."),
            Aligned((Line(Prefix("d", K), "=", term, reason), Line(Empty(), "=", long, ("(short)",)),
                     Line(Empty(), "=", nested, reason))),
            Equation(rel(X, "=", twelve)),
            Aligned((Line(long, "=", rel(term, "=", term), reason),), lead="⇒", end="."),
            Aligned((Line(K, "=", AtA), Line(Empty(), "≠", X)), lead="∴", end="."),
        ),
    )


def samples() -> dict[str, Document]:
    """Every sample document by name."""
    makers = (components, chain, vector_by_matrix, matrix_by_matrix, differential, backprop, corners, special, wide, chapter)
    return {make.__name__: make() for make in makers}
