"""Pages of work items and their flow."""
