"""The table of long works: what is asked for, how far it is, and what came of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alke.base import clock
from alke.base.jobs import PATIENCE, SILENCE
from alke.base.languages import CODES
from alke.domain.people.models import User
from alke.domain.rounds.models import Round


class WorkQuerySet(models.QuerySet["Work"]):
    """Named filters of works."""

    def active(self) -> "WorkQuerySet":
        """Those that wait or run."""
        return self.filter(state__in=[Work.State.WAITING, Work.State.RUNNING])


class Work(models.Model):
    """A long work (työ) that the worker does beside the pages: a package of a whole round."""

    class Kind(models.TextChoices):
        """What comes of it."""

        BUNDLE = "bundle", _("Bundle")
        ARCHIVE = "archive", _("Archive package")

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")
        FAILED = "failed", _("Failed")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    round = models.ForeignKey(Round, models.PROTECT, related_name="works")
    language = models.CharField(max_length=2, choices=[(code, code) for code in CODES])
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()  # when it was asked for
    touched_at = models.DateTimeField()  # when it was last heard of, whatever day is lived through
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    current = models.CharField(max_length=200, blank=True)  # the document in the making
    fault = models.CharField(max_length=500, blank=True)
    name = models.CharField(max_length=100, blank=True)  # of the file that came of it
    size = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)  # empty again when the file is gone

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "kind", "language"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_work_of_a_kind_at_a_time",
            ),
            models.CheckConstraint(
                name="only_done_works_have_a_file", condition=Q(state="done") | Q(digest="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.kind} {self.pk}"

    @property
    def audit_key(self) -> str:
        """How the audit chain names it."""
        return f"work:{self.pk}"

    @property
    def is_active(self) -> bool:
        """Whether it may still come to something: it waits or runs."""
        return self.state in {self.State.WAITING, self.State.RUNNING} and not self.is_dead

    @property
    def is_dead(self) -> bool:
        """Whether whoever ran it has not been heard of for long."""
        return self.state == self.State.RUNNING and clock.real() - self.touched_at > SILENCE

    @property
    def waits_long(self) -> bool:
        """Whether it waits longer than a worker that is there would let it."""
        return self.state == self.State.WAITING and clock.real() - self.touched_at > PATIENCE
