"""Letters to trees: every spelling of a formula, LaTeX among them."""
