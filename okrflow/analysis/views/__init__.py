"""The pages of a stream’s flow."""
