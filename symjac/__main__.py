"""python -m symjac: the command line."""

import sys

from symjac.cli import program

sys.exit(program())
