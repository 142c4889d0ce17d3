"""Names used wrongly: defined twice or in a circle, functions without argument, runs of letters that read like products."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Protocol

from symjac.errors import ParseError
from symjac.expr.dims import ONE, SCALAR
from symjac.language.context import Context
from symjac.language.declare import Declaration
from symjac.language.families import Families
from symjac.language.maps import Map
from symjac.language.text.line import Line
from symjac.language.text.names import full_name
from symjac.language.text.statements import END, LIST
from symjac.language.text.tree import Node, Statement, free_names, names_in, postorder
from symjac.language.text.words.known import Known


class Program(Protocol):
    """What is asked of the statements of a text."""

    declared: Mapping[str, Declaration]
    maps: Mapping[str, Map]
    context: Context | None
    source: str
    latex: bool
    notes: list[str]
    statements: list[Statement]
    known: Known
    families: Families

    def defined(self) -> dict[str, Statement]: ...

    def used(self) -> set[str]: ...

    def free(self) -> list[str]: ...

    def fail(self, message: str, span: tuple[int, int] | None = None, hint: str | None = None) -> ParseError: ...


def check_names(program: Program, lines: list[Line]) -> None:
    """No name is defined twice, or declared and defined."""
    seen: set[str] = set()
    for line in lines:
        if line.name is None:
            continue
        span, name = line.head[0].span, line.name
        if name in seen:
            raise program.fail(f"`{name}` is defined twice", span, "use another name for the second")
        if name in program.declared:
            raise program.fail(
                f"`{name}` is declared as a variable and also defined", span, "drop the declaration, or rename one of them"
            )
        if name in program.maps:
            hint = f"drop the declaration {program.maps[name].text}, or rename one of them"
            raise program.fail(f"`{name}` is declared as a map and also defined", span, hint)
        if program.context is not None and name in program.context.symbols:
            raise program.fail(f"`{name}` is a variable of the problem and cannot be defined", span)
        seen.add(name)


def check_sums(program: Program, lines: list[Line]) -> None:
    """sum_i y^2, of whose index nothing is left behind it, is no product with a name sum_i."""
    known = {*program.declared, *(name for line in lines for name in (line.name, *line.params) if name)}
    for side in (side for line in lines for side in (*line.links, line.body)):
        for token, after in pairwise(side):
            name = full_name(token)
            if (
                token.text in ("sum", "prod")
                and token.sub.isalpha()
                and name not in known
                and after.type in ("WORD", "LPAR", "NUM")
            ):
                hint = f"write {name}*… if {name} is a name"
                raise program.fail(f"nothing behind `{name}` has the index {token.sub[0]}", token.span, hint)


def check_circles(program: Program) -> None:
    """No definition uses itself, directly or around; no function stands without its argument."""
    defined = program.defined()
    state: dict[str, int] = {}
    for start in defined:
        _visit(program, start, defined, state)
    for statement in program.statements:
        for node in names_in(statement.body):
            _check_use(program, node, statement, defined)


_OPEN, _DONE = 1, 2


def _visit(program: Program, start: str, defined: dict[str, Statement], state: dict[str, int]) -> None:
    """Depth first, without recursion: a name met again while it is open lies on a circle."""
    stack = [start]
    while stack:
        name = stack[-1]
        if name in state:
            state[name] = _DONE
            stack.pop()
            continue
        state[name] = _OPEN
        for used in free_names(defined[name].body):
            if state.get(used) == _OPEN:
                how = "by itself" if used == name else "in a circle"
                raise program.fail(f"`{used}` is defined {how}", defined[used].span)
            if used in defined and used not in state:
                stack.append(used)


def _check_use(program: Program, node: Node, statement: Statement, defined: dict[str, Statement]) -> None:
    name = str(node.data)
    if name in program.maps:
        raise program.fail(f"`{name}` is a map: it needs its argument", node.span, f"it is declared {program.maps[name].text}")
    used = defined.get(name)
    if used is not None and used.headed and name not in statement.params and "called" not in node.gaps:
        given = ", ".join(used.params)
        message = f"`{name}` is a function of {given}: without its argument it is ambiguous"
        raise program.fail(message, node.span, f"write {name}({given})")


def check_hidden(program: Program, name: str) -> None:
    """x of f(x) = Ax + b, where Ax was read as one name."""
    nodes = [node for s in program.statements for node in names_in(s.body)]
    if any(node.data == name for node in nodes):
        return
    for node in nodes:
        text = str(node.data)
        if text.isalpha() and 1 < len(text) <= 4 and name in text and text not in program.known.names:
            hint = f"write {' '.join(text)}, or declare {' and '.join(text)}"
            raise program.fail(f"`{name}` does not occur: `{text}` was read as one name", node.span, hint)


def check_entries(program: Program) -> None:
    """f(x) = x1^2 + x2: the x of the head does not occur, what looks like its entries does."""
    for statement in program.statements:
        names = free_names(statement.body)
        for param in statement.params:
            entries = [n for n in names if n.startswith(f"{param}_") and n[len(param) + 1 :].isdigit()]
            if entries and param not in names and not {*entries} & {*program.declared, *program.defined(), *statement.params}:
                entries.sort(key=lambda n: int(n.rpartition("_")[2]))
                head = ", ".join(", ".join(entries) if p == param else p for p in statement.params)
                message = f"`{param}` does not occur, but {' and '.join(entries)} do{'es' if len(entries) == 1 else ''}"
                hint = f"name the entries as arguments: {statement.name}({head}) = …"
                raise program.fail(message, statement.span, hint)


def check_unused(program: Program, last: Line) -> None:
    """`s = -inv(H)` and `g` on the next line: what was meant for one formula is not dropped."""
    statements, used = program.statements, program.used()
    if len(statements) > 1 and last.name is None and last.separator != END and statements[-2].name not in used:
        hint = "end the line before with an operator to go on with it, or with `;` to end it"
        raise program.fail(f"`{statements[-2].name}` is not used in the line after it", statements[-1].span, hint)


def check_parameters(program: Program, names: tuple[str, ...]) -> None:
    """h_theta(x) is no constant where theta is the variable."""
    defined = program.defined()
    for f in program.maps:
        below = f.partition("_")[2]
        if below in names and f not in defined:
            raise program.fail(f"`{f}` depends on {below}, and nothing says how", None, f"say what it is: {f}(x) = …")


def check_listed(program: Program, lines: list[Line]) -> None:
    """f(x) = …, g(x) = …: of two functions with a comma between them neither is meant alone."""
    used = program.used() | {full_name(token) for line in lines for token in line.body if token.type == "WORD"}
    unused = [line for line in lines if line.name is not None and line.name not in used]
    if unused and any(line.separator == LIST for line in lines):
        span = unused[0].head[0].start, unused[0].body[-1].end
        hint = "type one of them, or put `;` between them to differentiate the last"
        raise program.fail(f"`{unused[0].name}` is not used in the other formula", span, hint)


def check_divisors(program: Program, root: Node) -> None:
    """x'A x / x'x: a row divides nothing, so what stands beside it stands below, too."""
    for node in postorder(root):
        if node.kind == "mul" and node.gaps[:1] == ["beside"]:
            _tell_of_stroke(program, node)
        if node.kind == "div":
            row = node.args[1].args[0] if node.args[1].kind == "mul" else node.args[1]
            name = str(row.args[0].data) if row.kind == "transpose" and row.args[0].kind == "name" else ""
            number = is_number(program, name)
            text = program.source[slice(*node.args[1].span)]
            if name and row is node.args[1] and not number:
                raise program.fail(f"`{text}` is a row, and only numbers divide", row.span, "put the divisor in brackets")
            if node.data == "below":
                if number:
                    first = program.source[row.span[0] : row.span[1]]
                    raise program.fail(f"…/{first} … may be …/({text}) or (…/{first})…", node.span, "put one of them in brackets")
                program.notes.append(f"The divisor is all of {text}.")


def is_number(program: Program, name: str) -> bool:
    """Whether a name is known to be a number: declared so, of an earlier problem, or a size."""
    if name in program.declared:
        return program.declared[name].rows == program.declared[name].columns == ONE
    known = program.context.shapes.get(name) if program.context is not None else None
    return known == SCALAR or (known is None and name in program.known.dims)


def _tell_of_stroke(program: Program, node: Node) -> None:
    """a/b c is (a/b) c; 1/2 x needs no word."""
    quotient, factor = node.args[0], node.args[1]
    if quotient.kind == "div" and not quotient.paren and quotient.args[0].kind not in ("num", "size"):
        below = program.source[slice(*quotient.args[1].span)]
        shown = program.source[quotient.args[1].span[0] : factor.span[1]]
        program.notes.append(f"Only {below} stands below the stroke; else write /({shown}).")


def check_second_points(program: Program, root: Node) -> None:
    """x - x' of a column x: the transpose of x is no second point."""
    for node in postorder(root):
        if node.kind == "add":
            terms = [part.args[0] if part.kind == "neg" else part for part in node.args]
            names = {str(t.data) for t in terms if t.kind == "name"}
            for term in terms:
                base = str(term.args[0].data) if term.kind == "transpose" and term.args[0].kind == "name" else ""
                if base in names and base[0].islower() and base not in program.declared:
                    hint = f"a second point needs a name of its own: {base}_2, or y; of a square matrix, declare {base}: n x n"
                    raise program.fail(f"`{base}'` is the transpose of {base}, and does not add to it", term.span, hint)


def check_raised_letters(program: Program, variables: tuple[str, ...]) -> None:
    """x^t A x and x^H A x: a transpose, most likely; w^{old} and ‖w^{t+1} − w^t‖: labels. They are powers where a letter of
    the exponent has a meaning of its own."""
    over = {id(part) for s in program.statements for n in postorder(s.body) if n.kind == "pow" for part in postorder(n.args[1])}
    names = [node for s in program.statements for node in names_in(s.body)]
    known = {*variables, *program.known.names, *(str(n.data) for n in names if id(n) not in over)}
    for statement in program.statements:
        for node in postorder(statement.body):
            if node.kind == "mul" and sum(part.kind != "num" for part in node.args) > 1:
                for part in node.args:
                    _check_raised(program, part, known)
    for statement in program.statements if program.latex else ():
        above = {arg: node for node in postorder(statement.body) for arg in node.args}
        for node in postorder(statement.body):
            if node.kind == "pow" and node.args[0].kind == "name" and str(node.args[0].data)[0].islower():
                _check_label(program, node, known, above)


def _check_raised(program: Program, node: Node, known: set[str]) -> None:
    if node.kind == "pow" and node.args[0].kind != "num" and node.args[1].kind == "name":
        letter = str(node.args[1].data)
        if letter in ("t", "H") and letter not in known:
            what = "a transpose or a power" if letter == "t" else "the conjugate transpose or a power"
            hint = f"the transpose is written A' or A^T; for the power, declare {letter}: scalar"
            raise program.fail(f"`^{letter}` may be {what}", node.span, hint)


def _check_label(program: Program, node: Node, known: set[str], above: Mapping[Node, Node]) -> None:
    letters = [str(part.data) for part in postorder(node.args[1]) if part.kind == "name"]
    if not letters or known & {*letters}:
        return
    base, exponent = (program.source[slice(*part.span)] for part in node.args)
    exponent = exponent.strip("{}() ")
    word = len(letters) > 2 and exponent.isascii() and exponent.isalpha() and exponent.islower()
    step = letters[0] in ("t", "k") and len(letters) == 1 and _is_of_a_column(node, above)
    if word or step:
        right = f"{base}^{{\\text{{{exponent}}}}}" if word else f"{base}^{{({exponent})}}"
        hint = f"a label is written {right}; for the power, declare {letters[0]}: scalar"
        shown = program.source[slice(*node.span)]
        shown += "}" * (shown.count("{") - shown.count("}"))
        raise program.fail(f"`{shown}` may be a power, or {base} with a label", node.span, hint)


def _is_of_a_column(node: Node, above: Mapping[Node, Node]) -> bool:
    """Whether it is transposed, under a norm, or beside a matrix: hardly a number."""
    at, parent = node, above.get(node)
    while parent is not None and parent.kind in ("add", "neg", "mul"):
        beside = [part for part in parent.args if part is not at] if parent.kind == "mul" else []
        if any(part.kind == "transpose" or (part.kind == "name" and str(part.data)[0].isupper()) for part in beside):
            return True
        at, parent = parent, above.get(parent)
    return parent is not None and (parent.kind in ("norm", "transpose") or (parent.kind == "call" and parent.data == "norm"))
