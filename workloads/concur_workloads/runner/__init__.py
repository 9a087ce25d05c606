"""The runner: a process of its own that runs one spec and does nothing else."""
