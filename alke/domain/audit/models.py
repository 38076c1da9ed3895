"""Tables of the audit chain; they know people by reference only, for everybody records."""

from collections.abc import Collection
from typing import Any, ClassVar, Protocol

from django.db import models
from django.db.models import Q


class Doer(Protocol):
    """What the chain needs of an `Actor`."""

    @property
    def is_system(self) -> bool:
        """Whether the command line or the clock acts."""

    @property
    def user(self) -> Any:
        """The person."""

    @property
    def organisation(self) -> Any:
        """The body for which the person acts."""

    @property
    def is_anonymous(self) -> bool:
        """Whether it is the public."""

    @property
    def sides(self) -> Collection[str]:
        """The sides whose drafts it may see."""


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    """Named filters of the record of changes."""

    def visible_to(self, actor: Doer) -> "AuditEventQuerySet":
        """Events of what both sides see, and of one's own side's drafts."""
        if actor.is_anonymous:
            return self.none()
        if actor.is_system:
            return self
        return self.filter(Q(draft_side="") | Q(draft_side__in=actor.sides))

    def of(self, *subjects: str) -> "AuditEventQuerySet":
        """Those about `subjects`, written "topic:12"."""
        return self.filter(subject__in=subjects)


class AuditEvent(models.Model):
    """One recorded change (tapahtuma): who, when, what, before and after; never altered."""

    seq = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    user = models.ForeignKey("alke.User", models.DO_NOTHING, null=True, db_constraint=False)
    organisation = models.ForeignKey(
        "alke.Organisation", models.DO_NOTHING, null=True, db_constraint=False
    )
    event = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    round_id = models.BigIntegerField(null=True)
    discussion_id = models.BigIntegerField(null=True)
    draft_side = models.CharField(
        max_length=2, blank=True, choices=[("vn", "VN"), ("mk", "Maakunnat")]
    )
    changes = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["seq"]
        indexes: ClassVar = [
            models.Index(fields=["subject", "seq"], name="audit_subject"),
            models.Index(fields=["discussion_id", "seq"], name="audit_discussion"),
            models.Index(fields=["round_id", "seq"], name="audit_round"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.event} {self.subject}"


class AuditHead(models.Model):
    """The end of the chain (ketjun pää): its row is locked while an event is added."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.seq} {self.hash}"
