"""Greek letters: English name to character; the variants as TeX has them (phi ϕ, varphi φ; epsilon ϵ, varepsilon ε)."""

from __future__ import annotations

_FIRST = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron"
_LOWER = f"{_FIRST} pi rho sigma tau upsilon phi chi psi omega"
_VARIANTS = dict(varepsilon="ε", vartheta="ϑ", varpi="ϖ", varrho="ϱ", varsigma="ς", varphi="φ")

GREEK: dict[str, str] = {
    **dict(zip(_LOWER.split(), "αβγδϵζηθικλμνξοπρστυϕχψω", strict=True)),
    **dict(zip(_LOWER.title().split(), "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ", strict=True)),
    **_VARIANTS,
}
GREEK_NAME: dict[str, str] = {char: name for name, char in GREEK.items()} | {"\u00b5": "mu"}

# Greek letters that look Latin: TeX has no command for them.
LATIN_LOOK = dict(
    Alpha="A", Beta="B", Epsilon="E", Zeta="Z", Eta="H", Iota="I", Kappa="K", Mu="M", Nu="N", Omicron="O", Rho="P",
    Tau="T", Chi="X", omicron="o",
)  # fmt: skip

# The letters that a name may be: all small ones, and the capitals that look like no other letter.
GREEK_LETTERS = tuple(name for name in GREEK if name not in _VARIANTS and (name.islower() or name not in LATIN_LOOK))
