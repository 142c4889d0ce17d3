"""The steps in order: shape, f written out, f_i, ∂f_i/∂x_j, cases, the matrix of entries, the closed form."""

from __future__ import annotations

from symjac.core.block import Text
from symjac.core.box import Box
from symjac.core.names import look_of
from symjac.core.term import Said, Term
from symjac.core.trail import Rule, Trail
from symjac.styles.components_assemble import assemble
from symjac.styles.components_setting import Setting
from symjac.styles.notation import mapping
from symjac.styles.task import Task


def derive(task: Task, trail: Trail) -> None:
    s = Setting(task)
    shape(s, trail)
    write_out(s, trail)
    components(s, trail)
    differentiate(s, trail)
    assemble(s, trail, in_cases(s) is not None)
    conclude(s, trail)


# the shape


def shape(s: Setting, trail: Trail) -> None:
    """What is asked, and of which shape the answer is."""
    trail.apply(Rule("shape", "shape", (), question(s), importance=2), None, lambda: Term(map_box(s), Said()))


def map_box(s: Setting) -> Box:
    return mapping(look_of(s.name), s.x.shape, s.f.shape)


def question(s: Setting) -> Text:
    return ("TODO",)


def write_out(s: Setting, trail: Trail) -> None:
    pass


def components(s: Setting, trail: Trail) -> None:
    pass


def differentiate(s: Setting, trail: Trail) -> None:
    pass


def conclude(s: Setting, trail: Trail) -> None:
    pass
