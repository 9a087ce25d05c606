"""The flight recorder: one memory-mapped file per runner, one lane with a ring per worker.

Writing takes no lock, no queue and no system call; anybody who maps the file reads it,
also after the writer was killed.
"""
