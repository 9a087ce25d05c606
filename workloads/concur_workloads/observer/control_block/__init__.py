"""The process control block of one worker: what the textbook lists, as the kernel keeps it."""
