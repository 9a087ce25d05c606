"""From records and events to what a run was: fold, statistics, the result and its snapshots."""
