"""The review in the API."""
