"""The one form of an objective and its key results: what it offers, what was typed, what was saved meanwhile."""
