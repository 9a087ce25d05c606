"""What can be run: one family of workloads a file, gathered by the registry."""
