"""How a name looks: a run of letters that reads like a product, a bold letter that is a column, an x̄ that is no mean."""

from __future__ import annotations

from collections.abc import Mapping

from symjac.expr.expr import Expr
from symjac.language.checks import Program
from symjac.language.text.tree import names_in
from symjac.lazy import regex
from symjac.writing.greek import GREEK_LETTERS


def check_runs(program: Program, variables: tuple[str, ...]) -> None:
    """Xw in a formula where w stands alone too is hardly a name of its own, nor bx beside x, by which is differentiated."""
    alone = {n for n in (*variables, *program.free()) if len(n) == 1}
    for statement in program.statements:
        for node in names_in(statement.body):
            text = str(node.data)
            parts = [] if text in program.known.names or text in GREEK_LETTERS else _RUN.findall(text)
            if "".join(parts) == text and _is_product(parts, alone, {*variables}):
                hint = f"write {' '.join(parts)}, or declare {' and '.join(parts)}; or declare {text}"
                seen = next(c for c in reversed(parts) if c in alone)
                raise program.fail(f"`{text}` would be one name, but `{seen}` stands alone too", node.span, hint)


_RUN = regex(r"[A-Za-z](?:_[0-9]+(?=[a-z]))?")


def _is_product(parts: list[str], alone: set[str], variables: set[str]) -> bool:
    """Whether a run is of names that stand alone, too: Xw beside w, xy beside x and y; bx and a_1x where x is the variable."""
    if not 1 < len(parts) <= 3:
        return False
    pair = len(parts) == 2 and not variables.isdisjoint(parts) and "".join(parts).islower()
    return pair or (len(parts) == 2 and parts[0].isupper() and parts[1] in alone) or alone.issuperset(parts)


def tell_of_means(program: Program, variables: tuple[str, ...]) -> None:
    """x̄ beside a sum over x_i moves with the x_i only if it is defined."""
    own = {*variables, *program.declared}
    for name in variables:
        if name in program.families.names and f"{name}bar" in program.free() and f"{name}bar" not in own:
            told = f"{name}bar is taken as constant; if it is the mean of {name}, define it: {name}bar = …"
            program.notes.append(told)


_BOLD = regex(r"\\(?:mathbf|boldsymbol|bm|bf|vec|vb|pmb)\b\s*\{?\s*(?:[a-z]\b|\\[a-z])")


def check_fonts(program: Program, symbols: Mapping[str, Expr]) -> None:
    """\\vec{v}^2 and |\\mathbf{a} - \\mathbf{b}|: a bold small letter is a column, where nothing says otherwise."""
    for statement in program.statements if program.latex else ():
        for node in names_in(statement.body):
            name = str(node.data)
            given = name in program.known.names or name in program.families.names or name not in symbols
            if not given and symbols[name].is_scalar and _BOLD.match(program.source, node.span[0]):
                shown = program.source[slice(*node.span)]
                hint = f"of a column write \\|{shown}\\|^2 or {shown}^\\top {shown}; else declare {name}: scalar"
                raise program.fail(f"`{shown}` is a column by its font, and a number as it is used", node.span, hint)
