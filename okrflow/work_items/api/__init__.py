"""Work items in the API."""
