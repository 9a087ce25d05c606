"""What threads and processes share, what they copy, and what it costs."""
