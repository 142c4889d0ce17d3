r"""x_1, x_k and A_{12} beside x and A are their entries, no constants that look so; what is not read is refused by name.

Each derivative is checked against dual numbers, in which all entries of x move.
"""

from __future__ import annotations

import pytest

import symjac
from symjac.errors import ShapeError, SymjacError

RESULTS = [
    # beside a sum over an index
    ("sum_i x_i^2 + x_1", "x", None, "2*x_i + kronecker(1, i)"),
    ("sum_i x_i^2 + x1*x3", "x", None, "2*x_i + kronecker(1, i)*x_3 + kronecker(3, i)*x_1"),
    (r"\log p_1 + \log p_2 + \sum_i p_i", "p", None, "kronecker(1, i)/p_1 + kronecker(2, i)/p_2 + 1"),
    (r"\sum_i \|x^{(i)} - x^{(1)}\|^2", "x", "x_i: D", "2*(x_i - x_1 - kronecker(1, i)*sum(j=1..M, x_j - x_1))'"),
    (r"\sum_i\sum_j A_{ij} x_i x_j + A_{11}", "A", None, "x_i*x_j + kronecker(1, i)*kronecker(1, j)"),
    ("y_i = x_i^2; sum_i y_i + y_1", "x", None, "2*(x_j + kronecker(1, j)*x_1)"),
    # with an index that no sum binds: the formula holds for each
    ("-z_y + log(sum_j exp(z_j))", "z", None, "softmax(z)_i - kronecker(y, i)"),
    (r"\log \frac{e^{s_y}}{\sum_{j} e^{s_j}}", "s", None, "kronecker(y, i) - softmax(s)_i"),
    (r"\frac{e^{z_i}}{\sum_j e^{z_j}}", "z", None, "(kronecker(i, j) - softmax(z)_j)*softmax(z)_i"),
    (r"\frac{e^{z_i}}{\sum_j e^{z_j}}", "z_k", None, "(kronecker(i, k) - softmax(z)_k)*softmax(z)_i"),
    (r"\frac{\partial}{\partial z_i} e^{z_i}/\sum_j e^{z_j}", None, None, "(kronecker(i, j) - softmax(z)_j)*softmax(z)_i"),
    (r"\sum_j A_{ij} x_j", "x", None, "A_ij"),
    (r"(y_i - \sum_j A_{ij} x_j)^2", "A", None, "-2*kronecker(i, j)*x_k*(y_i - sum(l=1..N, A_il*x_l))"),
    (r"\sigma(\sum_j w_j x_{ij})", "w", None, "x_ij*sigmoid(sum(k=1..N, w_k*x_ik))*(1 - sigmoid(sum(k=1..N, w_k*x_ik)))"),
    (r"\sum_n r_{nk} \|x_n - \mu_k\|^2", "mu_k", None, "-2*sum(n=1..M, r_nk*(x_n - mu_k)')"),
    (r"\frac{\partial}{\partial b_i} (\sum_k w_{ik} a_k + b_i)^2", None, None, "2*(sum(k=1..N, w_ik*a_k) + b_i)"),
    ("x_k/sum_j x_j", "x", None, "kronecker(k, i)/sum(j=1..N, x_j) - x_k/sum(j=1..N, x_j)^2"),
    # beside the array itself
    ("x_1^2 + norm(x)^2", "x", None, "2*(kronecker(1, i)*x_1 + x_i)"),
    ("x[1]^2 + x'x", "x", None, "2*(kronecker(1, i)*x_1 + x_i)"),
    ("z_k - log(sum(exp(z)))", "z", None, "kronecker(k, i) - softmax(z)_i"),
    ("exp(z_k)/sum(exp(z))", "z", None, "exp(z_k)*(kronecker(k, i) - softmax(z)_i)/sum(exp(z))"),
    ("A_{11} + tr(A)", "A", None, "kronecker(1, i)*kronecker(1, j) + kronecker(i, j)"),
    ("x' * A * x + A_{12}", "A", None, "kronecker(1, i)*kronecker(2, j) + x_i*x_j"),
    ("A_{12} x_1 + norm(A x)", "x", None, "kronecker(1, i)*A_12 + (A'*A*x)_i/norm(A*x)"),
    # of x: n with a number n, where nothing else of x is in the formula, the entries are the variables
    ("x_1^2 + x_1 x_2", "x", "x: 2", "[2*x_1 + x_2, x_1]"),
    ("[x1^2; x1*x2]", "x", "x: 2", "[2*x_1, 0; x_2, x_1]"),
    ("x_1*x_2", "x_1", "x: 2", "x_2"),
    (r"f(x) = \begin{bmatrix} x_1^2 + x_2 \\ x_1 x_2 \end{bmatrix}", None, None, "[2*x_1, 1; x_2, x_1]"),
    ("f(x) = x_1^2 + x_3", "x", "x: 4", "[2*x_1, 0, 1, 0]"),
    ("f(x, t) = x_1 t + x_2", None, None, "[t, 1, x_1]"),
    ("x_1^2 + x_2", "x", None, "[2*x_1, 1]"),
    # entries of expressions
    (r"-\log softmax(z)_y", "z", None, "softmax(z)_i - kronecker(y, i)"),
    (r"\sum_i (A x - b)_i^2", "x", None, "2*sum(i=1..M, A_ij*(sum(k=1..N, A_ik*x_k) - b_i))"),
    (r"\frac{\partial (A x)_i}{\partial x_j}", None, None, "A_ij"),
    (r"\sum_i \sigma(x)_i", "x", None, "sigmoid(x_i)*(1 - sigmoid(x_i))"),
    (r"\sum_i (x x^T b)_i", "x", None, "(sum(x)*b + (b'*x)*ones(N))'"),
    (r"y = W x; \sum_i y_i^2", "x", None, "2*sum(i=1..M, W_ij*sum(k=1..N, W_ik*x_k))"),
    ("y = W x; y_1^2 + norm(y)^2", "x", None, "2*(W_1i*sum(j=1..N, W_1j*x_j) + (W'*W*x)_i)"),
    ("sum_i (A x - b)_i^2", "x", None, "2*sum(i=1..M, A_ij*(sum(k=1..N, A_ik*x_k) - b_i))"),
    # in square brackets, and without a space between
    ("sum_i x[i]^2 + x[1]", "x", None, "2*x_i + kronecker(1, i)"),
    ("sum_i sum_j A[i,j] x[i] x[j]", "A", None, "x_i*x_j"),
    ("exp(z[k])/sum_j exp(z[j])", "z", None, "(kronecker(k, i) - softmax(z)_i)*softmax(z)_k"),
    ("x_1x_2 + x_3^2", "x", None, "[x_2, x_1, 2*x_3]"),
    ("f(x) = x_1^2 x_2", "x_1", None, "2*x_1*x_2"),
    ("f(x, t) = x_1^2 x_2 t", "t", None, "x_1^2*x_2"),
    # no index is called as a name of the formula
    ("i*z_k - log(sum(exp(z)))", "z", "i: scalar", "i*kronecker(k, j) - softmax(z)_j"),
    ("k*(y_i - sum_j A_ij x_j)^2", "x", "k: scalar", "-2*k*A_ij*(y_i - sum(l=1..N, A_il*x_l))"),
    # bars around a sum
    (r"\|x - \sum_j w_j a_j\|^2", "w", "a_j: D", "-2*(x - sum(i=1..M, w_i*a_i))'*a_j"),
    (r"\sum_i \|x_i - \sum_j w_{ij} x_j\|^2", "w", "x_i: D", "-2*(x_i - sum(k=1..M, w_ik*x_k))'*x_j"),
    (r"|\sum_i x_i| + |\sum_i y_i|", "x", None, "sign(sum(i=1..M, x_i))"),
    # of a family that is not the variable, one member with a letter of its own is given
    (r"-u_o^{\top} v_{c} + \log \sum_{w=1}^{V} e^{u_{w}^{\top} v_{c}}", "v_c", None,
     "(sum(w=1..V, exp(u_w'*v_c)*u_w)/sum(w=1..V, exp(u_w'*v_c)) - u_o)'"),
    # names of their own: indices begin at 1, vectors are no entries, what is declared is meant
    ("w_0 + w'*x", "w", None, "x'"),
    ("sum_i w_i x_i + w_0", "w", None, "x_i"),
    ("(x - x_1)'*(x - x_1)", "x", None, "2*(x - x_1)'"),
    ("x_i'x + norm(x)", "x", None, "(x/norm(x) + x_i)'"),
    ("A_1*x + A*x", "x", None, "A_1 + A"),
    ("sum_i x_i^2 + x_B", "x", "x_B: scalar", "2*x_i"),
    ("lambda_1*norm(w) + lambda_2*norm(w)^2", "w", None, "(2*lambda_2*norm(w) + lambda_1)*w'/norm(w)"),
]  # fmt: skip


@pytest.mark.parametrize(("f", "wrt", "where", "wanted"), RESULTS, ids=[f for f, *_ in RESULTS])
def test_entries_move_with_their_array(f: str, wrt: str | None, where: str | None, wanted: str) -> None:
    d = symjac.derive(f, wrt, where)
    assert str(d.result) == wanted
    assert symjac.parse(wanted, context=d.problem) is d.result or "x_B" in f
    assert d.check is not None


REFUSED = [
    (r"\sum_{i=1}^{n} (x_{i+1} - x_i)^2", "x", None, "shifted"),
    (r"\sum_i (x^{(i+1)} - x^{(i)})^2", "x", None, "shifted"),
    (r"\sum_t \| h_t - W h_{t-1} \|^2", "W", None, "shifted"),
    (r"\sum_{i=1}^n x_i^2 - x_n", "x", None, "the last x"),
    (r"\sum_{k} p_k \log p_k + p_K", "p", None, "the last p"),
    (r"\sum_k A_{ik} B_{kj}", "A", None, "the indices i and j are bound by no sum"),
    ("A_{ij} + tr(A)", "A", None, "the indices i and j are bound by no sum"),
    ("p = exp(z_k)/sum_j exp(z_j); -log(p)", "z", None, "write p_k = …"),
    ("norm(theta)^2 + theta_5", "theta", "theta: 3", "the index 5 is too large: there are 3"),
    ("x_1^2 + norm(x)^2", "x", "x_1: scalar", "is how an entry of x is written"),
    ("sum_i y^2", "y", None, "nothing behind `sum_i` has the index i"),
    ("x_1*A*x", "x", None, "by the entries of x numbers are differentiated"),
]


@pytest.mark.parametrize(("f", "wrt", "where", "words"), REFUSED, ids=[f for f, *_ in REFUSED])
def test_what_is_not_read_is_refused_by_name(f: str, wrt: str, where: str | None, words: str) -> None:
    with pytest.raises(SymjacError) as failure:
        symjac.derive(f, wrt, where)
    assert words in str(failure.value)


@pytest.mark.parametrize("layout", ["numerator", "denominator"])
@pytest.mark.parametrize("order_of", ["notes", "rows", "columns"])
@pytest.mark.parametrize(
    ("f", "wrt"),
    [
        ("-z_y + log(sum_j exp(z_j))", "z"),
        (r"\sum_j A_{ij} x'x", "x"),
        (r"\sum_j A_{ij} x'B x", "B"),
        (r"(y_i - \sum_j A_{ij} x_j)^2", "A"),
        ("x_1^2 + x'x", "x"),
    ],
)
def test_in_every_layout(f: str, wrt: str, layout: str, order_of: str) -> None:
    assert symjac.derive(f, wrt, layout=layout, order_of=order_of).check is not None


def test_a_number_below_a_name_wants_as_many_entries() -> None:
    """The check draws sizes that are large enough; values that are given must have the entry."""
    d = symjac.derive("sum_i x_i^2 + x_1*x_7", "x")
    assert all(sizes["N"] >= 7 for sizes in d.check.sizes)  # type: ignore[union-attr]
    with pytest.raises(SymjacError, match="only 2"):
        d.tensor({"x": [1.0, 2.0]})


def test_a_literal_index_is_compared_with_a_literal_size() -> None:
    with pytest.raises(ShapeError):
        symjac.derive(r"\sum_{i=1}^2 x_i^2 + x_7", "x", "x: 2")


def test_one_member_of_a_family_of_data_is_given() -> None:
    """u_o is a column of its own by v, and moves with the others by u."""
    loss = r"-u_o^{\top} v + \log \sum_{w=1}^{V} e^{u_{w}^{\top} v}"
    assert "u_o" in symjac.derive(loss, "v").problem.symbols
    assert "kronecker(o, " in str(symjac.derive(loss, "u").result)


def test_where_the_letters_are_one_the_page_says_so() -> None:
    d = symjac.derive(r"\frac{\partial}{\partial z_i} \frac{e^{z_i}}{\sum_j e^{z_j}}")
    assert "what is asked has j = i" in str(d)


def test_commas_part_the_entries_of_a_row() -> None:
    where = "x_1: scalar; x_2: scalar"
    assert str(symjac.parse("[2x_1 x_2, x_1^2]", where)) == "[2*x_1*x_2, x_1^2]"
    assert str(symjac.parse("[x_1 x_2]", where)) == "[x_1, x_2]"


def test_a_second_derivative_has_its_sign() -> None:
    assert "∂²f/∂xᵢ ∂xⱼ" in symjac.derive("x_1^2 + norm(x)^2", "x", order=2).render("text")


@pytest.mark.parametrize(("f", "words"), [("x_1^2 + norm(x)^2", "a single entry"), ("-z_y + log(sum_j exp(z_j))", "for every y")])
def test_no_minimum_is_sought_by_single_entries(f: str, words: str) -> None:
    with pytest.raises(SymjacError, match=words):
        symjac.minimize(f, "z" if "z" in f else "x")
