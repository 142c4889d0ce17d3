"""Signs and numbers where they stand: which bar opens and which closes, which 1 is a vector of ones, which space is a comma."""

from __future__ import annotations

from collections.abc import Collection

from symjac.errors import ParseError
from symjac.language.text.brackets import CLOSE, OPEN, operand_before
from symjac.language.text.tree import Token
from symjac.language.text.words.known import Known

_ENDS = frozenset("NUM NAME RPAR RSQB PRIME INVT BARCLOSE NORMCLOSE ANGLECLOSE".split())
STARTS = frozenset("NUM WORD ONE LPAR LSQB BAROPEN NORMOPEN ANGLEOPEN FUNC".split())


class Marks:
    """One statement while it is read: what is read of it, the brackets that are open, and the place."""

    def __init__(self, known: Known, source: str, latex: bool, free: set[str]) -> None:
        self.known, self.source, self.latex, self.free = known, source, latex, free
        self.out: list[Token] = []
        self.open: list[Token] = []
        self.tokens: list[Token] = []
        self.notes: list[str] = []
        self.at = 0

    def _unclosed(self, token: Token) -> ParseError:
        return ParseError(f"`{token.text}` is never closed", source=self.source, span=token.span)

    def _stop(self, token: Token, after: Token | None) -> None:
        """exp.(x) is exp(x): a function taken entry by entry, as in Julia."""
        called = after is not None and after.type == "LPAR" and not after.space and bool(self.out) and self.out[-1].type == "FUNC"
        if called:
            self.out[-1].data = "dotted"
        else:
            self.out.append(token)

    def _pow(self, token: Token, after: Token | None) -> None:
        """x^(⊙2), as it is printed on one line, is x.^2."""
        inner = self.tokens[self.at + 1 : self.at + 3]
        if [t.type for t in inner] == ["LPAR", "ELTIMES"]:
            token.type = "ELPOW"
            inner[1].type = "SKIP"
        self.out.append(token)

    def _skip(self, token: Token, after: Token | None) -> None:
        """The ⊙ of x^(⊙2)."""

    def _number(self, token: Token, after: Token | None) -> None:
        before = [t.type for t in self.out[-3:] if t.type != "MINUS"]
        raised = before[-1:] in (["POW"], ["ELPOW"])
        if self.out and self.out[-1].type == "NUM" and before[-2:] != ["POW", "NUM"]:
            hint = "write * between them, or a comma in a literal"
            raise ParseError("two numbers stand side by side", source=self.source, span=token.span, hint=hint)
        if token.data == 1 and (self._is_ones(after) or self._is_outer(after) or self._is_behind(token, after)):
            token.type, token.data = "NAME", "ones"
            token.text = ""
        elif after is not None and after.type == "PRIME" and token.text == "11":
            half = token.start + 1
            self.out.append(Token("NAME", "", token.start, half, token.space, "ones"))
            token = Token("NAME", "", half, token.end, data="ones")
        elif not raised and after is not None and after.type == "PRIME" and self._is_ones(after, STARTS):
            hint = "outside of 1ᵀ, the vector of ones, only names and brackets are transposed"
            raise ParseError("a number has no transpose", source=self.source, span=(token.start, after.end), hint=hint)
        self.out.append(token)

    def _is_ones(self, after: Token | None, starts: Collection[str] = (*STARTS, "_TIMES")) -> bool:
        """1ᵀx, b*1ᵀ: nobody transposes the number."""
        following = self.tokens[self.at + 2 : self.at + 3]
        behind = starts is not STARTS and self.out[-1:] and self.out[-1].type == "_TIMES"
        return after is not None and after.type == "PRIME" and bool(behind or (following and following[0].type in starts))

    def _is_outer(self, after: Token | None) -> bool:
        """The first one of 1 1ᵀ and 1*1ᵀ, and the second of 1ᵀ1."""
        ahead = self.tokens[self.at + 1 : self.at + 4]
        ahead = ahead[1:] if ahead and ahead[0].type == "_TIMES" else ahead[:2]
        behind = [(t.type, t.data) for t in self.out[-2:]]
        return ([t.type for t in ahead] == ["NUM", "PRIME"] and ahead[0].data == 1) or (
            [kind for kind, _ in behind] == ["NAME", "PRIME"] and (behind[0][1] == "ones")
        )

    def _is_behind(self, token: Token, after: Token | None) -> bool:
        """w'1 and A 1: nobody writes the number behind a factor without a sign."""
        plain = token.text == "1" and (after is None or after.type not in ("POW", "LPAR", "FACTORIAL"))
        return plain and bool(self.out) and self.out[-1].type in ("NAME", "PRIME")

    def _zero(self, token: Token, after: Token | None) -> None:
        self.out.append(Token("NAME", token.sub, token.start, token.end, token.space, "zeros"))

    def _one(self, token: Token, after: Token | None) -> None:
        self.out.append(Token("NAME", token.sub, token.start, token.end, token.space, "ones"))

    def _ends(self) -> bool:
        return bool(self.out) and self.out[-1].type in _ENDS

    def _keep(self, token: Token, after: Token | None) -> None:
        self.out.append(token)

    def _open(self, token: Token, after: Token | None) -> None:
        if token.type == "LSQB" and not self.latex:
            token.data = "group" if self._groups() else "commas" if self._has_commas() else None
        self.open.append(token)
        self.out.append(token)

    def _groups(self) -> bool:
        """[y log(p) + (1 - y) log(q)]: a sign between spaces, and no comma, is no row of numbers but a bracket."""
        depth, signed, parted = 0, False, False
        for k in range(self.at, len(self.tokens)):
            token = self.tokens[k]
            depth += (token.type in OPEN) - (token.type in CLOSE)
            if depth == 0:
                break
            if depth == 1 and k > self.at:
                if token.type in ("COMMA", "SEMI", "NEWLINE"):
                    return False
                space = k + 1 < len(self.tokens) and self.tokens[k + 1].space and token.space
                signed = signed or (space and token.type in ("PLUS", "MINUS"))
                parted = parted or (token.space and token.type in STARTS and self.tokens[k - 1].type not in ("PLUS", "MINUS"))
        if signed and parted:
            self.notes.append("[…] with a sign between spaces is read as a bracket; entries of a row are parted by commas.")
        return signed

    def _has_commas(self) -> bool:
        """Whether commas part the entries of the literal that opens here."""
        depth = 0
        for token in self.tokens[self.at :]:
            depth += (token.type in OPEN) - (token.type in CLOSE)
            if depth == 0 or (depth == 1 and token.type == "COMMA"):
                return depth == 1
        return False

    def _close(self, token: Token, after: Token | None) -> None:
        if self.open:
            opened = self.open.pop()
            if opened.type in ("BAR", "DBAR"):
                raise self._unclosed(opened)
        token.data = token.sub or None
        self.out.append(token)

    def _plus(self, token: Token, after: Token | None) -> None:
        if not self.out or self.out[-1].type in ("LPAR", "LSQB", "COMMA", "SEMI"):
            token.type = "_UPLUS"
        self.out.append(token)

    def _comma(self, token: Token, after: Token | None) -> None:
        """Outside LaTeX a space inside a literal separates entries, [a b], [4 -1], but in [2x_1 x_2, x_1^2] commas do."""
        if self.latex or not token.space or not self.open or self.open[-1].type != "LSQB" or not self._ends():
            return
        if self.open[-1].data == "group":
            return
        signed = token.type in ("MINUS", "PLUS") and after is not None and not after.space
        opens = token.type in ("BAR", "DBAR") and (after is None or not after.space)
        if token.type in STARTS and self.open[-1].data == "commas" and not token.type == self.out[-1].type == "NUM":
            self.notes.append("Commas part the entries of […], so that a space there is a product.")
        elif signed or opens or token.type in STARTS:
            self.out.append(Token("COMMA", " ", token.start, token.start))

    def _bar(self, token: Token, after: Token | None) -> None:
        """A bar after an operand closes the innermost open bar, if there is one; any other bar opens."""
        if token.type == "DBAR" and self._ends() and [t.type for t in self.open[-2:]] == ["BAR", "BAR"] and token.text == "||":
            for at in (token.start, token.start + 1):
                self._bar(Token("BAR", "|", at, at + 1), None)
            return
        closing = self._ends() and bool(self.open) and self.open[-1].type == token.type
        name = "NORM" if token.type == "DBAR" else "BAR"
        if closing:
            self.open.pop()
            self.out.append(Token(f"{name}CLOSE", token.text, token.start, token.end, data=token.sub or None))
        else:
            if self._ends() and token.type == "DBAR" and token.sub:
                raise ParseError(f"`{token.text}` closes nothing", source=self.source, span=token.span)
            self.open.append(token)
            self.out.append(Token(f"{name}OPEN", token.text, token.start, token.end, token.space))

    def _factorial(self, token: Token, after: Token | None) -> None:
        """y!: of the name, number or bracket before it."""
        start = operand_before(self.out)
        if start is None:
            raise ParseError("`!` stands behind a name, a number or a bracket", source=self.source, span=token.span)
        operand = self.out[start:]
        opened, closed = operand[0].start, operand[-1].end
        self.out[start:] = [
            Token("LPAR", "{", opened, opened), Token("FUNC", "factorial", token.start, token.end, operand[0].space),
            Token("LPAR", "{", opened, opened), *operand, Token("RPAR", "}", closed, closed),
            Token("RPAR", "}", token.end, token.end),
        ]  # fmt: skip
