"""What the kernel keeps of a worker, and of another beside it."""
