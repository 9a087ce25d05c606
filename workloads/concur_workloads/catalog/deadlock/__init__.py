"""Work that may come to wait for itself, and its cures."""
