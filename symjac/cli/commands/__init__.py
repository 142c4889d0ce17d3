"""The commands of the command line, one file each; SymPy and the engine load inside them."""
