"""What `concur-tui` takes and gives where there is no screen."""
