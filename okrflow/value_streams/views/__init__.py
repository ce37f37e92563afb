"""Pages of value streams."""
