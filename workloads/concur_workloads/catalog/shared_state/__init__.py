"""What workers do to each other that share something."""
