"""Tests of the flow arithmetic."""
