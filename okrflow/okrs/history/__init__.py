"""What happened to an objective, and how it stood on a day: read from the versions that are kept of every row."""
