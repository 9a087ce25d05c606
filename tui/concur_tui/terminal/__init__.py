"""What the terminal can do, and how frames reach it in few bytes and without blocking."""
