"""The same work with the GIL held and released, and who held it for how long."""
