"""Specs in files: reading and writing them, and those that a person keeps under a name."""
