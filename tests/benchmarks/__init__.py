"""What the product costs, measured beside what else there is: run `table.py`."""
