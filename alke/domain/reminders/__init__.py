"""Reminders of deadlines: what is due to whom, told once, and suppressed with a reason."""
