"""The forms in which an answer can be given, one a file: a formula, numbers, entries with their cases, a differential."""
