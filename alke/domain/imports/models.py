"""Tables of documents: files that came back from Word and wait for somebody's review."""

from typing import ClassVar, Self, cast

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alke.base.links import link
from alke.domain.followup.models import FollowUpRound
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, Side, User
from alke.domain.topics.models import Topic


class WordImportQuerySet(models.QuerySet["WordImport"]):
    """Named filters of imports."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of one's own side: what the file says is its draft until it is taken over (R13)."""
        if actor.is_system:
            return self
        seen = Topic.objects.visible_to(actor).values("pk")
        return self.filter(Q(topic=None) | Q(topic__in=seen), side__in=actor.sides)

    def waiting(self) -> Self:
        """Those that nobody has decided on yet."""
        return self.filter(state=WordImport.State.WAITING)


class WordImport(models.Model):
    """A Word file (Word-tuonti) of a sheet that came back, or with a table of follow-up.

    What it says is placed, but not taken over. The file itself is not kept; what it says is, until
    somebody has decided.
    """

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("Waiting for review")
        TAKEN = "taken", _("Taken over")
        CANCELLED = "cancelled", _("Cancelled")

    topic = models.ForeignKey(Topic, models.CASCADE, null=True, related_name="word_imports")
    followup = models.ForeignKey(
        FollowUpRound, models.CASCADE, null=True, related_name="word_imports"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    side = models.CharField(max_length=2, choices=Side.choices)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)  # SHA-256 of the file
    language = models.CharField(max_length=2)  # in which it was read
    returned = models.JSONField(default=dict)  # of Returned, ReturnedTable; empty once decided
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = WordImportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_decided_import_keeps_nothing",
                condition=Q(state="waiting") | Q(returned={}),
            ),
            models.CheckConstraint(
                name="an_import_is_of_a_sheet_or_a_followup",
                condition=Q(topic=None, followup__isnull=False)
                | Q(topic__isnull=False, followup=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic or self.followup}: {self.file_name}"

    def get_absolute_url(self) -> str:
        """The page of its review."""
        if self.followup is not None:
            return link("followup_review", self.followup.round.year, self.followup.slug, self.pk)
        discussion = self.sheet.discussion
        place = [discussion.round.year, discussion.slug, self.sheet.number, self.pk]
        return link("word_review", *place)

    @property
    def sheet(self) -> Topic:
        """The topic of a sheet's file."""
        return cast("Topic", self.topic)

    @property
    def audit_key(self) -> str:
        """How the audit chain names it."""
        return f"import:{self.pk}"
