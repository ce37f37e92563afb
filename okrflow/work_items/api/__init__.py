"""Work items and flow in the API."""
