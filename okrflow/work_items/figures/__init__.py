"""Reading flow figures: stored rows in, the arithmetic's figures out."""
