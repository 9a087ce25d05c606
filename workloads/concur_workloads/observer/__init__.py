"""What the operating system says about a run, read from outside of the measured processes."""
