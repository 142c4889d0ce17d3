"""python -m symjac: the command line."""

import sys

from symjac.cli import main

sys.exit(main())
