"""How work is run: one mechanism of Python a file, behind one protocol."""
