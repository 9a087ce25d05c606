"""The executors of `concurrent.futures`, as they are."""
