"""Many passages coded in one step, after they were looked at."""
