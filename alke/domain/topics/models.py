"""Tables of topics: the sheet's texts in versions, openings, confirmations, the pool."""

from functools import cached_property
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alke.base.languages import Language, active
from alke.base.links import link
from alke.base.prepared import prepared
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, Side, User
from alke.domain.rounds.models import Discussion

T = TypeVar("T", bound=models.Model)


class DraftQuerySet(models.QuerySet[T]):
    """Rows that are one side's drafts until shared, and public once published (R13)."""

    discussion_path = "discussion"

    def visible_to(self, actor: Actor) -> Self:
        """What `actor` may see: published; or shared, in discussions it sees; or own drafts."""
        if not actor.reads:
            return self.exclude(published_at=None)
        if actor.is_system:
            return self
        rows = self.filter(Q(draft_side="") | Q(draft_side__in=actor.sides))
        if actor.reads_all:
            return rows
        seen = Discussion.objects.visible_to(actor).values("pk")
        there = type(self)(self.model).filter(**{f"{self.discussion_path}__in": seen})
        return rows.filter(pk__in=there.values("pk"))  # once, however many discussions it has


class TopicQuerySet(DraftQuerySet["Topic"]):
    """Named filters of topics."""

    def on_agenda(self) -> Self:
        """Those that have a place on a discussion's agenda."""
        return self.exclude(number=None)

    def in_pool(self) -> Self:
        """Proposals that wait for a place or were placed elsewhere (B9)."""
        return self.filter(number=None)


class Topic(models.Model):
    """A topic (asiakokonaisuus) of a discussion: on its agenda, or a proposal in the pool."""

    class State(models.TextChoices):
        """How far the topic's sheet is."""

        PROPOSED = "proposed", _("Proposed")
        DRAFT = "draft", _("Draft")
        COMMENTING = "commenting", _("For comment")
        READY = "ready", _("Ready")
        PUBLISHED = "published", _("Published")

    class Disposition(models.TextChoices):
        """What became of a proposal that got no place."""

        OPEN = "open", _("Open")
        TAKEN = "taken", _("On the agenda")
        MERGED = "merged", _("Merged into another topic")
        SPLIT = "split", _("Split into several")
        REGIONAL = "regional", _("To the regional meeting")
        NEXT_ROUND = "next-round", _("To the next round")
        WRITTEN = "written", _("Handled in writing")

    # From which state to which; READY is reached by both sides' confirmation.
    STEPS: ClassVar[dict[str, frozenset[str]]] = {
        State.PROPOSED: frozenset({State.DRAFT}),
        State.DRAFT: frozenset({State.COMMENTING, State.PROPOSED}),
        State.COMMENTING: frozenset({State.DRAFT, State.READY, State.PROPOSED}),
        State.READY: frozenset({State.COMMENTING, State.PUBLISHED, State.PROPOSED}),
        State.PUBLISHED: frozenset({State.PROPOSED}),
    }

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="topics")
    number = models.PositiveSmallIntegerField(null=True, blank=True)  # place on the agenda
    title = models.CharField(max_length=200)
    title_sv = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.FI)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PROPOSED)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    draft_side = models.CharField(max_length=2, blank=True, choices=Side.choices)
    proposed_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposal = models.TextField(blank=True)  # why the proposer wants it discussed
    disposition = models.CharField(
        max_length=12, choices=Disposition.choices, default=Disposition.OPEN
    )
    disposition_reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["number", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["discussion", "number"],
                condition=Q(number__isnull=False),
                name="one_topic_a_place",
            ),
            models.CheckConstraint(
                name="a_draft_of_one_side_is_not_public",
                condition=Q(draft_side="") | Q(published_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The topic's sheet; while it has no place, its page among the proposals."""
        discussion = self.discussion
        place = [discussion.round.year, discussion.slug]
        if self.number is None:
            return link("pool_topic", *place, self.pk)
        return link("topic_detail", *place, self.number)

    @property
    def audit_key(self) -> str:
        """How the audit chain names it."""
        return f"topic:{self.pk}"

    @property
    def heading(self) -> str:
        """The title in the active language where it has one, else the topic's own."""
        return (self.title_sv if active() == "sv" else "") or self.title

    @cached_property
    def current_texts(self) -> "list[TopicText]":
        """The texts that are shown, one for each field and language; read once."""
        return _current_texts(self.pk)


@prepared
def _current_texts(topic_id: int) -> "models.QuerySet[TopicText]":
    return TopicText.objects.filter(topic=topic_id, current=True).select_related("organisation")


class TopicLineage(models.Model):
    """From which topic another one came (asian polku): merged, split, carried on (B9, B14)."""

    source = models.ForeignKey(Topic, models.CASCADE, related_name="led_to")
    target = models.ForeignKey(Topic, models.CASCADE, related_name="came_from")
    kind = models.CharField(max_length=12, choices=Topic.Disposition.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "target"], name="lineage_once")
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


class TopicText(models.Model):
    """One version of one field of the sheet in one language (kohdan teksti).

    The unit of autosave, history, comment and Word bookmark. `version` grows by one with
    every save and is the optimistic lock; `current` marks the one that is shown.
    """

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="texts")
    field = models.SlugField(max_length=40)
    language = models.CharField(max_length=2, choices=Language.choices)
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    side = models.CharField(max_length=2, blank=True, choices=Side.choices)
    at = models.DateTimeField()
    current = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["field", "language", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["topic", "field", "language", "version"], name="text_version_once"
            ),
            models.UniqueConstraint(
                fields=["topic", "field", "language"],
                condition=Q(current=True),
                name="one_current_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.field} {self.version}"


class TopicConfirmation(models.Model):
    """One side's word that a topic is ready (vahvistus); withdrawn visibly, never removed."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="confirmations")
    side = models.CharField(max_length=2, choices=Side.choices)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_because = models.CharField(max_length=300, blank=True)  # the event, or a reason

    class Meta:
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["topic", "side"],
                condition=Q(withdrawn_at=None),
                name="one_confirmation_a_side",
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.side}"


class Opening(models.Model):
    """A short opening of a topic by one side (teeman avaus, R5)."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="openings")
    side = models.CharField(max_length=2, choices=Side.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    speaker = models.CharField(max_length=120)  # a role, such as "maakuntajohtaja"
    minutes = models.PositiveSmallIntegerField(default=5)

    class Meta:
        ordering: ClassVar = ["-side", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["topic", "side"], name="one_opening_a_side")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.speaker}"


class CommentQuerySet(models.QuerySet["Comment"]):
    """Named filters of comments."""

    def visible_to(self, actor: Actor) -> "CommentQuerySet":
        """Shared comments and those of one's own side; none for the public."""
        if not actor.reads:
            return self.none()
        if actor.is_system:
            return self
        return self.filter(
            Q(draft_side="") | Q(draft_side__in=actor.sides),
            topic__in=Topic.objects.visible_to(actor).values("pk"),
        )


class Comment(models.Model):
    """A comment (kommentti) on one field or action of a sheet."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="comments")
    target = models.CharField(max_length=60)  # a field's key or "action:<number>"
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="replies"
    )
    text = models.TextField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    side = models.CharField(max_length=2, blank=True, choices=Side.choices)
    draft_side = models.CharField(max_length=2, blank=True, choices=Side.choices)
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["topic", "at"], name="comment_topic")]

    def __str__(self) -> str:
        return self.text[:60]
