"""What services say no with."""


class Refused(Exception):
    """A service will not do it: its text tells a person why, and whom to ask or what to do instead."""
