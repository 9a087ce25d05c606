"""Diagnoses of a result, each an object with a name to silence it by."""
