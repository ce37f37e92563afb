"""Sets okrflow up and runs all its parts on one machine: `make run` and `make test`.

Imports nothing of okrflow above it: the parts are started as processes, by name.
"""
