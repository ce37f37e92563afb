"""Pages of OKRs."""
