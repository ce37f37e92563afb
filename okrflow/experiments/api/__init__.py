"""Experiments in the API."""
