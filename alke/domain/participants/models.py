"""Tables of participants: persons by their role, what bodies said, who was there on the day."""

import datetime as dt
import uuid
from typing import ClassVar, Final, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from alke.base import clock
from alke.base.languages import Language
from alke.base.links import link
from alke.domain.notices.models import Mail
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, Side, User
from alke.domain.rounds.models import Discussion
from alke.domain.topics.agenda_models import AgendaPublication
from alke.domain.topics.models import Topic

NAME_LIMIT: Final = 120
TITLE_LIMIT: Final = 120
BODY_LIMIT: Final = 120
REASON_LIMIT: Final = 300
LINK_LASTS: Final = dt.timedelta(days=90)  # where the discussion has no time yet


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """Named filters of participants."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of discussions that the actor works on; the public sees counts only (R13, R17).

        What of a person is shown to whom, `rules.can_see_people` says.
        """
        if not actor.reads:
            return self.none()
        if actor.reads_all:
            return self
        return self.filter(discussion__in=Discussion.objects.visible_to(actor).values("pk"))

    def registered(self) -> Self:
        """Those that their organisation has not taken back."""
        return self.filter(cancelled_at=None)

    def coming(self) -> Self:
        """Registered ones who have not declined."""
        return self.registered().exclude(reply=Participant.Reply.DECLINED)

    def opening(self) -> Self:
        """Those that open a topic."""
        return self.filter(gives_opening=True)


class Participant(models.Model):
    """A person who takes part in a discussion for a body (osallistuja), known by role (R9, R17)."""

    class Mode(models.TextChoices):
        """How the person takes part."""

        REMOTE = "remote", _("Remotely")
        ON_SITE = "on-site", _("On site")

    class Mandate(models.TextChoices):
        """What the person may say on behalf of the body (domain 5.2)."""

        POSITION = "position", _("May take a position")
        HOME = "home", _("Takes it home")
        LISTENS = "listens", _("Listens")

    class Reply(models.TextChoices):
        """What the person has answered (iCalendar's PARTSTAT)."""

        OPEN = "open", _("No answer yet")
        ACCEPTED = "accepted", _("Is coming")
        TENTATIVE = "tentative", _("Perhaps")
        DECLINED = "declined", _("Is not coming")

    class How(models.TextChoices):
        """By what way the answer came."""

        LINK = "link", _("by the link of the mail")
        MAIL = "mail", _("from the calendar")
        CONTACT = "contact", _("told by the organisation")
        SELF = "self", _("signed in")

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="participants")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    represents = models.CharField(max_length=BODY_LIMIT, blank=True)  # a body that is not listed
    side = models.CharField(max_length=2, choices=Side.choices)
    name = models.CharField(max_length=NAME_LIMIT, blank=True)
    title = models.CharField(max_length=TITLE_LIMIT)  # role or title, such as "maakuntajohtaja"
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.FI)
    mode = models.CharField(max_length=8, choices=Mode.choices, default=Mode.REMOTE)
    mandate = models.CharField(max_length=8, choices=Mandate.choices, blank=True)
    gives_opening = models.BooleanField(default=False)
    topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, blank=True, related_name="+"
    )  # which one the person opens, where it is known
    reply = models.CharField(max_length=9, choices=Reply.choices, default=Reply.OPEN)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_how = models.CharField(max_length=7, choices=How.choices, blank=True)
    deputy_for = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="deputies"
    )
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # for calendars
    sequence = models.PositiveIntegerField(default=0)  # grows with every change; the lock of edits
    link_number = models.PositiveSmallIntegerField(default=1)  # an older link opens nothing
    link_sent_at = models.DateTimeField(null=True, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["organisation__name_fi", "represents", "-gives_opening", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["discussion", "cancelled_at"], name="participant_discussion"),
            models.Index(fields=["email"], name="participant_email"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["discussion", "organisation", "email"],
                condition=Q(cancelled_at=None) & ~Q(email=""),
                name="an_address_takes_part_once_for_a_body",
            ),
            models.CheckConstraint(
                name="who_opens_a_topic_gives_an_opening",
                condition=Q(topic=None) | Q(gives_opening=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.organisation}"

    def get_absolute_url(self) -> str:
        """Where the person's data is changed."""
        return link("participant_edit", self.discussion.round.year, self.discussion.slug, self.pk)

    @property
    def audit_key(self) -> str:
        """How the audit chain names it."""
        return f"participant:{self.pk}"

    @property
    def by_role(self) -> str:
        """Title and body in the language of now, as lines and mails speak of persons (R17)."""
        return f"{self.title}, {self.represents or self.organisation.name}"

    @property
    def is_coming(self) -> bool:
        """Whether the person is still expected."""
        return self.cancelled_at is None and self.reply != self.Reply.DECLINED

    @property
    def link_ends(self) -> dt.datetime:
        """The last moment at which the person's link opens anything: the end of a day."""
        day = self.discussion.day
        if day is None:
            sent = self.link_sent_at or self.registered_at
            day = sent.astimezone(clock.HELSINKI).date() + LINK_LASTS
        return clock.end_of_day(day)


class AgendaMail(models.Model):
    """That a participant was mailed a version of the agenda (osallistujan tiedoksianto, B4)."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="agenda_mails")
    publication = models.ForeignKey(AgendaPublication, models.CASCADE, related_name="+")
    mail = models.ForeignKey(Mail, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participant", "publication"], name="mailed_an_agenda_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.publication}"


class Enrolment(models.Model):
    """What a body has said of its participants in a discussion (ilmoittautuminen).

    It may take no part; and it was reminded when nothing was heard of it.
    """

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="enrolments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=REASON_LIMIT, blank=True)
    nudged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["discussion", "organisation"], name="enrolled_once")
        ]

    def __str__(self) -> str:
        return f"{self.discussion}: {self.organisation}"


class Attendance(models.Model):
    """That a person was there when a topic was discussed (läsnäolo); without one, at the whole."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="attendances")
    topic = models.ForeignKey(Topic, models.CASCADE, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "topic"], name="attended_a_topic_once"),
            models.UniqueConstraint(
                fields=["participant"], condition=Q(topic=None), name="attended_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.topic or ''}"


def attended() -> Exists:
    """Whether the person was there for any of it, as part of a query."""
    return Exists(Attendance.objects.filter(participant=OuterRef("pk")))
