"""The tree in fewer kinds: sizes read, functions written out, calls of the definitions put in."""
