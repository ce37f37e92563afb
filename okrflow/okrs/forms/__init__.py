"""Forms of cycles, objectives, key results and check-ins."""
