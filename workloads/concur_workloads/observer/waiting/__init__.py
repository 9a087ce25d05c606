"""What a thread waits for, seen from outside and without stopping it."""
