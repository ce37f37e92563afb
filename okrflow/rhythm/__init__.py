"""The weekly rhythm: what waits for a person, the check-in meeting, reminders and the digest."""
