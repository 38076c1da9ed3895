"""What people are told: lines for a person, the mails that carry them, and who wants what."""
