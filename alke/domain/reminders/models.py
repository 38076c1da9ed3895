"""The ledger of reminders (B6): each occurrence of a rule once, and what became of it."""

import datetime as dt
from typing import ClassVar, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from alke.base import clock
from alke.domain.notices.models import Notice
from alke.domain.people.models import User
from alke.domain.rounds.models import Deadline

PASSED: Final = -1  # the step after the deadline: what is still open goes on to others


class Occurrence(models.Model):
    """One reminder of one deadline (muistutuskerta): so many days before, for one due moment.

    A deadline that moves has new ones. The row is made in the transaction that tells it, so that
    whoever makes it tells it, once.
    """

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="occurrences")
    due_at = models.DateTimeField()  # of the deadline, when this was worked out
    step = models.SmallIntegerField()  # days before it; PASSED after it
    moment = models.DateTimeField()  # from which on it was due
    at = models.DateTimeField()  # when it was settled
    reason = models.CharField(max_length=10, blank=True)  # why nobody was told

    class Meta:
        ordering: ClassVar = ["-moment", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["deadline", "due_at", "step"], name="reminded_of_once")
        ]

    def __str__(self) -> str:
        return f"{self.deadline} {self.step}"

    @property
    def day(self) -> dt.date:
        """The day on which it was due."""
        return self.moment.astimezone(clock.HELSINKI).date()


class Reminder(models.Model):
    """What an occurrence was to one person (muistutus): told, or not and why."""

    class Reason(models.TextChoices):
        """Why it was suppressed."""

        DONE = "done", _("It has been done")
        LATE = "late", _("A later reminder was due already")
        RECENT = "recent", _("Told a few days ago; the deadline has moved little")

    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="reminders")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    notice = models.OneToOneField(
        Notice, models.SET_NULL, null=True, blank=True, related_name="reminder"
    )
    reason = models.CharField(max_length=10, choices=Reason.choices, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["occurrence", "user"], name="reminded_once")
        ]

    def __str__(self) -> str:
        return f"{self.occurrence}: {self.user}"
