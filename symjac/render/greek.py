"""Greek letters: English name to character, the variants as TeX names them (phi ϕ, varphi φ; epsilon ϵ, varepsilon ε)."""

from __future__ import annotations

_NAMES = (
    "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν "
    "xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω "
    "Alpha Α Beta Β Gamma Γ Delta Δ Epsilon Ε Zeta Ζ Eta Η Theta Θ Iota Ι Kappa Κ Lambda Λ Mu Μ Nu Ν Xi Ξ Omicron Ο Pi Π Rho Ρ "
    "Sigma Σ Tau Τ Upsilon Υ Phi Φ Chi Χ Psi Ψ Omega Ω"
).split()

GREEK: dict[str, str] = dict(zip(_NAMES[::2], _NAMES[1::2], strict=True))
GREEK_NAME: dict[str, str] = {char: name for name, char in GREEK.items()} | {"µ": "mu"}

# Greek capitals (and omicron) that look Latin: TeX has no command for them.
LATIN_LOOK = dict(
    Alpha="A", Beta="B", Epsilon="E", Zeta="Z", Eta="H", Iota="I", Kappa="K", Mu="M", Nu="N", Omicron="O", Rho="P",
    Tau="T", Chi="X", omicron="o",
)  # fmt: skip
