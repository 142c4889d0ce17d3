"""lambda_max(A), print(x): words before a bracket that are no functions of the language, and what is known of them."""

from __future__ import annotations

from symjac.errors import ParseError
from symjac.language.text.alike import close_to
from symjac.language.text.functions import function_words
from symjac.language.text.names import full_name
from symjac.language.text.tree import Token
from symjac.language.text.words.known import Known
from symjac.writing.greek import GREEK_LETTERS

_EIGEN = "eigenvalues are not in the language"
_SINGULAR = "singular values are not in the language"
_ANGLE = "the angle of two coordinates is not in the language; arctan takes one number"
KNOWN = {
    "print": "Python is not read",
    "rank": "the rank has no derivative",
    "lambda_max": f"{_EIGEN}; where the largest one of a symmetric A is simple, its gradient is u u' with the unit eigenvector u",
    "lambda_min": f"{_EIGEN}; where the least one of a symmetric A is simple, its gradient is u u' with the unit eigenvector u",
    "sigma_max": f"{_SINGULAR}; where the largest one is simple, its gradient is u v' with the singular vectors",
    "sigma_min": f"{_SINGULAR}; where the least one is simple, its gradient is u v' with the singular vectors",
    "nuclear": "the nuclear norm is not in the language; of A = U S V' with positive singular values its gradient is U V'",
    "spectral": "the spectral norm is not in the language; where the largest singular value is simple, its gradient is u v'",
    "min": "min is not in the language",
    "argmax": "type the function that is maximised",
    "argmin": "type the function that is minimised",
    "atan2": _ANGLE,
    "arctan2": _ANGLE,
    "Pr": "probabilities are not in the language",
    "Var": "variances are not in the language",
    "Cov": "covariances are not in the language",
    "eig": _EIGEN,
    "svd": "decompositions are not in the language",
}


def meant(token: Token, name: str) -> str:
    """What to write instead of a function that there is not."""
    if {token.text, name} & set(KNOWN):
        return KNOWN.get(name) or KNOWN[token.text]
    if token.text in ("max", "maximum"):
        return "max(0, t) is relu(t)"
    if len(token.text) == 1 or token.text in GREEK_LETTERS:
        return f"a function that is only named is declared, {name}: R^n -> R; a product is written {name}*(…)"
    return "declare it if it is a variable that multiplies the bracket"


class UnknownFunction(ParseError):
    """A word or letter before a bracket that is no function of the language; near: whether one is spelled alike."""

    near = False


def unknown_function(token: Token, known: Known, source: str) -> UnknownFunction:
    """The error at a word before a bracket, with what was probably meant."""
    near = None
    if len(token.text) > 1 and token.text not in GREEK_LETTERS and token.text not in KNOWN:
        near = close_to(token.text, (*function_words(), *known.functions, *known.names))
    hint = f"did you mean {near}?" if near else meant(token, full_name(token))
    message = f"`{full_name(token)}` is not a function of the language"
    error = UnknownFunction(message, source=source, span=token.span, hint=hint)
    error.near = near is not None
    return error
