"""A cycle as people go through it: planning, the running cycle, closing, and what it did to flow."""
