"""⊗ is the Kronecker product, 𝟏 the column of ones: signs beyond first courses, each explained once in a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from symjac.expr.dims import SCALAR
from symjac.expr.expr import Expr, postorder
from symjac.expr.families import FUNCTIONS, Entrywise, ScalarOp
from symjac.expr.looks import look_of_shape, written
from symjac.expr.make import function, mul, symbol, transpose
from symjac.expr.registry import find
from symjac.verify.term import Value
from symjac.writing.block import Details, Line, Note, Text
from symjac.writing.box import Box, Call, Infix, Num, Script, Sym, equation
from symjac.writing.parts import children
from symjac.writing.signs import slashed

WORDS: dict[Box | str, str] = {
    "⊗": " is the Kronecker product (every entry of the first factor times the second)",
    "⊙": " is the product entry by entry",
    "⊘": " is the quotient entry by entry",
    Sym("1", "bold"): " has ones for all its entries",
    Sym("vec", "roman"): " puts the columns of a matrix below each other",
    Sym("step", "roman"): " is 1 for positive and 0 for negative numbers",
    Sym("sign", "roman"): " is 1 for positive and −1 for negative numbers",
    Sym("ReLU", "roman"): " keeps positive numbers and makes negative ones 0",
    Sym("softmax", "roman"): " divides the exponentials of the entries by their sum",
    Sym("rowsoftmax", "roman"): " divides the exponentials of the entries of each row by their sum",
    Sym("logsumexp", "roman"): " is the logarithm of the sum of the exponentials of the entries",
    Sym("adj", "roman"): " is the adjugate, the transposed matrix of the cofactors",
    Sym("khatrirao", "roman"): " is the Kronecker product column by column",
}
VEC = Sym("vec", "roman")
FAMILIAR = frozenset(
    "sin cos tan sinh cosh tanh arcsin arccos arctan exp log tr det max min lim d e i sign erf sum mean rank".split()
)  # upright names that need no explanation


def notation(parts: Iterable[Any], results: Iterable[Expr]) -> list[Note]:
    """The signs in a document that it does not explain itself, in the order in which they occur."""
    blocks = list(parts)
    boxes, exprs = unexplained(blocks, results)
    clauses = [
        *of_words(boxes),
        *of_delta(boxes),
        *of_diag(boxes, exprs),
        *of_formulas(boxes, exprs),
        *of_commutation(blocks, boxes, exprs),
    ]
    return [Note("notation", joined(clauses))] if clauses else []


def definitions(parts: Iterable[Any], results: Iterable[Expr]) -> list[Text]:
    """What a document must say of functions and matrices whose letters nobody can know: σ(t) = …, K_{m,n} vec(C) = vec(C')."""
    blocks = list(parts)
    boxes, exprs = unexplained(blocks, results)
    return [*of_formulas(boxes, exprs), *of_commutation(blocks, boxes, exprs)]


def unexplained(blocks: list[Any], results: Iterable[Expr]) -> tuple[list[Any], list[Expr]]:
    """What is written in a document but for the functions that it defines, and what its lines are about."""
    boxes = list(every(blocks))
    proofs = [block for block in blocks if isinstance(block, Details)]
    before = list(every(block for block in blocks if block not in proofs))
    defined = {
        *heads(before),
        *(set(heads(list(every(proofs)))) - set(before)),
    }  # a proof is at the end: it explains what is its own
    exprs = list(dict.fromkeys(e for root in results for e in postorder(root)))
    return [box for box in boxes if box not in defined], exprs


def joined(clauses: list[Text]) -> Text:
    """a; b; c."""
    return (*(part for k, clause in enumerate(clauses) for part in (("; ", *clause) if k else clause)), ".")


def every(parts: Iterable[Any]) -> Iterator[Any]:
    for part in parts:
        yield part
        yield from every(() if isinstance(part, str) else part if isinstance(part, tuple) else children(part))


def heads(boxes: list[Any]) -> Iterator[Box]:
    """The functions of which a line says what they are at a letter: σ(t) = …"""
    lefts = [box.left for box in boxes if isinstance(box, Line)]
    lefts += [box.items[0] for box in boxes if isinstance(box, Infix) and box.signs[:1] == ("=",)]
    calls = (left for left in lefts if isinstance(left, Call) and all(isinstance(a, Sym) for a in left.args))
    return (call.head for call in calls if call.head != VEC)


def of_words(boxes: list[Any]) -> list[Text]:
    """Those for which words are enough."""
    signs = dict.fromkeys(sign for box in boxes if isinstance(box, Infix) for sign in box.signs)
    met = dict.fromkeys([*signs, *(box for box in boxes if isinstance(box, Sym))])
    if Sym("⊙") in met:
        met |= {"⊙": None}
    return [(Sym(key) if isinstance(key, str) else key, words) for key, words in WORDS.items() if key in met]


def of_delta(boxes: list[Any]) -> list[Text]:
    """δ_ij is 1 for i = j and 0 otherwise; δ_1i for i = 1."""
    found = next((b for b in boxes if isinstance(b, Script) and b.base == Sym("delta") and len(indices(b)) == 2), None)
    if found is None:
        return []
    sides = sorted(indices(found), key=lambda side: isinstance(side, Num))
    return [(found, " is 1 for ", equation(*sides), " and 0 otherwise")]


def indices(box: Script) -> tuple[Box, ...]:
    return tuple(getattr(box.sub, "items", ()))


def of_diag(boxes: list[Any], exprs: list[Expr]) -> list[Text]:
    """Of a vector, and of a matrix."""
    named = Sym("diag", "roman")
    of = [e.args[0] for e in exprs if e.op.name == "diag" and named in boxes]
    kinds: dict[Callable[[Expr], bool], str] = {
        lambda a: not a.is_matrix: " of a vector is the diagonal matrix of its entries",
        lambda a: a.is_matrix: " of a matrix is the column of its diagonal entries",
    }
    return [(named, words) for holds, words in kinds.items() if any(map(holds, of))]


def of_formulas(boxes: list[Any], exprs: list[Expr]) -> list[Text]:
    """σ(t) = 1/(1 + exp(−t)), of every function of the language that is made of others and has no words here."""
    t = symbol(free("tsuvw", boxes), SCALAR)
    scalar = dict.fromkeys(e.op for e in exprs if isinstance(e.op, ScalarOp))
    made = [op for op in scalar if not op.elsewhere and find(op.name) is op]
    both = [(written(function(op.name, t)), op.formula(FUNCTIONS, Entrywise(t)).expr) for op in made]
    shown = [(left, right) for left, right in both if isinstance(left, Call) and left.head in boxes and left.head not in WORDS]
    return [(equation(left, slashed(written(right))),) for left, right in shown]


def of_commutation(blocks: list[Any], boxes: list[Any], exprs: list[Expr]) -> list[Text]:
    """K_{m,n} vec(C) = vec(C') for every m × n matrix C"""
    swap = next((e for e in exprs if e.op.name == "commutation" and written(e) in boxes), None)
    said = any("commutation matrix" in part for block in blocks for part in getattr(block, "text", ()) if isinstance(part, str))
    if swap is None or said:
        return []
    C = symbol(free("CZYUV", boxes), swap.data)
    fact = equation(written(mul(swap, function("vec", C))), written(function("vec", transpose(C))))
    shape: Text = (" for every ", look_of_shape(C.shape), " matrix ", written(C))
    return [(written(swap), " is the commutation matrix, ", fact, *shape)]


def free(letters: str, boxes: list[Any]) -> str:
    taken = {box.name for box in boxes if isinstance(box, Sym)}
    return next((letter for letter in letters if letter not in taken), letters[0])


def meant(steps: Iterable[Any]) -> list[Expr]:
    """The expressions that the lines of a derivation are about."""
    terms = [term for step in steps for term in (step.before, step.after) if term is not None]
    return [term.meaning.expr for term in terms if isinstance(term.meaning, Value)]


def once(blocks: Iterable[Any]) -> Iterator[Any]:
    """The blocks of a long document, in which a sign is explained where it occurs first and not again."""
    said: set[tuple[str, ...]] = set()
    defined: set[Box] = set()
    for block in blocks:
        defined.update(heads(list(every([block]))) if not isinstance(block, Note) else ())
        if isinstance(block, Note) and block.kind == "notation":
            new = [clause for clause in split(block.text[:-1]) if about(clause) not in said and not defined & {*heads([*clause])}]
            said.update(map(about, new))
            if new:
                yield Note("notation", joined(new))
        else:
            yield block


def about(clause: Text) -> tuple[str, ...]:
    """The sign and the words, whatever the indices are: δ_ij and δ_kl are one."""
    sign = next(box.name for box in every([clause]) if isinstance(box, Sym))
    return (sign, *(part for part in clause if isinstance(part, str)))


def split(text: Text) -> list[Text]:
    """The clauses that were joined."""
    clauses: list[Text] = [()]
    for part in text:
        clauses = [*clauses, ()] if part == "; " else [*clauses[:-1], (*clauses[-1], part)]
    return clauses
