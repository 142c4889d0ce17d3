"""The commands of LaTeX that the language knows, as tables."""

from __future__ import annotations

from symjac.writing.greek import GREEK_LETTERS

SYMBOLS = {
    "sum": "SUM", "partial": "PARTIAL", "nabla": "NABLA",
    "cdot": "CDOT", "times": "_TIMES", "ast": "_TIMES", "bullet": "CDOT", "odot": "ELTIMES", "circ": "ELTIMES",
    "oslash": "ELDIVIDE",
    "otimes": "KRON", "div": "DIVIDE", "langle": "ANGLEOPEN", "rangle": "ANGLECLOSE", "lvert": "BAROPEN", "rvert": "BARCLOSE",
    "vert": "BAR", "mid": "BAR", "lVert": "NORMOPEN", "rVert": "NORMCLOSE", "Vert": "DBAR", "|": "DBAR", "{": "LPAR", "}": "RPAR",
    "lbrace": "LPAR", "rbrace": "RPAR", "lbrack": "LSQB", "rbrack": "RSQB", "lparen": "LPAR", "rparen": "RPAR", "colon": "COLON",
}  # fmt: skip
TRANSPOSES = frozenset(("top", "intercal", "prime", "T", "trans", "transpose", "tran", "transp", "tp"))
SPACING = frozenset(
    ", ; ! : > thinspace medspace thickspace negthinspace enspace displaystyle textstyle scriptstyle limits nolimits "
    "nonumber notag "
    "hfill hline noindent allowbreak nobreak big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm".split()
)
QUADS = frozenset(("quad", "qquad", "hskip"))
IGNORED = frozenset(("label", "tag", "hspace", "vspace", "phantom", "hphantom", "vphantom", "mathstrut", "intertext"))
FONTS = frozenset(
    "mathbf boldsymbol bm mathcal mathbb mathfrak mathscr vec bold pmb symbf symbfit symup underline mathnormal mathds "
    "bs vb mb".split()
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
    "prod": "a product over an index is not read",
    "max": "max is not in the language",
    "min": "min is not in the language",
    "arg": "type the function that is minimised",
    "argmin": "type the function that is minimised",
    "argmax": "type the function that is maximised",
    "lim": "limits are not in the language",
    "infty": "infinity is not in the language",
    "backslash": "division from the left is written inv(A)*b",
    "setminus": "division from the left is written inv(A)*b",
    "dagger": "matrices are real: write the transpose A^\\top",
    "star": "a star on a name is not read: use another name",
    "ldots": "write all entries",
    "cdots": "write all entries",
    "dots": "write all entries",
    "vdots": "write all entries",
    "ddots": "write all entries",
    "in": 'shapes are declared apart: where = "A: M x N"',
    "mathbb": "",
    "binom": "binomials are not in the language",
    "triangleq": "a definition is written with =",
    "coloneqq": "a definition is written with =",
    "equiv": "a definition is written with =",
    "approx": "comparisons are not in the language",
    "leq": "comparisons are not in the language",
    "geq": "comparisons are not in the language",
    "to": "type the function itself",
    "mapsto": "type the function itself: f(x) = …",
    "dot": "dots on names are not read: use another name",
    "ddot": "dots on names are not read: use another name",
    "middle": "one pair of bars at a time",
}
