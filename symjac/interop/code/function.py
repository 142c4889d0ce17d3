"""Expressions as the source of one function: its arguments by name, checks of their shapes, the arrays, and what it returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from symjac.expr.dims import ONE, Dim
from symjac.expr.families import ScalarOp
from symjac.expr.registry import operations
from symjac.interop.code.checks import Checks, needed
from symjac.interop.code.compiled import compiled
from symjac.interop.code.names import Names
from symjac.interop.code.nodes import Node, is_view
from symjac.interop.code.nodes import postorder as nodes_below
from symjac.interop.code.once import rewritten
from symjac.interop.code.printer import Printer
from symjac.interop.code.request import Request
from symjac.interop.code.target import Target
from symjac.interop.code.targets import make

LINE = 100  # characters


def spellings(target: str) -> dict[str, str]:
    """The functions of one number that the target writes in its own way."""
    return {op.name: op.code[target] for op in operations() if isinstance(op, ScalarOp) and target in op.code}


def source(request: Request, target_name: str) -> str:
    """The function as a module of its own: imports, and the function."""
    target = make(target_name, spellings(target_name))
    names = Names(request)
    arrays = [names.symbols[s] for s in request.symbols if s.shape != (ONE, ONE) or s in request.batch]
    target.sizes, target.like = names.sizes, arrays[0] if arrays else ""
    checks = Checks(target, names, request)
    body, roots, nodes = computed(request, target, names)
    if (narrow := request.narrow) is not None:
        first, others, more = computed(replace(request, outputs=narrow.outputs), target, names)
        body = [f"if {target.dim(narrow.few)} < {target.dim(narrow.many)}:", *map(indented, first), *body]
        roots, nodes = roots + others, nodes + more
    body = [*docstring(request, checks), *needed(checks.lines(), body), *body]
    result = returned_type(request, target)
    if len(request.outputs) == 1 and not request.keys and not all(target.is_typed(root, nodes) for root in roots):
        result += " | Any"  # what the library calls Any, and is an array or a number
    imports = target.imports_for(nodes, result)
    return "\n".join([*imports, "", "", *header(request, names, checks, target, result), *map(indented, body)]) + "\n"


def computed(request: Request, target: Target, names: Names) -> tuple[list[str], list[Node], list[Node]]:
    """The statements that compute the outputs and return them, the outputs, and the operations in them."""
    program, outputs = compiled(request, frozenset(target.functions), target.factored)
    known = {node: names.symbols[e] for e, node in program.arguments.items()}
    if program.vector is not None and request.vector is not None:
        known[program.vector] = request.vector[0]
    taken = set(names.taken)
    known |= names.intermediate(program.named_nodes)
    form = rewritten(program.graph, list(outputs.values()), known)
    roots = [form[node] for node in outputs.values()]
    printer = Printer(target, {form.get(node, node): name for node, name in known.items()}, names.taken)
    results = printer.write(roots)
    names.taken = taken
    returned = [own(node, r.text, target) for node, r in zip(roots, results, strict=True)]
    if request.keys is not None:
        returned = [target.constant(n.data) if n.op == "const" else r for n, r in zip(roots, returned, strict=True)]
    return [*printer.lines, f"return {given_back(request, returned)}"], roots, list(nodes_below(roots))


def header(request: Request, names: Names, checks: Checks, target: Target, result: str) -> list[str]:
    """def gradient(A: ArrayLike, t: ArrayLike) -> np.ndarray | Any:, one argument a line where it is long."""
    arguments = [f"{name}: {target.array if axes else target.scalar}" for name, axes in checks.arrays]
    arguments += [f"{name}: int" for name in checks.asked]
    one = f"def {request.name}({', '.join(arguments)}) -> {result}:"
    if len(one) <= LINE:
        return [one]
    return [f"def {request.name}(", *(f"    {a}," for a in arguments), f") -> {result}:"]


def returned_type(request: Request, target: Target) -> str:
    keys = request.keys or ()
    shown = [kind((*request.examples, *o.axes), target) for o in request.outputs.values()]
    if keys:
        inside = " | ".join(sorted(set(shown[-len(keys) :]), reverse=True))
        shown = [*shown[: -len(keys)], f"dict[str, {inside}]"]
    return shown[0] if len(shown) == 1 else f"tuple[{', '.join(shown)}]"


def kind(axes: Sequence[Dim], target: Target) -> str:
    """The type of a result: NumPy's numbers are floats."""
    return target.result if axes else target.number


def indented(line: str) -> str:
    return f"    {line}" if line else ""


def docstring(request: Request, checks: Checks) -> list[str]:
    """What it computes, the arguments with their shapes and what they are called in the formula, what is returned."""
    lines = [*request.doc, "", *checks.described(), "", *checks.returned()]
    lines = [line.replace("\\", "\\\\").replace('"', "'") for line in lines]
    return ['"""' + lines[0], *lines[1:], '"""']


def own(node: Node, text: str, target: Target) -> str:
    """A result that is no view of an argument: who changes it changes nothing else."""
    while is_view(node):
        (node,) = node.args
    return target.copied(text, bool(node.axes)) if node.op in ("argument", "vector") else text


def given_back(request: Request, returned: Sequence[str]) -> str:
    """One array; the value and the derivative; or the derivatives by the names of their variables."""
    if request.keys is None:
        return ", ".join(returned)
    first, rest = returned[: -len(request.keys)], returned[-len(request.keys) :]
    table = ", ".join(f'"{key}": {text}' for key, text in zip(request.keys, rest, strict=True))
    return ", ".join([*first, f"{{{table}}}"])
