"""Impediments in the API."""
