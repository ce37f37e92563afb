"""Comments on objectives, key results and proposals, with mentions of those who can see them."""
