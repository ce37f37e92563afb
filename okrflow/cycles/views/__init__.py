"""Pages of cycles and of closing."""
