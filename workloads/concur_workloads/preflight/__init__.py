"""What can be seen of a function of one's own before it runs, by trying it in a process apart."""
