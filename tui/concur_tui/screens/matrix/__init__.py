"""The same tasks on every backend, as a table that fills in live."""
