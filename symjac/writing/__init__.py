"""What is written, as data: mathematics (Box), documents (Block), pictures (Drawing). It knows no matrices and no rules."""
