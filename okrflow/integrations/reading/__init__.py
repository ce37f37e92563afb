"""Reading work items out of files: pure functions and frozen dataclasses, no Django, no clock, no database.

A file is recognised (`recognising`), surveyed in one pass (`surveys`), its columns, date format, states and kinds are
guessed (`guesses`) for a person to confirm as a `Plan`, and then read (`items`) into events grouped by item.
"""
