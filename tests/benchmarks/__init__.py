"""What concur-tui costs, beside what it is compared with: `python tests/benchmarks/table.py`."""
