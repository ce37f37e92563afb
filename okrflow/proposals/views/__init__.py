"""Pages of proposals."""
