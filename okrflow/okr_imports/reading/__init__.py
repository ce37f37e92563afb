"""Reading OKRs out of tables: pure functions and frozen dataclasses, no Django, no clock, no database.

A table's columns, dates and numbers are guessed (`guesses`) for a person to confirm as a `Plan`; then its rows are read as
`Fields` (`fields`) and gathered into objectives with their key results (`gathering`).
"""
