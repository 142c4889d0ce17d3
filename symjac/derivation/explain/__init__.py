"""The steps of a derivation as a document: sentences, displays, the small print."""
