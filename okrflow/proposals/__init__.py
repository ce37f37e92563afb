"""Proposals: objectives that leaders, or other streams, put to a stream or to the organisation."""
