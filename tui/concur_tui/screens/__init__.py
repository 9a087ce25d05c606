"""What fills the terminal: one screen a folder or file, its style sheet beside it."""
