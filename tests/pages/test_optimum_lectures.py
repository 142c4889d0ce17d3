"""What lectures and exams ask for: Newton's step, sums of convex functions, entropy, orthonormal columns, several numbers."""

from __future__ import annotations

import pytest

import symjac
from symjac.errors import CheckError, ShapeError, UnsupportedError
from symjac.expr.make import mul, number
from symjac.pages.optimum import newton
from symjac.pages.optimum.asking import declaration
from symjac.verify.term import Value
from tests.helpers.optima import Problem
from tests.pages.test_optimum import answer


class TestNewtonsStep:
    """Without a closed form: the condition, the Hessian, and w − H⁻¹∇f."""

    @pytest.mark.parametrize(
        ("f", "wrt", "where", "step"),
        [
            ("-sum_i (t_i*log(sigmoid(x_i'*w)) + (1 - t_i)*log(1 - sigmoid(x_i'*w)))", "w", "x_i: D; t_i: scalar",
             "w - inv(sum(i=1..M, sigmoid(x_i'*w)*(1 - sigmoid(x_i'*w))*x_i*x_i'))*sum(i=1..M, (sigmoid(x_i'*w) - t_i)*x_i)"),
            ("sum_i (exp(w'*x_i) - y_i*w'*x_i)", "w", "x_i: D; y_i: scalar",
             "w - inv(sum(i=1..M, exp(x_i'*w)*x_i*x_i'))*sum(i=1..M, (exp(x_i'*w) - y_i)*x_i)"),
            ("sum(exp(X*w)) - y'*X*w", "w", "X: N x D; w: D",
             "w - inv(X'*diag(exp(X*w))*X)*X'*(exp(X*w) - y)"),
            ("exp(x) + x^2", "x", "x: scalar", "x - (exp(x) + 2*x)/(exp(x) + 2)"),
        ],
    )  # fmt: skip
    def test_the_step(self, f: str, wrt: str, where: str, step: str) -> None:
        found = symjac.minimize(f, wrt, where)
        assert found.status == "unsolved" and "no solution in closed form" in str(found)
        (line,) = [s for s in found.steps if s.rule.name == "newton"]
        assert line.after is not None and isinstance(line.after.meaning, Value)
        symbols = "; ".join(f"{e.data[0]}: {declaration(e)}" for e in found.asked.symbols.values())
        family = "; x_i: D" if "x_i" in where else ""
        assert symjac.equal(str(line.after.meaning.expr), step, where if family else symbols).status in (
            "correct",
            "unsimplified",
        )

    def test_a_long_step_is_not_written_out(self) -> None:
        text = str(symjac.minimize("sum_i log(1 + exp(-y_i*x_i'*w))", "w", "x_i: D; y_i: scalar"))
        assert "w − (∇_w²f)⁻¹(∇_wf)ᵀ." in text and "∇_w²f =" in text

    def test_none_is_given_where_f_is_not_known_to_be_convex(self) -> None:
        assert "Newton" not in str(symjac.minimize("sum_i (y_i - sigmoid(x_i'*w))^2", "w", "x_i: D"))

    def test_the_notation_is_that_of_the_question(self) -> None:
        for product, other in (("x_i'*w", "wᵀxᵢ"), ("w'*x_i", "xᵢᵀw")):
            assert other not in str(symjac.minimize(f"sum_i log(1 + exp(-y_i*{product}))", "w", "x_i: D; y_i: scalar"))

    @pytest.mark.parametrize("name", ["gradient", "hessian"])
    def test_a_wrong_derivative_is_caught(self, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        right = getattr(newton, name)
        monkeypatch.setattr(newton, name, lambda f, x: mul(number(2), right(f, x)))
        with pytest.raises(CheckError):
            symjac.minimize("sum_i log(1 + exp(-y_i*x_i'*w))", "w", "x_i: D; y_i: scalar")


class TestSumsOfConvexFunctions:
    """A sum of convex functions of Lx + b is convex, in one variable and in several; what is seen of it is checked."""

    @pytest.mark.parametrize(
        ("f", "wrt", "where", "status", "needs"),
        [
            ("sum_i log(1 + exp(-y_i*(x_i'*w + b)))", "w, b", "x_i: D; y_i: scalar; b: scalar", "convex",
             "y_i*(v'*x_i + s) = 0 for all i only where v, s are all 0"),
            ("sum_i log(1 + exp(-y_i*(x_i'*w + b))) + norm(w)^2", "w, b", "x_i: D; y_i: scalar; b: scalar", "convex",
             "the y_i are not all zero"),
            ("sum_i exp(a_i*x + b_i*y)", "x, y", "x: scalar; y: scalar", "convex",
             "s*a_i + t*b_i = 0 for all i only where s, t are all 0"),
            ("sum_i sqrt(1 + (y_i - x_i'*w)^2)", "w", "x_i: D", "convex", "the x_i span the whole space"),
            ("sqrt(1 + (y - x'*w)^2)", "w", "x: D; y: scalar", "convex", ""),
            ("sum_i logsumexp(W*x_i) - tr(Y'*W)", "W", "x_i: D; W: K x D; Y: K x D", "convex", None),
            ("sum_i (y_i - sigmoid(x_i'*w))^2", "w", "x_i: D", "neither", ""),
            ("sum_i cos(x_i*w)", "w", "w: scalar", "neither", None),
        ],
    )  # fmt: skip
    def test_status(self, f: str, wrt: str, where: str, status: str, needs: str | None) -> None:
        found = symjac.convexity(f, wrt, where)
        assert found.status == status and found.page.check is not None
        assert needs is None or found.needs == needs

    def test_what_is_given_is_told_as_a_family(self) -> None:
        assert "xᵢ ∈ ℝᴰ for i = 1, …, M" in str(symjac.convexity("sum_i exp(x_i'*w)", "w", "x_i: D"))


class TestLecturesAndExams:
    """Problems of every course: what is answered, and in which form."""

    @pytest.mark.parametrize(
        ("sense", "f", "wrt", "where", "subject_to", "solution"),
        [
            ("maximize", "sum_k n_k*log(p_k)", "p", "p: K positive; n_k: scalar positive", "sum_k p_k = 1", {"p": "n/sum(n)"}),
            ("maximize", "-sum_k p_k*log(p_k)", "p", "p_k: scalar positive", "sum_k p_k = 1", {"p": "ones(N)/N"}),
            ("minimize", "sum_k (p_k - c_k)^2", "p", "p: K; c_k: scalar", None, {"p": "c"}),
            ("minimize", "sum(p.*log(p./q))", "p", "p: n positive; q: n positive", "sum(p) = 1", {"p": "q/sum(q)"}),
            ("maximize", "-sum(p.*log(p))", "p", "p: n positive", "sum(p) = 1", {"p": "ones(n)/n"}),
            ("maximize", "-sum(p.*log(p)) + c'*p", "p", "p: n positive; c: n", "sum(p) = 1", {"p": "softmax(c)"}),
            ("minimize", "norm(x - c)^2", "x", "x: n; c: n; r: scalar positive", "norm(x) = r", {"x": "r*c/norm(c)"}),
            ("minimize", "norm(x - c)^2", "x", "x: n; c: n", "norm(x)^2 = 1", {"x": "c/norm(c)"}),
            ("maximize", "norm(x - c)^2", "x", "x: n; c: n", "x'*x = 1", {"x": "-c/norm(c)"}),
            ("maximize", "x*y", "x, y", "x: scalar; y: scalar", "x + y = 10", {"x": "5", "y": "5"}),
            ("maximize", "-x^2 - y^2", "x, y", "x: scalar; y: scalar", "x + 2*y = 5", {"x": "1", "y": "2"}),
            ("maximize", "-N*log(sigma) - 1/(2*sigma^2)*sum_{i=1}^N (x_i - m)^2", "m, sigma",
             "m: scalar; sigma: scalar positive", None, {"m": "sum(i=1..N, x_i)/N"}),
        ],
    )  # fmt: skip
    def test_it_is_solved(
        self, sense: str, f: str, wrt: str, where: str, subject_to: str | None, solution: dict[str, str]
    ) -> None:
        found = answer(Problem(sense, f, wrt, where, sense.replace("imize", "imum"), subject_to))
        assert found.status == sense.replace("imize", "imum") and found.unique is True
        for name, text in solution.items():
            assert str(found.solution[name]) == text

    @pytest.mark.parametrize(
        ("f", "where", "needed"),
        [
            ("-N/2*log(det(Sigma)) - 1/2*tr(inv(Sigma)*S)", "Sigma: D x D posdef; S: D x D posdef", "N is positive"),
            ("N/2*logdet(Sigma) - 1/2*tr(Sigma*S)", "Sigma: D x D posdef; S: D x D posdef", "N is positive"),
            ("k*log(Sigma) + (n - k)*log(1 - Sigma)", "Sigma: scalar; k: scalar positive; n: scalar",
             "n is positive and 1 - k/n is positive"),
            ("b*Sigma - a*Sigma^2", "Sigma: scalar; a: scalar; b: scalar", "a is positive"),
        ],
    )  # fmt: skip
    def test_a_number_of_unknown_sign_leaves_it_open(self, f: str, where: str, needed: str) -> None:
        found = symjac.maximize(f, "Sigma", where)
        assert found.status == "stationary" and found.why == f"it is the maximum if {needed}"

    def test_what_would_decide_is_told_of_quadratic_functions_only(self) -> None:
        assert symjac.minimize("x'*A*x - b'*x", "x", "A: n x n symmetric; b: n").why.startswith(
            "it is the minimum if A is positive"
        )
        assert (
            "positive definite;" not in symjac.maximize("a*tr(X) - c*logdet(X)", "X", "X: n x n posdef; a: scalar; c: scalar").why
        )

    def test_why_is_told_of_f_itself(self) -> None:
        """A maximum of f is found as a minimum of −f."""
        concave = symjac.maximize("-norm(A*x - b)^2", "x", "A: m x n; b: m")
        assert concave.why == "f is concave" and "konkav" not in concave.why
        assert symjac.minimize("norm(A*x - b)^2", "x", "A: m x n; b: m").why == "f is convex"
        tops = {"-x^4 + 4*x^3": "greatest", "x*exp(-x)": "negative", "-x^2 + 2*x": "negative"}
        for f, word in tops.items():
            assert word in symjac.maximize(f, "x", "x: scalar").why

    @pytest.mark.parametrize(
        ("f", "wrt", "where", "subject_to", "solution"),
        [
            ("norm(w)^2", "w", "X: N x D; y: N", "X*w = y", "X'*inv(X*X')*y"),
            ("x'*x", "x", "a: n", "a'*x = 1", "a/(a'*a)"),
            (r"\min_{W} \frac{1}{2N}\sum_{n=1}^N \|t_n - W x_n\|^2 + \frac{\lambda}{2}\|W\|_F^2", None,
             "t_n: K; x_n: D; W: K x D; lambda: scalar positive", None,
             "sum(n=1..N, t_n*x_n')*inv(lambda*eye(D) + sum(n=1..N, x_n*x_n')/N)/N"),
            (r"\min_{\mathbf{x}} \frac12 \mathbf{x}^T\mathbf{Q}\mathbf{x} \quad\text{s.t.}\quad \mathbf{A}\mathbf{x}=\mathbf{b}",
             None, "Q: n x n posdef; A: m x n; b: m", None, "inv(Q)*A'*inv(A*inv(Q)*A')*b"),
            ("norm(x - a)^4", "x", "x: n; a: n", None, "a"),
            ("-sum_i x_i*a_i", "x", "x: n; a: n", "sum_i x_i^2 = 1", "a/norm(a)"),
        ],
    )  # fmt: skip
    def test_shapes_and_spellings(self, f: str, wrt: str | None, where: str, subject_to: str | None, solution: str) -> None:
        found = symjac.minimize(f, wrt, where, subject_to=subject_to)
        assert found.status == "minimum" and list(map(str, found.solution.values())) == [solution]

    def test_a_shape_that_no_reading_fits_is_told_as_before(self) -> None:
        with pytest.raises(ShapeError):
            symjac.minimize("norm(w)^2", "w", "X: N x D; y: N; w: N", subject_to="X*w = y")

    def test_a_fisher_direction(self) -> None:
        where = "S: D x D posdef; m1: D; m2: D"
        assert symjac.maximize("w'*(m1 - m2)", "w", where, subject_to="w'*S*w = 1").status == "maximum"

    def test_no_newton_step_where_the_hessian_has_no_inverse(self) -> None:
        found = symjac.minimize("-y'*log(softmax(z))", "z", "z: K; y: K positive")
        assert found.status == "unsolved" and found.check is not None and "Newton" not in str(found)

    def test_orthonormal_columns(self) -> None:
        where = "S: D x D symmetric; X: N x D; W: D x k"
        for f in ("tr(W'*S*W)", "3*tr(W'*S*W)"):
            found = symjac.maximize(f, "W", where, subject_to="W'*W = eye(k)")
            assert found.status == "unsolved" and found.condition.startswith("S*W = W*W'*S*W") and "largest" in str(found)
        assert "smallest" in str(symjac.minimize("tr(W'*S*W)", "W", where, subject_to="W'*W = eye(k)"))
        for f in ("-tr(W'*S*W)", "norm(X - X*W*W')^2", "tr(W'*S*W) + tr(W'*S*W)^2"):  # eigenvalues are not spoken of
            assert "eigen" not in str(symjac.minimize(f, "W", where, subject_to="W'*W = eye(k)"))
        with pytest.raises(UnsupportedError, match="does not change where the constraints hold"):
            symjac.maximize("tr(W'*S*W)", "W", "S: D x D symmetric; W: D x D", subject_to="W'*W = I")

    def test_all_stationary_points_of_several_numbers(self) -> None:
        found = symjac.minimize("x^3 + y^3 - 3*x*y", "x, y", "x: scalar; y: scalar")
        assert found.status == "stationary" and {n: str(e) for n, e in found.solution.items()} == {"x": "1", "y": "1"}
        assert [kind for _, kind in found.points] == ["saddle"] and "there is a saddle" in str(found)
        assert "local maximum" in symjac.maximize("x^3 - 3*x - y^2", "x, y", "x: scalar; y: scalar").why

    def test_members_that_are_not_solved_for(self) -> None:
        with pytest.raises(UnsupportedError, match="members of a variable"):
            symjac.minimize("sum_k sum_i r_{ik}*norm(x_i - mu_k)^2", "mu", "x_i: D; mu_k: D; r: N x K")

    def test_a_constraint_on_entries(self) -> None:
        with pytest.raises(UnsupportedError, match="a single entry of a variable"):
            symjac.minimize("sum_i (x_i - 1)^2", "x", "x: n", subject_to="x_1 + x_2 = 1")

    def test_a_constraint_without_a_variable(self) -> None:
        with pytest.raises(UnsupportedError, match="this constraint holds no variable"):
            symjac.minimize("sum_i (x_i - 1)^2", "x", "x: n", subject_to="a + b = 1")

    def test_a_derivative_that_is_never_zero(self) -> None:
        found = symjac.maximize("N*log(x)", "x", "x: scalar positive; N: scalar positive")
        assert found.status == "none" and "never zero" in found.why

    @pytest.mark.parametrize(
        ("f", "status"),
        [
            ("exp(1/x)", "strictly convex"), ("(1/x)^2", "strictly convex"), ("-(1/x - 1)^2", "neither"),
            ("(a/x - 1)^2", "neither"),
            ("log(1/x)", "strictly convex"),
        ],
    )  # fmt: skip
    def test_a_quotient_is_not_affine_in_what_divides(self, f: str, status: str) -> None:
        assert symjac.convexity(f, "x", "x: scalar positive; a: scalar").status == status
