"""Tables of outcomes: what was recorded, confirmed by both sides and published (R8, B11)."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alke.base.languages import Language
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, Side, User
from alke.domain.rounds.models import Discussion
from alke.domain.topics.action_models import Action
from alke.domain.topics.models import Topic


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    """Named filters of outcomes."""

    def visible_to(self, actor: Actor) -> Self:
        """Published for the public; for members also the draft they prepare together."""
        if not actor.reads:
            return self.exclude(published_at=None)
        if actor.reads_all:
            return self
        return self.filter(discussion__in=Discussion.objects.visible_to(actor).values("pk"))


class Outcome(models.Model):
    """What a discussion came to (lopputulos): conclusions, memo or co-operation document."""

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", _("Draft")
        COMMENTING = "commenting", _("For comment")
        READY = "ready", _("Ready")
        PUBLISHED = "published", _("Published")

    discussion = models.OneToOneField(Discussion, models.PROTECT, related_name="result")
    kind = models.CharField(max_length=12, choices=Discussion.Outcome.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.FI)
    created_at = models.DateTimeField()
    reopened_because = models.CharField(max_length=500, blank=True)  # why it is being corrected
    published_at = models.DateTimeField(null=True, blank=True)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="something_may_be_recorded",
                condition=~Q(kind=Discussion.Outcome.NONE),
            )
        ]

    def __str__(self) -> str:
        return f"{self.discussion}: {self.kind}"

    @property
    def audit_key(self) -> str:
        """How the audit chain names it."""
        return f"outcome:{self.pk}"

    @property
    def is_memo(self) -> bool:
        """Whether it records notes only (R8)."""
        return self.kind == Discussion.Outcome.MEMO


class OutcomePublication(models.Model):
    """One publication of an outcome (julkaisu): frozen; a later one supersedes it (R14)."""

    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="publications")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    contents = models.JSONField()
    hash = models.CharField(max_length=64)  # SHA-256 of the contents as canonical JSON
    reason = models.CharField(max_length=500, blank=True)

    RECORDED = ("number", "hash", "at", "reason")  # in the audit chain, too

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["outcome", "number"], name="outcome_published_once")
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.number}"


class OutcomeItem(models.Model):
    """One numbered conclusion, or one paragraph of a memo (johtopäätös, muistion kohta)."""

    class Kind(models.TextChoices):
        """What sort of record it is; a memo has no conclusions (R8)."""

        CONCLUSION = "conclusion", _("Conclusion")
        NOTE = "note", _("Note")

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="items")
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    text_sv = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["topic__number", "position", "id"]

    def __str__(self) -> str:
        return self.text[:60]


class OutcomeConfirmation(models.Model):
    """One side's word that an outcome is right (vahvistus); withdrawn visibly, never removed."""

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="confirmations")
    side = models.CharField(max_length=2, choices=Side.choices)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_side = models.BooleanField(default=False)  # itself, not by a later edit
    withdrawn_because = models.CharField(max_length=300, blank=True)  # the side's own words

    class Meta:
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["outcome", "side"],
                condition=Q(withdrawn_at=None),
                name="one_outcome_confirmation_a_side",
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.side}"


class ActionDecision(models.Model):
    """What a discussion decided of an action (päätös toimenpiteestä)."""

    class Decision(models.TextChoices):
        """Honest answers to a proposal."""

        TAKEN = "taken", _("Taken up")
        PARTLY = "partly", _("Taken up in part")
        LATER = "later", _("Considered later")
        NOT_TAKEN = "not-taken", _("Not taken up")

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="decisions")
    action = models.ForeignKey(Action, models.PROTECT, related_name="decisions")
    decision = models.CharField(max_length=12, choices=Decision.choices)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["action__number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["outcome", "action"], name="decided_once"),
            models.CheckConstraint(
                name="not_taking_up_needs_a_reason",
                condition=Q(decision="taken") | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.decision}"
