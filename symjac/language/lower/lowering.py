"""Every node of a tree by the rule of its kind, from the leaves up."""

from __future__ import annotations

from collections.abc import Callable

from symjac.language.lower.arrays import Arrays
from symjac.language.lower.calls import Calls
from symjac.language.lower.constants import Constants
from symjac.language.lower.norms import Norms
from symjac.language.lower.special import MATRIX_FUNCTIONS, Special
from symjac.language.text.symbols import CONSTANTS
from symjac.language.text.tree import Node, become, postorder


class Lowering(Constants, Norms, Special, Arrays, Calls):
    """Rewrites the trees of one text, statement by statement."""

    def run(self, root: Node) -> Node:
        for node in postorder(root):
            if self.numpy:
                self.numpy_power(node)
            method = _RULES.get((node.kind, node.data)) or _RULES.get((node.kind, None))
            if method is not None:
                method(self, node)
        for node in postorder(root):
            if node.kind == "literal" and len(node.args) == 1:
                become(node, node.args[0])
            elif node.kind == "call" and node.data in MATRIX_FUNCTIONS:
                raise self.fail(f"{node.data} of a matrix is not supported", node, MATRIX_FUNCTIONS[str(node.data)])
        return root


_RULES: dict[tuple[str, object], Callable[[Lowering, Node], None]] = {
    **{("call", name): Lowering.sized for name in CONSTANTS},
    **{("call", name): Lowering.special for name in ("transpose", "multiply", "matmul", "divide", "square", "power")},
    ("name", "pi"): Lowering.named_number, ("call", "jacobian"): Lowering.jacobian,
    **{("call", name): Lowering.of_matrix_function for name in ("tr", "det", "logdet")},
    ("call", "npdot"): Lowering.numpy_dot,
    ("call", "max"): Lowering.extremum, ("call", "min"): Lowering.extremum, ("call", "sum"): Lowering.total,
    ("call", "mean"): Lowering.total,
    ("call", "vector"): Lowering.vector, ("call", "array"): Lowering.array, ("call", "asarray"): Lowering.array,
    ("call", "matrix"): Lowering.array, ("call", "norm"): Lowering.norm, ("norm", None): Lowering.norm,
    ("ones", None): Lowering.constant, ("eye", None): Lowering.constant, ("zeros", None): Lowering.constant,
    ("commutation", None): Lowering.constant,
    ("literal", None): Lowering.literal,
    ("tower", None): Lowering.tower, ("usercall", None): Lowering.usercall,
}  # fmt: skip
