"""What several tests need: real terminals, a terminal emulator and a census of processes."""
