"""LaTeX to the tokens of the one language."""
