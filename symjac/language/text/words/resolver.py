"""Which run of letters is a name, a product of names, a function or a constant."""

from __future__ import annotations

import re

from symjac.errors import ParseError
from symjac.language.text.alike import close_to
from symjac.language.text.functions import function_name
from symjac.language.text.names import full_name, is_short_product, letters
from symjac.language.text.sums.bound import Indexed
from symjac.language.text.symbols import CONSTANTS, PROSE, PYTHON
from symjac.language.text.tree import Token
from symjac.language.text.words.called import (
    OF_CHANCE,
    holds_a_sum,
    is_called_in_square_brackets,
    is_power_of_a_function,
    may_be_named,
    scales,
    takes_a_name,
)
from symjac.language.text.words.marks import STARTS, Marks
from symjac.language.text.words.meant import unknown_function
from symjac.language.text.words.transposes import transposes
from symjac.writing.greek import GREEK_LETTERS

WORD = 4  # letters: xy, nk and Xw are products in braces


class Resolver(Marks):
    """One statement: words to names and functions, bars to pairs, spaces in literals to commas."""

    def run(self, tokens: list[Token]) -> list[Token]:
        for token in tokens:
            token.held = token.held or self._one_name(token)
        self.tokens = tokens = transposes(tokens, self.known, self.free)
        for k, token in enumerate(tokens):
            self.at = k
            after = tokens[k + 1] if k + 1 < len(tokens) else None
            self._derivative(k)
            self._comma(token, after)
            _HANDLERS.get(token.type, Resolver._keep)(self, token, after)
        if self.open:
            raise self._unclosed(self.open[-1])
        return self.out

    def _one_name(self, token: Token) -> bool:
        """theta is θ in LaTeX, too, if its letters are no names; without any command, weight is a word, and mu is μ."""
        if not self.latex or token.type != "WORD" or token.data or self._divisible(token):
            return False
        word, plain = token.text.rstrip("0123456789"), "\\" not in self.source
        if word in GREEK_LETTERS:
            return len(word) > 2 or plain
        return plain and len(word) >= WORD and word.islower()

    def _derivative(self, k: int) -> None:
        """f'(z) of a function is its derivative, not a transpose, and f''(z) the second one."""
        tokens = self.tokens[k : k + 3]
        kinds = [t.type for t in tokens]
        if kinds == ["WORD", "PRIME", "PRIME"] and [t.type for t in self.tokens[k + 3 : k + 4]] == ["LPAR"]:
            raise self._no_slope(tokens)
        if kinds != ["WORD", "PRIME", "LPAR"] or tokens[2].space:
            return
        name = full_name(tokens[0])
        if self._is_taken_at(tokens[0], name):
            raise self._no_slope(tokens)
        if name in self.known.functions or (name not in self.known.names and (name == "sigma" or self._called(tokens[0]))):
            raise self._no_slope(tokens)

    def _no_slope(self, tokens: list[Token]) -> ParseError:
        span = tokens[0].start, tokens[1].end
        hint = "write the derivative out; the transpose is written f(z)', or x'*(y)"
        return ParseError("the derivative of a function is not read", source=self.source, span=span, hint=hint)

    def _is_taken_at(self, token: Token, name: str) -> bool:
        """g'(t) of a g that is a letter only: no transpose is written before a name in brackets."""
        inner = [t.type for t in self.tokens[self.at + 2 : self.at + 5]]
        if self._kind_of_constant(token):
            return False
        unknown = name not in self.known.names and not (self.latex and not token.held and len(token.text) > 1)
        return unknown and (
            inner[1:] in (["WORD", "RPAR"], ["NUM", "RPAR"]) or (token.text in ("f", "g", "h") and name not in self.free)
        )

    def _called(self, token: Token) -> bool:
        return not (self.latex and not token.held) and len(token.text) > 1 and function_name(token.text) is not None

    def _word(self, token: Token, after: Token | None) -> None:
        name = full_name(token)
        if isinstance(token.data, Indexed):
            if token.data.indices and name[0].islower() and takes_a_name(self.tokens, after):
                raise unknown_function(token, self.known, self.source)
            self.out.append(Token("NAME", name, token.start, token.end, token.space, token.data))
            return
        called = after is not None and after.type == "LPAR"
        if name in self.known.functions and called:
            self.out.append(Token("FUNC", name, token.start, token.end, token.space, "user"))
        elif name in self.known.names:
            self._whole(token, name) if not self._letters_win(token) else self._split(token, after)
        elif not self._function(token, after) and not self._constant(token, name):
            self._other(token, name, after)

    def _letters_win(self, token: Token) -> bool:
        """In LaTeX a run of letters is a product even where the run is declared, if its letters are declared too."""
        return self.latex and not token.held and self._divisible(token)

    def _whole(self, token: Token, name: str) -> None:
        if not name[0].isalpha() or len(name) > 60:
            raise ParseError(f"`{name[:60]}` is not a name", source=self.source, span=token.span)
        self.out.append(Token("NAME", name, token.start, token.end, token.space))

    def _divisible(self, token: Token) -> bool:
        """Whether a run of letters is known names side by side, among them perhaps sizes and I."""
        parts = letters(token)
        names = {full_name(part) for part in parts if part.text != "I"} - self.known.dims
        return len(parts) > 1 and token.text not in self.known.dims and names <= self.known.names

    def _split(self, token: Token, after: Token | None) -> None:
        """A run of letters as a product."""
        parts = letters(token)
        for part in parts:
            name = full_name(part)
            if name in self.known.names:
                self._whole(part, name)
            elif not self._constant(part, name):
                part.held = True
                self._other(part, name, after if part is parts[-1] else None)

    def _function(self, token: Token, after: Token | None) -> bool:
        if token.sub and token.layer is None and after is not None and after.type == "LPAR":
            whole = function_name(f"{token.text}_{token.sub}")
            if whole is not None:
                self.out.append(Token("FUNC", whole, token.start, token.end, token.space))
                return True
        if self._is_log_gamma(token):
            self.out.append(Token("FUNC", "lgamma", token.start, self.tokens[self.at + 1].end, token.space))
            self.tokens[self.at + 1].type = "SKIP"
            return True
        if token.sub or token.layer is not None or (token.text in CONSTANTS and (after is None or after.type != "LPAR")):
            return False
        name = function_name(token.text)
        bracket = after is not None and (after.type in ("LPAR", "BRACE") or (after.type == "LSQB" and name != "vector"))
        if token.text == "sigma" and bracket and after is not None and after.type == "LPAR":
            name = "sigmoid"
        if name is None or not self._applies(token, after, bracket):
            return False
        self.out.append(Token("FUNC", name, token.start, token.end, token.space))
        return True

    def _is_log_gamma(self, token: Token) -> bool:
        """log Γ(x)"""
        ahead = self.tokens[self.at + 1 : self.at + 3]
        gamma = [t.type for t in ahead] == ["WORD", "LPAR"] and full_name(ahead[0]) == "Gamma" and "Gamma" not in self.known.names
        return gamma and not token.sub and function_name(token.text) == "log"

    def _applies(self, token: Token, after: Token | None, bracket: bool) -> bool:
        """A function stands before a bracket or a symbol; in LaTeX, log x is a product where its letters are known."""
        if bracket:
            return True
        if self.latex and not token.held and not token.data:
            short = after is None or after.type in ("POW", "RPAR", "RSQB")  # x^{ln}
            return len(token.text) > (2 if short else 1) and not self._divisible(token)
        return len(token.text) > 1 or token.data is not None

    def _constant(self, token: Token, name: str) -> bool:
        kind = self._kind_of_constant(token)
        if kind:
            self.out.append(Token("NAME", token.sub, token.start, token.end, token.space, kind))
        return bool(kind)

    def _kind_of_constant(self, token: Token) -> str:
        """Of I, I_n, eye and ones without a size; '' of anything else."""
        kind = "eye" if token.text == "I" else "commutation" if self._commutes(token) else token.text
        return kind if token.layer is None and kind in ("eye", "ones", "commutation") else ""

    def _commutes(self, token: Token) -> bool:
        """K_{m,n} of two sizes."""
        return token.text == "K" and "," in token.sub and self.known.dims.issuperset(re.findall("[A-Za-z]+", token.sub))

    def _other(self, token: Token, name: str, after: Token | None) -> None:
        """A name met for the first time."""
        if name == "e" and after is not None and after.type == "POW":
            self.out.append(Token("EULER", "e", token.start, token.end, token.space))
            return None
        hint = PROSE.get(token.text.lower())
        if hint and self._beside(token, after) and name not in self.known.dims:
            raise ParseError(f"`{token.text}` is a word, not a factor", source=self.source, span=token.span, hint=hint)
        if not token.held and (self.latex or self._divisible(token)) and len(letters(token)) > 1:
            return self._split(token, after)
        if is_short_product(token, self.source) and not (
            after is not None and after.type in ("LPAR", "LSQB") and not after.space
        ):
            self.notes.append(f"{token.text} is read as {' '.join(token.text)}.")
            return self._split(token, after)
        if token.data == "operator":
            raise unknown_function(token, self.known, self.source)
        self._check_known(token, name)
        called = after is not None and after.type == "LPAR" and after.text == "("
        strange = name not in self.known.dims and name not in self.free
        if strange and after is not None and is_called_in_square_brackets(self.tokens, token, after):
            if token.text in OF_CHANCE:
                what, hint = f"`{token.text}[…]` is not read", "expectations and probabilities are not in the language"
                raise ParseError(what, source=self.source, span=token.span, hint=hint)
            raise unknown_function(token, self.known, self.source)
        if strange and token.text[0].islower() and is_power_of_a_function(self.tokens, self.at):
            raise unknown_function(token, self.known, self.source)
        if strange and called and self._before_a_bracket(token, name, after):
            self.out.append(Token("FUNC", name, token.start, token.end, token.space, "user"))
            return None
        self._whole(token, name)
        return None

    def _before_a_bracket(self, token: Token, name: str, after: Token | None) -> bool:
        """Whether it is a function, h(w'z + b): a letter that stands before brackets only; λ(x − y) and A(x + b) are products."""
        letter = len(token.text) == 1 or token.text in GREEK_LETTERS or token.data == "accent"
        factor = token.text[0].isupper() or (token.text in GREEK_LETTERS and token.text not in ("phi", "psi"))
        if (
            letter
            and factor
            and (token.layer is not None or holds_a_sum(self.tokens, after) or scales(self.tokens, token, after))
        ):
            if token.layer is None:
                shown = self.source[slice(*token.span)]
                self.notes.append(f"{shown}(…) is read as a product; a function {shown} would be declared, {shown}: R^n -> R^m.")
            return False
        if not letter or self.known.closed or not may_be_named(self.tokens, token, after):
            raise unknown_function(token, self.known, self.source)
        self.known.named.add(name)
        return True

    def _beside(self, token: Token, after: Token | None) -> bool:
        """Whether a factor stands at its side, with a space between them."""
        return (token.space and self._ends()) or (after is not None and after.space and after.type in (*STARTS, "BAR", "DBAR"))

    def _check_known(self, token: Token, name: str) -> None:
        if token.text in PYTHON and not self.latex:
            raise ParseError(f"`{token.text}` is a word of Python; Python is not read", source=self.source, span=token.span)
        if self.known.closed and name not in self.known.names and name not in self.known.dims:
            near = close_to(name, self.known.names | self.known.dims)
            candidates = ", ".join(sorted(self.known.names))
            hint = f"did you mean {near}?" if near else f"the names are {candidates}" if candidates else "numbers stand here"
            raise ParseError(f"`{name}` is not a name of this problem", source=self.source, span=token.span, hint=hint)


_HANDLERS = {
    "LPAR": Resolver._open, "LSQB": Resolver._open, "ANGLEOPEN": Resolver._open, "BAROPEN": Resolver._open,
    "NORMOPEN": Resolver._open, "RPAR": Resolver._close, "RSQB": Resolver._close, "ANGLECLOSE": Resolver._close,
    "BARCLOSE": Resolver._close, "NORMCLOSE": Resolver._close, "PLUS": Resolver._plus, "BAR": Resolver._bar,
    "DBAR": Resolver._bar, "WORD": Resolver._word, "ONE": Resolver._one, "ZERO": Resolver._zero, "NUM": Resolver._number,
    "POW": Resolver._pow, "STOP": Resolver._stop, "SKIP": Resolver._skip,
    "FACTORIAL": Resolver._factorial,
}  # fmt: skip
