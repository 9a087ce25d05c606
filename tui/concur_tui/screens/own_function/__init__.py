"""Choosing a function of one's own: its file, the function in it, and what it is called with."""
