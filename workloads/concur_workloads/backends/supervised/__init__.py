"""Our own supervision of workers, one by one, each with a private pipe."""
