"""Tables of actions: a number for life, responsible bodies on two sides, origins (R10, B1)."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alke.base.languages import Language, active
from alke.base.links import link
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, Side, User
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.sheet_models import Priority
from alke.domain.topics.models import DraftQuerySet, Topic


class ActionQuerySet(DraftQuerySet["Action"]):
    """Named filters of actions."""

    discussion_path = "origins__discussion"

    def open(self) -> "ActionQuerySet":
        """Those neither done nor dropped nor merged."""
        return self.exclude(state__in=[Action.State.DONE, Action.State.DROPPED])


class Action(models.Model):
    """An action (toimenpide) that lives across rounds under one number."""

    class Kind(models.TextChoices):
        """In which of the annex's two tables it stands."""

        ONGOING = "ongoing", _("Ongoing action")
        PROPOSED = "proposed", _("Proposed new action")

    class State(models.TextChoices):
        """How far it is."""

        PROPOSED = "proposed", _("Proposal")
        NOT_STARTED = "not-started", _("Not started")
        ONGOING = "ongoing", _("Under way")
        DELAYED = "delayed", _("Delayed")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Will not be carried out")

    class Money(models.TextChoices):
        """Whether the money is decided."""

        NONE = "none", _("No funding")
        OPEN = "open", _("Not decided")
        DECIDED = "decided", _("Decided")

    number = models.PositiveIntegerField(unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=State.choices)
    title = models.CharField(max_length=500)
    title_sv = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.FI)
    next_step = models.CharField(max_length=500, blank=True)
    due_date = models.DateField(null=True, blank=True)
    money = models.CharField(max_length=8, choices=Money.choices, blank=True)
    money_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    money_source = models.CharField(max_length=200, blank=True)
    priorities = models.ManyToManyField(Priority, related_name="actions", blank=True)
    predecessor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors"
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    draft_side = models.CharField(max_length=2, blank=True, choices=Side.choices)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    kept_bodies: "list[Responsibility] | None" = None  # where lists read them with the action

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="an_action_draft_is_not_public",
                condition=Q(draft_side="") | Q(published_at=None),
            ),
            models.CheckConstraint(
                name="money_is_not_negative",
                condition=Q(money_amount=None) | Q(money_amount__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """The action's page, the same for life."""
        return link("action_detail", self.number)

    @property
    def heading(self) -> str:
        """The title in the active language where it has one, else the action's own."""
        return (self.title_sv if active() == "sv" else "") or self.title

    @property
    def audit_key(self) -> str:
        """How the audit chain names it."""
        return f"action:{self.pk}"

    @property
    def bodies(self) -> "list[Responsibility]":
        """All its responsible bodies, those that declined too."""
        kept = self.kept_bodies
        return list(self.responsibilities.all()) if kept is None else kept


class ActionOriginQuerySet(models.QuerySet["ActionOrigin"]):
    """Named filters of origins."""

    def visible_to(self, actor: Actor, moment: dt.datetime | None = None) -> "ActionOriginQuerySet":
        """All for members; for guests those of discussions to which they are invited; for the
        public those on an agenda or outcome published (by `moment`).
        """
        if actor.reads_all:
            return self
        if actor.reads:
            return self.filter(discussion__in=Discussion.objects.visible_to(actor).values("pk"))
        how, when = ("isnull", False) if moment is None else ("lte", moment)
        agenda = Q(**{f"discussion__agenda_published_at__{how}": when})
        outcome = Q(**{f"discussion__result__published_at__{how}": when})
        return self.filter(agenda | outcome, discussion__round__published_at__isnull=False)


class ActionOrigin(models.Model):
    """A discussion from which an action comes (alkuperä), and its place on that sheet."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="origins")
    discussion = models.ForeignKey(Discussion, models.PROTECT, related_name="action_origins")
    topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, blank=True, related_name="action_origins"
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects = ActionOriginQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["action", "discussion"], name="origin_once")
        ]

    def __str__(self) -> str:
        return f"{self.action} ← {self.discussion}"


class Responsibility(models.Model):
    """A body's responsibility for an action on one side (vastuutaho, B1)."""

    class Answer(models.TextChoices):
        """Whether the body takes it on."""

        OPEN = "open", _("Not answered")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    action = models.ForeignKey(Action, models.CASCADE, related_name="responsibilities")
    organisation = models.ForeignKey(  # `answer_owed` is its index
        Organisation, models.PROTECT, related_name="responsibilities", db_index=False
    )
    side = models.CharField(max_length=2, choices=Side.choices)
    lead = models.BooleanField(default=False)
    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.OPEN)
    reason = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    # who answered in its place: its region's council, or the coordinator's ministry
    given_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-side", "-lead", "id"]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "answer", "action"], name="answer_owed")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["action", "organisation"], name="responsible_once"),
            models.UniqueConstraint(
                fields=["action", "side"], condition=Q(lead=True), name="one_lead_a_side"
            ),
            models.CheckConstraint(
                name="declining_needs_a_reason",
                condition=~Q(answer="declined") | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.organisation}"
