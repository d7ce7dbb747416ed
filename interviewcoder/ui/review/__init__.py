"""Comments and tasks, agreeing and querying, proposals, approval, and the calm layout to review in."""
