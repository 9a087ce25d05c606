"""Two threads and one counter, step by step."""
