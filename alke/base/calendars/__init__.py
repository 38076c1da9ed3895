"""iCalendar objects (RFC 5545, 5546, 7986): what is written into calendars and read from mail."""
