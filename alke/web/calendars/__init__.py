"""Calendars to which programs subscribe, and the page on which one gets their addresses."""
