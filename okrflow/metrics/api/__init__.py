"""Metrics and their values in the API."""
