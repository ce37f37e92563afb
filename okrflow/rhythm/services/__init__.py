"""Services of the rhythm: planning, sending, settings, summaries."""
