"""What a control block holds, a file for each group of fields."""
