"""Where the time of the workers went, as bars and as a table."""
