"""What the progress pages say, read from the database and put into plain dataclasses."""
