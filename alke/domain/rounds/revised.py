"""What calendars must learn of: every write of a time, or of what cancels it, counts a revision."""

from django.db import models

from alke.base import clock
from alke.base.languages import Trilingual


class Revised(Trilingual):
    """A row with names that stands in people's calendars."""

    revision = models.PositiveIntegerField(default=0)  # grows with each change (SEQUENCE)
    revised_at = models.DateTimeField(null=True, blank=True)  # none: as the round was published

    class Meta:
        abstract = True


def note_revision(row: Revised) -> list[str]:
    """Counts a change of the row; returns the fields to be saved along."""
    row.revision += 1
    row.revised_at = clock.now()
    return ["revision", "revised_at"]
