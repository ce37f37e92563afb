"""The plan of a stream in the API."""
