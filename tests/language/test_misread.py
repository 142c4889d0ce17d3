r"""What people write is read as they mean it, or refused: table by table, each kind with its variants.

The plain spelling behind each text is what it is read as; None: it is refused, with a message that says what to write.
"""

from __future__ import annotations

import pytest

from symjac.errors import SymjacError
from symjac.expr.dims import SCALAR, shape_text
from symjac.language import parse, read

Table = dict[str, str | None]

GROUPS: Table = {
    r"e^{-xy}": "exp(-x*y)",
    r"e^{2At}b": None,  # the matrix exponential
    r"y^T e^{-Xw}": "y'*exp(-X*w)",
    r"e^{X^\top w}": "exp(X'*w)",
    r"e^{-\frac{x^T A x}{2}}": "exp(-(x'*A*x/2))",
    r"10^{-xy}": "10^(-x*y)",
    r"2^{nk}": "2^(n*k)",
    r"(x y)^{2 n}": "(x*y)^(2*n)",
    r"{x y}^2": "(x*y)^2",
    r"x_{i_1}^2 + x_{i_2}^2": "x_i_1^2 + x_i_2^2",
    r"\bar{x}_{j_0} - \bar{x}_{j_1}": "xbar_j_0 - xbar_j_1",
    r"\sigma_{x_1} + \sigma_{x_2}": "sigma_x_1 + sigma_x_2",
    r"w_{k_{1}} w_{k_2}": "w_k_1*w_k_2",
    r"\|\theta_{k+1} - \theta_{k}\|^2": "norm(theta_(k+1) - theta_k)^2",
    r"x_{1,2} - x_{2,1}": "x_12 - x_21",
    r"\|x\|_{2,1}": None,
}
WORDS: Table = {  # of a text with braces or commands: what is spelled is the letter, the function, the sum
    r"sum_{k=1}^K y_k log p_k": "sum(k=1..K, y_k*log(p_k))",
    r"-sum_{k=1}^K y_k*log p_k": "-sum(k=1..K, y_k*log(p_k))",
    r"\theta log |A|": "theta*logdet(A)",
    r"\theta tr A B": "theta*tr(A*B)",
    r"\theta log + 1": None,
    r"x^{ln}": "x^(l*n)",
    r"sum_{i=1}^N (y_i - theta*x_i)^2": "sum(i=1..N, (y_i - theta*x_i)^2)",
    r"sum_{i=1}^N (y_i - alpha - beta x_i)^2": "sum(i=1..N, (y_i - alpha - beta*x_i)^2)",
    r"sum_{i=1}^N (x_i - mu)^2": "sum(i=1..N, (x_i - mu)^2)",
    r"\theta^T x + lambda": "theta'*x + lambda",
    r"e^{-alpha*t}": "exp(-alpha*t)",
    r"x^{2} + loss": "x^2 + loss",
    r"weight^{2} x": "weight^2*x",
    "sum_i x_i^2": "sum(i=1..N, x_i^2)",
    "sum_i (y_i - w*x_i)^2": "sum(i=1..N, (y_i - w*x_i)^2)",
    "sum_k y_k log p_k": "sum(k=1..N, y_k*log(p_k))",
    "prod_i x_i": "prod(i=1..N, x_i)",
    "sum_i + x": "sum_i + x",
    "max_i x_i": None,
    "minimize ||A x - b||^2": None,
    "gradient of x'A x": None,
    "x times y": None,
    "X odot Y": None,
    r"\theta maximize x": None,
    r"\max_{k} \theta_k^2": None,
    r"\theta exp(x) log": None,
    "-[y log(p) + (1-y) log(1-p)]": "-(y*log(p) + (1 - y)*log(1 - p))",
    "sum_i [y_i log(p_i) + (1 - y_i) log(1 - p_i)]": "sum(i=1..N, y_i*log(p_i) + (1 - y_i)*log(1 - p_i))",
    "norm([A x - b])^2": "norm(A*x - b)^2",
    "[x+1 y]": "[x + 1, y]",
    "[a -b]": "[a, -b]",
}
LINES: Table = {
    "L = \n x^T A x": "x'*A*x",
    "L\n=\nx'x": "x'*x",
    "s = -H^{-1}\ng": "-inv(H)*g",
    "f(x) &= \\frac12\n x^T A x\n + b^T x": "1/2*x'*A*x + b'*x",
    "\\frac12\n\\|A x\n- b\\|^2": "1/2*norm(A*x - b)^2",
    "x'x +\ny'y": "x'*x + y'*y",
    "f(x) =\n\n x^T x": "x'*x",
    "x^T \\mathbf{A} x % the form\n + b^T x": "x'*A*x + b'*x",
    r"\begin{align} f(x) &= x^T A x \\ &\quad + b^T x \end{align}": "x'*A*x + b'*x",
    "x'x\n\ny'y": None,
    "x = y\nz'z": None,
    r"x^T \\ A x": None,
    "L = (y - X w)'\n(y - X w)": None,
}
OPERATORS: Table = {
    r"\frac{d}{dw} w^T w": "w'*w",
    r"\frac{\mathrm d}{\mathrm d t} t^2": "t^2",
    r"\frac{\partial}{\partial \theta} \theta^T\theta": "theta'*theta",
    r"\nabla_w \|X w - y\|^2": "norm(X*w - y)^2",
    r"\nabla_w \left\|X w - y\right\|^2": "norm(X*w - y)^2",
    r"\partial_x x^T x": "x'*x",
    r"\frac{\partial}{\partial x^T} x^T A x": "x'*A*x",
    r"\frac{\partial x^TAx}{\partial x^\top}": "x'*A*x",
    "d/dt t^3": "t^3",
    "D_w (w'w)": "w'*w",
    r"\frac{d}{dx} \sigma(x)": "sigmoid(x)",
    r"\frac{dL}{dw}, L = (w - 1)^2": "(w - 1)^2",
    "dy/dx, y = A x": "A*x",
    r"\frac{\partial J}{\partial w}": None,
    r"\mathrm{d} x^T x": None,
    r"x^T dx": None,
    r"\nabla_w \|w\|^2 + \|v\|^2": None,
    r"d(x^T x)": None,
}
FUNCTIONS: Table = {
    r"g(x^T w)": "g(x'*w)",
    r"\psi(A x)": "psi(A*x)",
    r"h_1(W x + b)": "h_1(W*x + b)",
    r"f_\theta(x)": "f_theta(x)",
    r"\phi(Wx + b)": "phi(W*x + b)",
    r"\log p(x)": "log(p(x))",
    r"\alpha(x - y)": "alpha*(x - y)",
    r"\Sigma(x - \mu)": "Sigma*(x - mu)",
    r"c(x - y) + c x": "c*(x - y) + c*x",
    r"(A + B)(x)": "(A + B)*x",
    r"\beta(x) + \beta y": "beta*x + beta*y",
    r"a^T A(p)^{-1} b": None,
    "w(x + 1)": None,
    "sofmax(x)": None,
    "np.foo(x)": None,
    r"\ell(y, x^T w)": None,
    "f(x) = cx": None,
}
PRIMES: Table = {
    "x' y": "x'*y",
    "X'X w - X'y": "X'*X*w - X'*y",
    "w'(x - y)": "w'*(x - y)",
    "A'(B x)": "A'*(B*x)",
    "f'(x)": None,
    "f''(x)": None,
    r"\ell'(z)": None,
    r"\sigma'(x)": None,
    r"g^{\prime}(x)": None,
    "h'(z)*x": None,
    r"\|x - x'\|": None,
    "k(x, x')": None,
    "x - x'": None,
    "2'x": None,
}
RAISED: Table = {
    "x^TAx": "x'*A*x",
    "c^Tx": "c'*x",
    "Q^TA": "Q'*A",
    "f(w) = w^TXw": "w'*X*w",
    "x^TA^TAx": "x'*A'*A*x",
    "x^T(A+B)x": "x'*(A + B)*x",
    r"\theta^{\text{old}}": "theta_old",
    r"\|\theta - \theta^{\mathrm{old}}\|^2": "norm(theta - theta_old)^2",
    r"x^{(t)}": "x[t]",
    r"(1+r)^{t}": "(1 + r)^t",
    r"A^{\star T} x": "Astar'*x",
    r"w^{old}": None,
    r"x^{t} A": None,
    r"\|w^{t+1} - w^t\|^2": None,
    "x^t A x": None,
    "x^H A x": None,
}
FONTS: Table = {
    r"\mathbf{A B}^\top": "A*B'",
    r"{\bf A B}^T": "A*B'",
    r"\boldsymbol{\Sigma X}^{-1}": "Sigma*inv(X)",
    r"\bm{A Q}^{-1}": "A*inv(Q)",
    r"\mathbf{x^T A x}": "x'*A*x",
    r"\mathrm{tr}(\mathbf{A B})": "tr(A*B)",
    r"\mathbf{1}^T x": "ones(N)'*x",
    "1^T x": "ones(N)'*x",
    r"\mathbb{1}^T x": "ones(N)'*x",
    r"\mathbf{11}^T x": "ones(N)*ones(M)'*x",
    r"\frac{1}{n} 11^T": "1/n*ones(M)*ones(N)'",
    r"1 1^T x": "ones(N)*ones(M)'*x",
    r"1^\top 1": "ones(N)'*ones(N)",
}
PRODUCTS: Table = {
    r"y \odot Xw": "y.*(X*w)",
    r"X w \odot y": "(X*w).*y",
    r"P \circ \gamma\gamma^T": "P.*(gamma*gamma')",
    r"a \odot B c \odot d": "a.*(B*c).*d",
    r"A \otimes B C": "kron(A, B*C)",
    r"y \oslash X w": "y./(X*w)",
    "D ∘ A B": "D.*(A*B)",
    r"x \odot y^T z": "x.*(y'*z)",
    r"(\tanh z)^2": "tanh(z)^2",
    "(exp x)^2": "exp(x)^2",
    r"\sigma(Wx) \odot U v": "sigmoid(W*x).*(U*v)",
}
REMARKS: Table = {
    r"x^T x \quad \text{(direct copy)}": "x'*x",
    r"x^T x \tag{3}": "x'*x",
    r"x^T x \quad (3)": "x'*x",
    r"x^T x \qquad (2.3)": "x'*x",
    r"x^T x \quad (A.1)": "x'*x",
    r"x^T x\hspace{1cm}(3)": "x'*x",
    r"x^T x \hfill (*)": "x'*x",
    r"(2) \quad x^T x": "x'*x",
    r"(a) \quad x^T x": "x'*x",
    r"\label{eq:1} x^T x": "x'*x",
    "x^T x,": "x'*x",
    r"x^T x \text{ if } x > 0": "x'*x",
    r"x^T x, \quad \text{for all } x": "x'*x",
}
STROKES: Table = {
    "x'A x / x'x": "x'*A*x/(x'*x)",
    "x^T A x / x^T x": "x'*A*x/(x'*x)",
    "w'A w / w'B w": "w'*A*w/(w'*B*w)",
    "x/x'y": "x/(x'*y)",
    "a/b c": "a/b*c",
    "1/2 x'x": "1/2*x'*x",
    "1/(2 n) x'x": "1/(2*n)*x'*x",
    r"\frac{a}{b} c": "a/b*c",
    "x / norm(x)": "x/norm(x)",
    "x'A x/(x'x)": "x'*A*x/(x'*x)",
    "a/x'": None,
}
BARE: Table = {
    r"\mathrm{Tr} A B": "tr(A*B)",
    "tr X^3": "tr(X^3)",
    "log det X'X": "logdet(X'*X)",
    r"\log 2\pi": "log(2*pi)",
    r"\ln 2 \pi \sigma^2": "log(2*pi*sigma^2)",
    r"\operatorname{tr} A^T B + x": "tr(A'*B) + x",
    r"\sin x \cos y": "sin(x)*cos(y)",
    r"\tanh W x + b": "tanh(W*x) + b",
    r"\log \det X^{-1}": "logdet(inv(X))",
    r"\exp x^T y": "exp(x'*y)",
    r"\sin^2 x y": "sin(x*y).^2",
    r"\log\frac{a}{b} c": "log(a/b*c)",
    r"\sqrt 2 x": "sqrt(2)*x",
    r"\log (p) (1 - p)": "log(p)*(1 - p)",
    r"\log p (1 - p)": None,
    r"\|W\|_2": None,
    r"\operatorname{tr}(\exp(X))": None,
}
NUMPY: Table = {
    "np.sum((y - X@w)**2)": "sum((y - X*w).^2)",
    "((y - X@w)**2).mean()": "mean((y - X*w).^2)",
    "np.sum(y*np.log(p))": "sum(y.*log(p))",
    "np.sum(X @ w * y)": "sum((X*w).*y)",
    "x @ A @ x": "x'*A*x",
    "x @ x": "x'*x",
    "x @ x.T": "x*x'",
    "(X @ w - y) @ (X @ w - y)": "(X*w - y)'*(X*w - y)",
    "x.dot(A).dot(x)": "x'*A*x",
    "X.dot(w) - y": "X*w - y",
    "-np.mean(y*np.log(p) + (1-y)*np.log(1-p))": "-mean(y.*log(p) + (ones(N) - y).*log(ones(N) - p))",
    "np.linalg.norm(y - Phi*theta)**2": "norm(y - Phi*theta)^2",
    "X @ W + b": "X*W + ones(M)*b'",
    "np.sum(x, axis=0)": None,
    "np.sum(Y*np.log(Z))": None,
    "np.trace(A*B)": None,
    "np.trace(A @ B)": "tr(A*B)",
    "np.sum(Y.*np.log(Z))": "sum(Y.*log(Z))",
}
CAPITALS: Table = {  # Σ typed as a letter: the sign at the beginning of a term whose names have its index
    "½ Σ_i (y_i − θᵀx_i)²": "1/2*sum(i=1..M, (y_i - theta'*x_i)^2)",
    "-Σ_i p_i log p_i": "-sum(i=1..N, p_i*log(p_i))",
    "(x − μ)ᵀ Σ_k (x − μ)": "(x - mu)'*Sigma_k*(x - mu)",
    "Σ_k x + Σ_j y": "Sigma_k*x + Sigma_j*y",
    r"\Sigma_i x_i": "Sigma_i*x_i",
}
CALLED: Table = {  # p(x) below a sum over x; (a, b) for the whole of a formula; the x of f(x) in another function
    r"\sum_x p(x) \log\frac{p(x)}{q(x)}": "sum(x=1..N, p_x*log(p_x/q_x))",
    r"\sum_t (y(t) - a x(t))^2": "sum(t=1..N, (y_t - a*x_t)^2)",
    r"f(x) = x^2; \sum_i f(x_i)": "sum(i=1..N, x_i^2)",
    "f(x, y) = (x^2 y, x + y)": "[x^2*y; x + y]",
    "(x y, y z)": "[x*y; y*z]",
    "f(x) = (A x)": "A*x",
    "(x, )": None,
    "2 (x, y)": None,
    "g(t) = f(x(t)), f(x) = x'x": "x(t)'*x(t)",
    "f(x) = x'x; g(y) = f(y) + x(A y)": "y'*y + x(A*y)",
}
MEANS: Table = {  # 1/N before a sum without an end says how far its index runs, if nothing else does
    r"\frac{1}{N} \sum_i (y_i - w^T x_i)^2": "1/N*sum(i=1..N, (y_i - w'*x_i)^2)",
    r"\frac{1}{2m} \sum_i (y_i - w^T x_i)^2": "1/(2*m)*sum(i=1..m, (y_i - w'*x_i)^2)",
    r"\frac{1}{n} \sum_i x_i": "1/n*sum(i=1..n, x_i)",
    "(1/N) sum_i x_i^2": "1/N*sum(i=1..N, x_i^2)",
    r"\sum_i x_i^2 / N": "sum(i=1..N, x_i^2/N)",
    r"\frac{1}{N} \sum_{i=1}^M x_i": "1/N*sum(i=1..M, x_i)",
    r"\frac{1}{T} \sum_i x_i^2": "1/T*sum(i=1..N, x_i^2)",
    r"\frac{1}{T} \sum_t x_t^2": "1/T*sum(t=1..T, x_t^2)",
    r"\sum_i x_i^2/n_i": "sum(i=1..N, x_i^2/n_i)",
    r"\frac{1}{N} \sum_i x_i^2 - N": "1/N*sum(i=1..M, x_i^2) - N",
    r"\frac{1}{N} \sum_i\sum_j x_i y_j": "1/N*sum(i=1..M, sum(j=1..K, x_i*y_j))",
}
SUMMED: Table = {  # what is added up has entries: 1 + x.^2 in a sum is no number, and where only numbers fit, it is refused
    "sum(sqrt(1 + x.^2))": "sum(sqrt(ones(N) + x.^2))",
    "mean((x - 1).^2)": "mean((x - ones(N)).^2)",
    "sum(log(1 + exp(x)))": "sum(log(ones(N) + exp(x)))",
    "mean(log(1 + exp(-y*z)))": "mean(log(ones(N) + exp(-y*z)))",
    "sum(p.*log(p./q))": "sum(p.*log(p./q))",
    "sum(p*log(p/q))": None,
    "sum(x*log(x))": None,
    "sum(1/(1 + exp(-x)))": None,
    "log(1 + exp(t))": "log(1 + exp(t))",
}
TYPESET: Table = {  # in a text set like mathematics a few letters with a capital are a product, in one like a program a name
    "xᵀAx + 2bᵀx + c": "x'*A*x + 2*b'*x + c",
    "‖AXB − C‖²": "norm(A*X*B - C)^2",
    "‖y − Xw‖² + lam‖w‖²": "norm(y - X*w)^2 + lam*norm(w)^2",
    "x'Ax + 2b'x": None,
    "norm(A x - b) + AXB": "norm(A*x - b) + AXB",
    "KL(p‖q)": None,
}
IN_SQUARE_BRACKETS: Table = {  # a name right before them is called, unless they hold a sum
    "E[x^2]": None,
    "E[(x - mu)^2]": None,
    "E[x + y]": None,
    "Var[x^2]": None,
    "H[p]": None,
    "f[x]": None,
    "A[x + y]": "A*(x + y)",
    "x[x - 1]": "x*(x - 1)",
    "2[x + y]^2": "2*(x + y)^2",
    "A [x; y]": "A*[x; y]",
}
BESIDE_ONE: Table = {  # a letter is no number because a 1 stands beside it, where the sum, or the letter, is an array
    "x'(1 - x)": "x'*(ones(N) - x)",
    "(1 - x)x'": "(ones(N) - x)*x'",
    "(1 - x)'A*(1 - x)": "(ones(N) - x)'*A*(ones(N) - x)",
    "(2x - 1)'(2x - 1)": "(2*x - ones(N))'*(2*x - ones(N))",
    "a'(1 - lambda)": "a'*(1 - lambda)",
    "(1 - lambda)*norm(x)^2": "(1 - lambda)*norm(x)^2",
    "norm((1 - t)*x + t*y)^2": "norm((1 - t)*x + t*y)^2",
    "1 - x'x": "1 - x'*x",
    "(1 - x)^2": "(1 - x)^2",
    "norm(1 - x)^2": None,
    r"\|A x - 1\|^2": None,
    r"\|A(x + 1) - b\|^2": None,
    "a'(x + 1)": None,
    "softmax(1 - x)": None,
    "diag(1 - x)*y": None,
    "diag(x)(1 - x)": None,
    "norm(X - 1)^2": None,
    "tr((X - 1)'(X - 1))": None,
}
BY_INDEX: Table = {  # definitions of families that need one another
    r"a_i = \sum_j W_{ij} x_j; z_i = \tanh(a_i); \sum_i z_i^2": "sum(i=1..M, tanh(sum(j=1..N, W_ij*x_j))^2)",
    r"\sum_k z_k^2, z_k = \tanh(a_k), a_k = \sum_j W_{kj} x_j": "sum(k=1..M, tanh(sum(j=1..N, W_kj*x_j))^2)",
    r"p_{nk} = \exp(a_{nk}); \sum_n\sum_k p_{nk}": None,
    r"x_1 = 3; \sum_i x_i^2 + x_1": None,
}
PRODUCTS_IN_RUNS: Table = {  # a short run that holds the index of a sum, or a name that stands alone, too
    r"\sum_{t=1}^{T} c_t e^{-yt}": "sum(t=1..T, c_t*exp(-y*t))",
    r"\sum_{i=1}^n (y_i - a - bi)^2": "sum(i=1..n, (y_i - a - b*i)^2)",
    r"\sum_{i=1}^n y_i - bi": "sum(i=1..n, y_i - b*i)",
    r"\sum_{n=1}^N (x_n - A - Bn)^2": "sum(n=1..N, (x_n - A - B*n)^2)",
    r"\sum_{k=1}^n a_k \cos(kx)": "sum(k=1..n, a_k*cos(k*x))",
    "sum_{i=1}^n (y_i - bi)^2": "sum(i=1..n, (y_i - b*i)^2)",
    r"\sum_{i=1}^n \xi_i \sin(wi)": "sum(i=1..n, xi_i*sin(w*i))",
    "f(x) = x^3 + ax^2 + bx": None,
    "z = x^2 y - xy + y": None,
    "x + y + z + xyz": None,
    "f(x) = a_1x + x^2": None,
    "2x_1x_2 + w_1y_2": "2*x_1*x_2 + w_1*y_2",
    r"\theta^2 + \text{const.}": "theta^2 + const",
    "w x + wx": None,
    "f(x) = pi x + xi": "pi*x + xi",
}
ONES: Table = {  # 1 behind a factor, and a bold one, are the vector of ones
    "w'1 - 1": "w'*ones(N) - 1",
    "w^T 1": "w'*ones(N)",
    "A 1": "A*ones(N)",
    "1^T X 1": "ones(M)'*X*ones(N)",
    r"X(I - \frac{1}{n} 1 1^T)": "X*(eye(N) - 1/n*ones(N)*ones(N)')",
    r"\|y - \mu\mathbf{1}\|^2": "norm(y - mu*ones(N))^2",
    r"w^T(\mu - r \mathbf{1})": "w'*(mu - r*ones(N))",
    r"A + \mathbf{1}": "A + ones(M, N)",
    "[x 1]": "[x, 1]",
    "2*1": "2*1",
}
NAMED: Table = {  # words with hyphens before the equals sign
    "log-likelihood = -1/2*norm(y - X*b)^2": "-1/2*norm(y - X*b)^2",
    r"\text{log-likelihood} = \theta^T\theta": "theta'*theta",
    "cross-entropy = -y'*log(p)": "-y'*log(p)",
    "f - g = x'x": None,
}
PASTED: Table = {
    r"e^{At} x_0": None,
    "e^-x^2": None,
    "e^x^2": None,
    "e^(-x^2)": "exp(-x^2)",
    "x mod 2": None,
    "½‖A x − b‖²₂": "1/2*norm(A*x - b)^2",
    "∥x∥²₂ + x²₁": "norm(x)^2 + x_1^2",
    "1./(1 + exp(-X*w))": None,
    "1./(1 + exp(-t))": "1/(1 + exp(-t))",
    r"\sum_i (x - x_i)^2": None,
    r"f(x) = \sum_i \alpha_i \exp(-\gamma\|x - x_i\|^2)": None,
}
TABLES = (
    PRODUCTS_IN_RUNS, ONES, NAMED, PASTED,
    CAPITALS, CALLED, MEANS, SUMMED, BESIDE_ONE, IN_SQUARE_BRACKETS, TYPESET, BY_INDEX,
    GROUPS, WORDS, LINES, OPERATORS, FUNCTIONS, PRIMES, RAISED, FONTS, PRODUCTS, REMARKS, STROKES, BARE, NUMPY,
)  # fmt: skip
ALL = [case for table in TABLES for case in table.items()]


@pytest.mark.parametrize(("text", "reading"), ALL, ids=[text for text, _ in ALL])
def test_a_text_is_read_as_it_is_meant(text: str, reading: str | None) -> None:
    if reading is None:
        with pytest.raises(SymjacError) as caught:
            parse(text)
        assert caught.value.hint or caught.value.expected or caught.value.found
    else:
        assert str(parse(text)) == reading


@pytest.mark.parametrize(
    ("text", "wrt", "words"),
    [
        ("x'x / 2 sigma^2", "x", "Only 2 stands below the stroke"),
        ("y'x / norm(x) norm(y)", "x", "Only norm(x) stands below"),
        (r"\log 2\pi + x^T x", "x", r"log takes all of 2\pi"),
        ("x @ A @ x", "x", "product of a row"),
        ("tr(exp(X))", "X", "entry by entry"),
        ("x - mean(x)", "x", "is added to every entry"),
        ("X W + b", "b", "is added to every row"),
        (r"\|\theta - \theta^{\text{old}}\|", "theta", "is read as theta_old"),
        (r"\sum_i (x_i - \bar{x})(y_i - \bar{y})", "x", "xbar is taken as constant"),
        (r"\|x - y\|_A^2", "x", "is taken as the root of"),
    ],
)
def test_what_was_decided_is_told(text: str, wrt: str, words: str) -> None:
    assert any(words in note for note in read(text, wrt).notes)


@pytest.mark.parametrize(
    "text",
    [
        r"\sum_i (h_\theta(x_i) - y_i)^2 + \theta^T\theta",
        r"\nabla_\theta J(\theta), J(\theta) = \frac{1}{2m}\sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)})^2",
        r"\|f_\theta(x) - y\|^2 + \lambda\|\theta\|^2",
    ],
)
def test_a_function_that_has_the_variable_for_a_parameter_is_no_constant(text: str) -> None:
    with pytest.raises(SymjacError, match="depends on theta, and nothing says how"):
        read(text, None if "nabla" in text else "theta")


@pytest.mark.parametrize(
    ("text", "wrt", "where"),
    [
        (r"\frac12 m \vec{v}^2", r"\vec{v}", "v: scalar"),
        (r"|\mathbf{a} - \mathbf{b}|", "a", "a: scalar; b: scalar"),
        (r"\frac{k}{|\boldsymbol{r}|}", "r", "r: scalar"),
        (r"\mathbf{v} \times \mathbf{B}", "v", "v: scalar"),
    ],
)
def test_a_bold_letter_is_no_number(text: str, wrt: str, where: str) -> None:
    with pytest.raises(SymjacError, match="a column by its font"):
        read(text, wrt)
    assert read(text, wrt, where).variables


@pytest.mark.parametrize(
    ("text", "wrt", "shapes"),
    [
        ("exp(-gamma ||x - y||^2)", "x", {"gamma": "1 x 1", "x": "N x 1"}),
        ("1/2 m ||v||^2 + m g h", "v", {"m": "1 x 1", "g": "1 x 1", "v": "N x 1"}),
        (r"\frac{q}{4\pi\|r - s\|}", "r", {"q": "1 x 1", "r": "N x 1"}),
        ("x - ||x|| e", "x", {"e": "N x 1"}),
        ("g*x/||x||", "x", {"g": "1 x 1", "x": "N x 1"}),
        ("||x|| y'z", "x", {"y": "N x 1", "z": "N x 1"}),
        (r"\frac{1}{e^{h\nu/(kT)} - 1}", r"\nu", {"h": "1 x 1", "T": "1 x 1", "nu": "1 x 1"}),
        (r"\sum_n (x_n - A\cos(\omega n + \phi))^2", "A", {"A": "1 x 1", "omega": "1 x 1", "phi": "1 x 1"}),
        (r"\sum_i P_i \log\frac{P_i}{Q_i}", "Q", {"P": "N x 1", "Q": "N x 1"}),
        (r"T \log \sum_i e^{-E_i/T}", "T", {"T": "1 x 1", "E": "N x 1"}),
        (r"\sum_i x_i \log\lambda - n\lambda", r"\lambda", {"lambda": "1 x 1"}),
        (r"\sum_i (y_i x_i b - e^{x_i b})", "b", {"b": "1 x 1", "x": "N x 1"}),
        (r"\sum_i a_i x + W x", "x", {"x": "M x 1", "W": "M x M"}),
        (r"\frac{K}{1 + A e^{-rt}}", "t", {"K": "1 x 1", "A": "1 x 1", "t": "1 x 1"}),
    ],
)
def test_shapes_nobody_means_are_not_inferred(text: str, wrt: str, shapes: dict[str, str]) -> None:
    """What scales a norm is a number; no row is made up where numbers fit."""
    found = {item.name: "1 x 1" if item.shape == SCALAR else shape_text(item.shape) for item in read(text, wrt).inferred}
    assert {name: found[name] for name in shapes} == shapes


def test_the_derivative_of_every_entry_of_what_is_defined() -> None:
    """∂y_i/∂x_j of y = W x"""
    assert str(read(r"y = W x; \frac{\partial y_i}{\partial x_j}").target) == "W*x"
