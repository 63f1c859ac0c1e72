"""Many cases in worker processes."""
