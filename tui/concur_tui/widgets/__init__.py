"""One widget a file; each draws the plain data that it is given and knows no engine."""
