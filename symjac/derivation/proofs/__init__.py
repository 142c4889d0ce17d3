"""Why the rules hold that derivations quote: one proof a file, every line checked, printed at the end of a full derivation."""
