"""The styles by name, and which one the lecture notes would pick for a question. A style exists because its file registers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from symjac.derivation.beside import import_all
from symjac.derivation.question import Question
from symjac.derivation.trail import Trail
from symjac.errors import UnsupportedError

Test = Callable[[Question], bool]


@dataclass(frozen=True)
class Style:
    """One way of deriving.

    derive: writes the steps into the trail; fits: whether it can write this derivation; suits: whether `auto` takes it;
    rank: `auto` tries small ones first; free_entries: whether it derives by the free entries of a structured matrix, too;
    sums: whether it knows sums over an index; wants: what a formula must be for it, said where it is not; lacks: what is the
    matter with this one.
    """

    name: str
    derive: Callable[[Question, Trail], None]
    fits: Test
    suits: Test
    rank: int
    free_entries: bool = False
    sums: bool = False
    wants: str = ""
    lacks: Callable[[Question], str] = lambda q: ""  # what stands in the way, where more than `wants` can be said

    def able(self, q: Question) -> bool:
        return (self.free_entries or not q.structure) and (self.sums or not q.indexed) and self.fits(q)


_styles: dict[str, Style] = {}


def register(style: Style) -> Style:
    if style.name in _styles:
        raise ValueError(f"two styles are called {style.name!r}")
    _styles[style.name] = style
    return style


def styles() -> dict[str, Style]:
    """Every style by name, in the order in which `auto` tries them."""
    import_all("symjac.derivation.styles")
    return dict(sorted(_styles.items(), key=lambda item: item[1].rank))


def pick(q: Question) -> Style:
    """The style asked for, or the first that suits; a style that cannot write the derivation refuses by name."""
    known = styles()
    if q.style == "auto":
        return next(style for style in known.values() if style.able(q) and style.suits(q))
    if q.style not in known:
        raise UnsupportedError(f"there is no style {q.style!r}", found=q.style, expected=", ".join(("auto", *known)))
    if not known[q.style].able(q):
        raise refused(q, known)
    return known[q.style]


def refused(q: Question, known: Mapping[str, Style]) -> UnsupportedError:
    """Why the style that was asked for cannot, and which ones can, in the words of the command line."""
    style = known[q.style]
    able = sorted((name for name, other in known.items() if other.able(q)), key=lambda name: not known[name].suits(q))
    why = style.lacks(q) or f"wants {style.wants}"
    if q.structure and not style.free_entries:
        why = "does not derive by the free entries of a matrix"
    elif q.indexed and not style.sums:
        why = "knows no sums over an index"
    return UnsupportedError(
        f"the style {q.style!r} {why}", found=str(q.f), hint=f"styles that can: {', '.join(able)} (style={able[0]})"
    )
