"""Derivations put into a document where it asks for them: LaTeX, Markdown and Quarto."""
