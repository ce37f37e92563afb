"""What in the data of a stream keeps its figures from being sure: which items, and how much it moves."""
