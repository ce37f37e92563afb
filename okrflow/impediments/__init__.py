"""Impediments: what holds a stream up, raised on a stage or on a key result that it limits."""
