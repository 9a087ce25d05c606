"""I/O-bound work: waiting for a server, a disk, a pipe, a program, a database, and for nothing."""
