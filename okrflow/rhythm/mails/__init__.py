"""What mails say, as text and as HTML, with their pictures inside."""
