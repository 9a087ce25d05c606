"""`python -m concur_tui` is `concur-tui`."""

import sys

from concur_tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
