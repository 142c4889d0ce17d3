"""Exam sheets: problem, solution with marks and marker's sheet from one file, a variant for every student."""
