"""Pages of impediments."""
