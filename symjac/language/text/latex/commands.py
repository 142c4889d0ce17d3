"""The commands of LaTeX that the language knows, as tables."""

from __future__ import annotations

from symjac.lazy import regex
from symjac.writing.greek import GREEK_LETTERS

SYMBOLS = {
    "star": "STAR",
    "coloneqq": "EQ", "coloneq": "EQ", "triangleq": "EQ", "equiv": "EQ", "doteq": "EQ", "eqdef": "EQ", "defeq": "EQ",
    "sum": "SUM", "prod": "SUM", "partial": "PARTIAL", "nabla": "NABLA",
    "cdot": "CDOT", "times": "_TIMES", "ast": "_TIMES", "bullet": "CDOT", "odot": "ELTIMES", "circ": "ELTIMES",
    "oslash": "ELDIVIDE",
    "otimes": "KRON", "div": "DIVIDE", "langle": "ANGLEOPEN", "rangle": "ANGLECLOSE", "lvert": "BAROPEN", "rvert": "BARCLOSE",
    "vert": "BAR", "mid": "BAR", "lVert": "NORMOPEN", "rVert": "NORMCLOSE", "Vert": "DBAR", "|": "DBAR", "{": "LPAR", "}": "RPAR",
    "lbrace": "LPAR", "rbrace": "RPAR", "lbrack": "LSQB", "rbrack": "RSQB", "lparen": "LPAR", "rparen": "RPAR", "colon": "COLON",
}  # fmt: skip
TRANSPOSES = frozenset(("top", "intercal", "prime", "T", "trans", "transpose", "tran", "transp", "tp"))
SPACING = frozenset(
    ", ; ! : > thinspace medspace thickspace negthinspace enspace displaystyle textstyle scriptstyle limits nolimits "
    "nonumber notag pause "
    "hline noindent allowbreak nobreak big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm".split()
)
QUADS = frozenset(("quad", "qquad", "hskip", "hspace", "hfill"))
IGNORED = frozenset(("label", "tag", "vspace", "phantom", "hphantom", "vphantom", "mathstrut", "intertext"))
FONTS = frozenset(
    "mathbf boldsymbol bm mathcal mathbb mathfrak mathscr vec bold pmb symbf symbfit symup underline mathnormal mathds "
    "bs vb mb vect mat matr mathbold mathbbm".split()
)
ROMAN = frozenset(
    "mathrm text mathit textrm textit textbf textsf mathsf mathtt mbox operatorname operatorname* symrm rm it sf".split()
)
OLD_FONTS = {
    "bf": "mathbf",
    "cal": "mathcal",
    "boldmath": "mathbf",
    "rm": "mathrm",
    "it": "mathit",
    "sf": "mathsf",
    "tt": "mathtt",
    "sl": "mathit",
}
ACCENTS = {
    "hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde", "widetilde": "tilde",
}  # fmt: skip
FRACTIONS = frozenset(("frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"))
TRANSPARENT = frozenset(
    ("mathopen", "mathclose", "mathbin", "mathrel", "mathop", "mathord", "mathinner", "ensuremath", "boxed", "smash")
)
BRACED = frozenset(("underbrace", "overbrace"))
INNER = frozenset(("inner", "innerproduct", "ip", "dotp", "inprod"))
LETTERS = {
    **{name: name for name in GREEK_LETTERS},
    "varepsilon": "epsilon", "varphi": "phi", "vartheta": "theta", "varrho": "rho", "varsigma": "sigma", "varpi": "pi",
    "varkappa": "kappa", "ell": "l", "imath": "i", "jmath": "j", "hbar": "hbar",
    **{f"var{name}": name for name in GREEK_LETTERS if name[0].isupper()},
}  # fmt: skip

_LETTER = "[A-Za-z]|" + "|".join(GREEK_LETTERS)
_COURSE = regex(
    rf"(?:v|bf|vec|bold)(?P<a>{_LETTER})|m(?P<b>[A-Z]|{_LETTER[9:]})|(?P<c>{_LETTER})(?:v|vec|bf|mat)"
    rf"|b(?P<d>[acdf-z]|{_LETTER[9:]}|[ADF-MSTU-Y])"
)


def course_letter(name: str) -> str | None:
    """The letter x that \\vx, \\xv, \\bx and \\bfx, or \\mX, usually stand for where nobody defines them."""
    found = _COURSE.fullmatch(name)
    return next((letter for letter in found.groups() if letter), None) if found else None


MATRICES = frozenset(
    ("bmatrix", "pmatrix", "matrix", "array", "smallmatrix", "Bmatrix", "vmatrix", "Vmatrix", "psmallmatrix", "bsmallmatrix")
)
DISPLAYS = frozenset(
    "equation align aligned gather gathered split multline eqnarray displaymath alignat flalign math alignedat".split()
)

# Commands with a meaning that symjac does not read, and what to do instead.
REFUSED = {
    "int": "integrals (int) are not in the language",
    "iint": "integrals are not in the language",
    "oint": "integrals are not in the language",
    "lim": "limits are not in the language",
    "infty": "infinity is not in the language",
    "backslash": "division from the left is written inv(A)*b",
    "setminus": "division from the left is written inv(A)*b",
    "dagger": "matrices are real: write the transpose A^\\top",
    "ldots": "write all entries",
    "cdots": "write all entries",
    "dots": "write all entries",
    "vdots": "write all entries",
    "ddots": "write all entries",
    "in": 'shapes are declared apart: where = "A: M x N"',
    "mathbb": "",
    "R": "the real numbers: a shape stands beside the formula, A \\in \\mathbb{R}^{m \\times n}",
    **dict.fromkeys("E EE Expect Prob P Var Cov".split(), "expectations and probabilities are not in the language"),
    "binom": "binomials are not in the language",
    **dict.fromkeys("approx simeq cong propto".split(), "this says that two things are alike: type the function itself"),
    **dict.fromkeys(
        "leq geq le ge lt gt ll gg neq ne leqslant geqslant succ succeq prec preceq".split(),
        "an inequality is not a function: type one side of it",
    ),
    "sim": "this says how something is distributed: type its density, or the logarithm of it",
    "mapsto": "type the function itself: f(x) = …",
    "dot": "dots on names are not read: use another name",
    "ddot": "dots on names are not read: use another name",
    "middle": "one pair of bars at a time",
}
