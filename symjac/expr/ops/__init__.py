"""One function per file, all its facts in one place; found by folder, no list to keep."""
