"""The menu “Privacy”: what holds the data on this machine, and what people agreed to."""
