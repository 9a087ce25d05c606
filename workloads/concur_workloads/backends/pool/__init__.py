"""`multiprocessing.Pool`, as it is, and what it takes to tell where it would wait for ever."""
