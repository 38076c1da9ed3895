"""Calendars to which people's programs subscribe: by a secret address, and of published rounds."""
