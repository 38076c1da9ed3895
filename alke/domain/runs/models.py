"""The table of what the clock starts: one row for each job, claimed by one worker at a time."""

from typing import ClassVar

from django.db import models


class JobRun(models.Model):
    """A job of the clock (ajo): when it is due again, and which worker has it now.

    All moments are real ones, whatever day is lived through.
    """

    name = models.CharField(max_length=40, unique=True)
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)  # later, its worker is dead
    started_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=500, blank=True)  # of the last run, the log tells more

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
