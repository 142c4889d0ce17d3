"""An expression: its operations, sizes and spelling; ops/ holds one function per file, make.py builds them."""
