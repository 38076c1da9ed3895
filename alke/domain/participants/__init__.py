"""Who takes part in a discussion: registered, invited by link, replying, and there on the day."""
