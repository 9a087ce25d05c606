"""Libraries that people use beside the standard one, as they are, where they are installed."""
