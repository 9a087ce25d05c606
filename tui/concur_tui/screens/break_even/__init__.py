"""The smallest task at which each mechanism beats serial, as a table that fills in live."""
