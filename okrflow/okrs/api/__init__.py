"""OKRs in the API."""
