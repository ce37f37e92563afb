"""The wording of objectives, key results and metrics, read by pure functions of a text: the standard library only."""
