"""The flight recorder: one memory-mapped file per runner, one lane with a ring per worker.

A worker writes its own lane without lock, queue or system call; anybody who maps the file reads it,
also after the writer was killed.
"""
