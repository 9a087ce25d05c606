"""All that was found in a run, and which lints say nothing."""
