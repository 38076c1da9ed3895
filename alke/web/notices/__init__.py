"""Pages of notices: one's own, what one wants by mail, and what was sent to whom."""
