"""Word files that come back: read, matched, compared, and taken over by choice."""
