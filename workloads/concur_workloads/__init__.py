"""A headless engine that runs, records and measures concurrent workloads."""
