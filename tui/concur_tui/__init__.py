"""A full-screen terminal workbench for concurrency in Python."""
