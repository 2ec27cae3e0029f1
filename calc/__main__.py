"""Start the command line: ``python -m calc``."""

import sys

from calc.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
