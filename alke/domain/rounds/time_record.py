"""Writes the time of a discussion, or that it is given up."""

import datetime as dt

from alke.domain.rounds.models import Discussion
from alke.domain.rounds.revised import note_revision


def set_time(
    discussion: Discussion, starts_at: dt.datetime | None, ends_at: dt.datetime | None
) -> list[str]:
    """Gives the discussion a time, or none when its booking is given up; returns the fields.

    The time that is given up is kept, so that it stays in the calendars as cancelled.
    """
    if starts_at is None and discussion.starts_at is not None:
        discussion.freed_starts_at = discussion.starts_at
        discussion.freed_ends_at = discussion.ends_at
    discussion.starts_at, discussion.ends_at = starts_at, ends_at
    fields = ["starts_at", "ends_at", "freed_starts_at", "freed_ends_at"]
    return fields + note_revision(discussion)
