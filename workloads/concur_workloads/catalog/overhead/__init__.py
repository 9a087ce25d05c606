"""What mechanisms cost: a task handed out, a thread switched to, a value pickled."""
