"""Invitations that land in people's calendars, follow every change, and bring replies back."""
