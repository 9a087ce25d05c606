"""The program's side of a run: launches runners, talks to them, and takes them down."""
