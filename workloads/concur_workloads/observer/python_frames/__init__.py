"""Where in its program a thread of Python is, seen from outside."""
