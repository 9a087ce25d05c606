"""Run the benchmarks side by side and print one table; `--help` says how."""

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    from benchmarks.command_line import main

    sys.exit(main())
