"""Tables of follow-up: rounds, and a report cell per action and responsible body."""

import datetime as dt
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import FilteredRelation, Q
from django.utils.translation import gettext_lazy as _

from alke.base.languages import Language, Trilingual
from alke.base.links import link
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, Side, User
from alke.domain.rounds.models import Deadline, Round
from alke.domain.topics.action_models import Action


class FollowUpQuerySet(models.QuerySet["FollowUpRound"]):
    """Named filters of follow-up rounds."""

    def visible_to(self, actor: Actor) -> Self:
        """Published ones for the public, all for those who are signed in."""
        if not actor.reads:
            return self.exclude(published_at=None).exclude(round__published_at=None)
        return self


class FollowUpRound(Trilingual):
    """One round of follow-up (seurantakierros) of the actions of an earlier round."""

    class State(models.TextChoices):
        """Whether it takes answers."""

        PLANNED = "planned", _("Planned")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    round = models.ForeignKey(Round, models.CASCADE, related_name="followups")
    slug = models.SlugField(max_length=40)
    scope_year = models.PositiveSmallIntegerField()  # whose actions are followed up
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    opens_date = models.DateField()
    deadline = models.ForeignKey(
        Deadline, models.PROTECT, null=True, blank=True, related_name="followups"
    )
    due_at = models.DateTimeField()
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="following"
    )
    questions = models.JSONField(default=list)  # [{"fi": …, "sv": …, "en": …}]
    nothing_new_allowed = models.BooleanField(default=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["opens_date", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "slug"], name="followup_slug_once"),
            models.CheckConstraint(
                name="followup_closed_has_time",
                condition=~Q(state="closed") | Q(closed_at__isnull=False),
            ),
        ]

    @property
    def audit_key(self) -> str:
        """How the audit chain names it."""
        return f"followup:{self.pk}"

    @property
    def due(self) -> dt.datetime:
        """Until when: the round's deadline where it hangs on one, for that can move (B5)."""
        return self.deadline.due_at if self.deadline is not None else self.due_at

    @property
    def is_hard(self) -> bool:
        """Whether nothing is taken after the deadline."""
        return self.deadline is not None and self.deadline.hard

    def is_late(self, moment: dt.datetime) -> bool:
        """Whether `moment` is after the deadline: one second late is late."""
        return moment > self.due

    def get_absolute_url(self) -> str:
        """The follow-up's page."""
        return link("followup_detail", self.round.year, self.slug)


class ProgressReportQuerySet(models.QuerySet["ProgressReport"]):
    """Named filters of report cells."""

    def visible_to(self, actor: Actor) -> Self:
        """What was submitted is shared between the sides; the public sees published rounds.

        Guests see the actions of the discussions to which they are invited.
        """
        if not actor.reads:
            return self.filter(
                followup__published_at__isnull=False, action__published_at__isnull=False
            )
        if actor.reads_all:
            return self
        return self.filter(action__in=Action.objects.visible_to(actor).values("pk"))

    def missing(self) -> Self:
        """Those without an answer: shown as missing, never as "no change"."""
        return self.filter(state__in=ProgressReport.UNANSWERED)

    def with_drafts(self, actor: Actor) -> "models.QuerySet[Any]":
        """With `own_draft` where the actor's side has begun one, of no other side (R13)."""
        sides = Side.values if actor.is_system else actor.sides
        own = FilteredRelation("draft", condition=Q(side__in=["", *sides]))  # a cell has a side
        found: models.QuerySet[Any] = self.annotate(own_draft=own)
        return found.select_related("own_draft")


class ProgressReport(models.Model):
    """A report cell (seurantatieto): follow-up round × action × responsible body (B2).

    Holds what was submitted; what is being written stands in `ReportDraft`.
    """

    class State(models.TextChoices):
        """How far the answer is."""

        MISSING = "missing", _("Waiting for an update")
        SUBMITTED = "submitted", _("Updated")
        RETURNED = "returned", _("Returned")
        ACCEPTED = "accepted", _("Accepted")

    class Answer(models.TextChoices):
        """What sort of answer was given."""

        TEXT = "text", _("New text")
        NOTHING_NEW = "nothing-new", _("Nothing new to report")
        NOT_OURS = "not-ours", _("Not ours")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    UNANSWERED = (State.MISSING, State.RETURNED)

    followup = models.ForeignKey(FollowUpRound, models.PROTECT, related_name="reports")
    action = models.ForeignKey(Action, models.PROTECT, related_name="reports")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="reports")
    side = models.CharField(max_length=2, choices=Side.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.MISSING)
    answer = models.CharField(max_length=12, choices=Answer.choices, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.FI)
    status = models.CharField(max_length=12, choices=Action.State.choices, blank=True)
    # the body's earlier statement, found when the round is opened; "nothing new" stands on it,
    # and it keeps its own date
    since = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    return_comment = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    # who answered in its place: its region's council, or the coordinator's ministry
    given_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ProgressReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["action__number", "-side", "id"]
        indexes: ClassVar = [
            models.Index(fields=["followup", "organisation", "side", "state"], name="report_owed"),
            models.Index(fields=["followup", "side", "state", "action"], name="report_progress"),
            models.Index(fields=["action", "followup"], name="report_history"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["followup", "action", "organisation"], name="one_report_a_cell"
            ),
            models.CheckConstraint(
                name="dropping_needs_a_reason", condition=~Q(answer="dropped") | ~Q(text="")
            ),
            models.CheckConstraint(
                name="an_answer_has_its_time",
                condition=Q(state="missing") | Q(at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.followup}: {self.action}, {self.organisation}"

    @property
    def audit_key(self) -> str:
        """How the audit chain names it."""
        return f"report:{self.pk}"


class ReportDraftQuerySet(models.QuerySet["ReportDraft"]):
    """Named filters of drafts."""

    def visible_to(self, actor: Actor) -> Self:
        """Drafts of one's own side, nobody else's (R13)."""
        if actor.is_system:
            return self
        return self.filter(report__side__in=actor.sides)


class ReportDraft(models.Model):
    """A report that is being written (seurantatiedon luonnos): for its own side only (R13)."""

    report = models.OneToOneField(ProgressReport, models.CASCADE, related_name="draft")
    answer = models.CharField(max_length=12, choices=ProgressReport.Answer.choices)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.FI)
    status = models.CharField(max_length=12, choices=Action.State.choices, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ReportDraftQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.report}"
