"""Trees to shapes: what was declared, what follows by unification, what is taken by convention."""
