"""How threads and processes come to be, what they go through, and how they end."""
