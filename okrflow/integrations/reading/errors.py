"""What can be wrong with a file and with one of its rows; every text is a sentence for people."""


class ReadingError(Exception):
    """The file cannot be read at all, or not without a decision; the sentence says why and what to do."""


class RowRejected(Exception):
    """One row cannot be taken over, with the reason; the others go in."""
