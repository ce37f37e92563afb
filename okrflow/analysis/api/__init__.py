"""Flow in the API."""
