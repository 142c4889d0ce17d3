"""What is written, as data: mathematics (Box), documents (Block), pictures (Drawing). It knows no expressions and no rules."""
