"""Tables of a round: discussions, groups, deadlines, base documents, contacts, template."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alke.base import clock
from alke.base.languages import Trilingual, pick, picked
from alke.base.links import link
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, Region, Side, User
from alke.domain.rounds.formats_shapes import AGENDA_DAYS, RETENTION_YEARS
from alke.domain.rounds.revised import Revised


class RoundQuerySet(models.QuerySet["Round"]):
    """Named filters of rounds."""

    def visible_to(self, actor: Actor) -> "RoundQuerySet":
        """Published rounds for the public, all for those who are signed in."""
        return self if actor.reads else self.exclude(published_at=None)


class Round(Trilingual):
    """One round of discussions (kierros); what a year's round is made of is data (R1)."""

    class State(models.TextChoices):
        """How far the round is."""

        PREPARATION = "preparation", _("In preparation")
        RUNNING = "running", _("Under way")
        FOLLOWUP = "followup", _("In follow-up")
        ENDED = "ended", _("Ended")

    class Weekends(models.TextChoices):
        """What happens to a deadline that falls on a weekend or a holiday (R2)."""

        FLAG = "flag", _("is flagged")
        BEFORE = "move-before", _("moves to the working day before")
        AFTER = "move-after", _("moves to the working day after")

    year = models.PositiveSmallIntegerField(unique=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PREPARATION)
    legal_basis = models.CharField(max_length=200, blank=True)
    deciding_body = models.CharField(max_length=200, blank=True)
    letter_date = models.DateField(null=True, blank=True)
    letter_number = models.CharField(max_length=60, blank=True)
    case_number = models.CharField(max_length=60, blank=True)
    weekends = models.CharField(max_length=12, choices=Weekends.choices, default=Weekends.FLAG)
    settings = models.JSONField(default=dict)  # kinds, vocabulary, agenda minutes of the format
    format_text = models.TextField(blank=True)  # the file from which it was loaded, whole
    published_at = models.DateTimeField(null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-year"]

    @property
    def agenda_days(self) -> int:
        """So many days before the discussion its agenda is known to the participants (R5)."""
        days: int = (self.settings.get("agenda") or {}).get("days", AGENDA_DAYS)
        return days

    @property
    def retention_years(self) -> int:
        """So many years after its end personal data of the round is erased (R17)."""
        years: int = self.settings.get("retention_years", RETENTION_YEARS)
        return years

    def get_absolute_url(self) -> str:
        """The round's page."""
        return link("round_detail", self.year)


class DiscussionGroup(Trilingual):
    """A group of regions that discuss together (keskusteluryhmä, R7)."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="groups")
    slug = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)
    regions: "models.ManyToManyField[Region, GroupMember]" = models.ManyToManyField(
        Region, through="GroupMember", related_name="groups"
    )

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "slug"], name="group_slug_once")
        ]


class GroupMember(models.Model):
    """A region's place in a group (ryhmän jäsen): one primary group, others beside it."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="+")
    group = models.ForeignKey(DiscussionGroup, models.CASCADE, related_name="members")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    primary = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["-primary", "region__code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "region"], name="member_once"),
            models.UniqueConstraint(
                fields=["round", "region"], condition=Q(primary=True), name="one_primary_group"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.region}"


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    """Named filters of discussions."""

    def visible_to(self, actor: Actor) -> "DiscussionQuerySet":
        """All for members; the invited ones for guests; those of published rounds for anyone."""
        if not actor.reads:
            return self.exclude(round__published_at=None)
        if actor.reads_all:
            return self
        return self.filter(
            Q(participants_from__in=actor.organisation_ids)
            | Q(kind=Discussion.Kind.WEBINAR)
            | Q(group__regions__organisations__in=actor.organisation_ids)
            | Q(region__organisations__in=actor.organisation_ids)
        ).distinct()


class Discussion(Revised):
    """One occasion of a round (keskustelu): joint, regional, webinar, event or written."""

    class Kind(models.TextChoices):
        """What sort of occasion; the format says what each may record."""

        JOINT = "joint", _("Joint discussion of regions")
        REGIONAL = "regional", _("Regional meeting")
        WEBINAR = "webinar", _("Webinar")
        EVENT = "event", _("Joint event")
        WRITTEN = "written", _("Written round")

    class Outcome(models.TextChoices):
        """What may be recorded of it (B11)."""

        CONCLUSIONS = "conclusions", _("Conclusions")
        MEMO = "memo", _("Memo")
        AGREEMENT = "agreement", _("Co-operation document")
        NONE = "none", _("Nothing")

    class Agenda(models.TextChoices):
        """The agenda's state."""

        DRAFT = "draft", _("Draft")
        COMMENTING = "commenting", _("For comment")
        READY = "ready", _("Ready")
        PUBLISHED = "published", _("Published")
        ARCHIVED = "archived", _("Archived")

    round = models.ForeignKey(Round, models.CASCADE, related_name="discussions")
    slug = models.SlugField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    group = models.ForeignKey(
        DiscussionGroup, models.PROTECT, null=True, blank=True, related_name="discussions"
    )
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="regional_meetings"
    )
    position = models.PositiveSmallIntegerField(default=0)
    starts_at = models.DateTimeField(null=True, blank=True)  # a meeting not booked has none
    ends_at = models.DateTimeField(null=True, blank=True)
    # the time that it had before it was given up: calendars show that as cancelled
    freed_starts_at = models.DateTimeField(null=True, blank=True)
    freed_ends_at = models.DateTimeField(null=True, blank=True)
    # of meetings held side by side; above the format's tracks where two share a time by hand
    track = models.PositiveSmallIntegerField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True)
    link = models.URLField(blank=True)
    stated = models.CharField(max_length=120, blank=True)  # the letter's wording, if it differs
    other_day_reason = models.CharField(max_length=300, blank=True)
    max_topics = models.PositiveSmallIntegerField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.NONE)
    money = models.BooleanField(default=False)
    agenda = models.CharField(max_length=12, choices=Agenda.choices, default=Agenda.DRAFT)
    agenda_published_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    participants_from = models.ManyToManyField(Organisation, related_name="+", blank=True)

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "starts_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "slug"], name="discussion_slug_once"),
            models.CheckConstraint(
                name="discussion_ends_after_start",
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
            ),
            models.UniqueConstraint(
                fields=["round", "starts_at", "track"],
                condition=Q(track__isnull=False),
                name="one_meeting_a_slot",
            ),
        ]

    @property
    def stands_alone(self) -> bool:
        """Whether it belongs to no joint discussion; a region's own one may, as in 2022."""
        return self.parent_id is None

    @property
    def known_span(self) -> tuple[dt.datetime | None, dt.datetime | None]:
        """Its time; of a time that was given up, the one that it had, which calendars know."""
        if self.starts_at is None:
            return self.freed_starts_at, self.freed_ends_at
        return self.starts_at, self.ends_at

    @property
    def has_begun(self) -> bool:
        """Whether its time has come; without a time it has not."""
        return self.starts_at is not None and self.starts_at <= clock.now()

    @property
    def day(self) -> dt.date | None:
        """The day on which it begins, in Helsinki."""
        return self.starts_at.astimezone(clock.HELSINKI).date() if self.starts_at else None

    def get_absolute_url(self) -> str:
        """The discussion's page."""
        return link("discussion_detail", self.round.year, self.slug)


class BasisDocument(models.Model):
    """A base document of the round (perusasiakirja), such as the Government's decision."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="basis_documents")
    key = models.SlugField(max_length=40)
    title_fi = models.CharField(max_length=200)
    title_sv = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=60, blank=True)
    expected_date = models.DateField(null=True, blank=True)
    adopted_date = models.DateField(null=True, blank=True)
    opened_by = models.ForeignKey(
        Discussion, models.SET_NULL, null=True, blank=True, related_name="opens"
    )  # the occasion that rests on it
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "key"], name="basis_key_once")
        ]

    def __str__(self) -> str:
        return self.title_fi

    @property
    def title(self) -> str:
        """The title in the active language."""
        return pick(self, "title")

    @property
    def date(self) -> dt.date | None:
        """The day of adoption, or the day on which it is expected."""
        return self.adopted_date or self.expected_date

    @property
    def is_adopted(self) -> bool:
        """Whether the day of adoption has come."""
        return self.adopted_date is not None and self.adopted_date <= clock.today()


class Deadline(Revised):
    """A named date by which something must be done (määräaika, R2, B5)."""

    class Owner(models.TextChoices):
        """Whose task it is."""

        COUNCILS = "councils", _("Regional councils")
        MINISTRIES = "ministries", _("Ministries")
        BOTH = "both", _("Both sides")
        COORDINATOR = "coordinator", _("Coordinator")

    round = models.ForeignKey(Round, models.CASCADE, related_name="deadlines")
    key = models.SlugField(max_length=60)
    purpose = models.SlugField(
        max_length=30
    )  # "agenda", "booking", "attendance", "participants", "followup", "other"
    discussion = models.ForeignKey(
        Discussion, models.CASCADE, null=True, blank=True, related_name="deadlines"
    )
    owner = models.CharField(max_length=12, choices=Owner.choices, default=Owner.BOTH)
    due_at = models.DateTimeField()
    # relative ones: so many days from the discussion, base document or deadline named
    anchor_discussion = models.ForeignKey(
        Discussion, models.CASCADE, null=True, blank=True, related_name="+"
    )
    anchor_basis = models.ForeignKey(
        BasisDocument, models.CASCADE, null=True, blank=True, related_name="+"
    )
    anchor_deadline = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="+"
    )
    offset_days = models.SmallIntegerField(null=True, blank=True)
    hard = models.BooleanField(default=False)
    reminders = models.JSONField(default=list)  # days before
    stated = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["due_at", "position"]
        indexes: ClassVar = [models.Index(fields=["round", "due_at"], name="deadline_due")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "key"], name="deadline_key_once")
        ]

    @property
    def day(self) -> dt.date:
        """The day on which it falls, in Helsinki."""
        return self.due_at.astimezone(clock.HELSINKI).date()


class Contact(models.Model):
    """Who answers for a discussion on one side (yhteyshenkilö, vastuuhenkilö)."""

    class Duty(models.TextChoices):
        """Responsible for the discussion, or in contact for its preparation."""

        OWNER = "owner", _("Discussion owner")
        CONTACT = "contact", _("Contact")

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="contacts")
    side = models.CharField(max_length=2, choices=Side.choices)
    duty = models.CharField(max_length=8, choices=Duty.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)  # a role, such as "TEM-vastuuhenkilö, Itä-Suomi"
    title_sv = models.CharField(max_length=120, blank=True)
    title_en = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="duties")

    class Meta:
        ordering: ClassVar = ["-side", "-duty", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["discussion", "organisation", "duty", "title"], name="contact_once"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def shown(self) -> tuple[str, str]:
        """The title in the active language, else as it was given, and its language."""
        return picked(self, "title")


class Distribution(models.Model):
    """A body on the round's distribution list (jakelu): for action or for information (B12)."""

    class Purpose(models.TextChoices):
        """Jakelu or tiedoksi."""

        ACTION = "action", _("For action")
        INFORMATION = "information", _("For information")

    round = models.ForeignKey(Round, models.CASCADE, related_name="distribution")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    stated = models.CharField(max_length=120, blank=True)  # the letter's wording, if it differs
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["purpose", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "organisation"], name="distributed_once")
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.organisation}"
