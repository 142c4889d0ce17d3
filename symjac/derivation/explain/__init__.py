"""A derivation as a document: the problem, displays with their sentences, the small print."""
