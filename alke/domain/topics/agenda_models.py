"""Tables of the published agenda: frozen contents and who was told (R5, B4)."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext as _

from alke.base.languages import Language
from alke.domain.notices.models import Mail, Notice
from alke.domain.people.models import Organisation, User
from alke.domain.rounds.models import Discussion


class AgendaPublication(models.Model):
    """One publication of an agenda (asialistan julkaisu): frozen, superseded, never altered."""

    discussion = models.ForeignKey(Discussion, models.PROTECT, related_name="publications")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    contents = models.JSONField()
    hash = models.CharField(max_length=64)  # SHA-256 of the contents as canonical JSON
    due_at = models.DateTimeField(null=True)  # the agenda's deadline as it stood then
    late = models.BooleanField(default=False)  # after that deadline
    reason = models.CharField(max_length=500, blank=True)

    RECORDED = ("number", "hash", "at", "due_at", "late", "reason")  # in the audit chain, too

    told: "list[NoticeRecipient]"  # as it was made
    span: tuple[dt.datetime | None, dt.datetime | None]  # of the contents, when read as a list

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["discussion", "number"], name="publication_once")
        ]

    def __str__(self) -> str:
        return f"{self.discussion} {self.number}"


class NoticeRecipient(models.Model):
    """Who is to know of a publication (tiedoksiannon vastaanottaja), and whether they do."""

    class State(models.TextChoices):
        """What is known of the delivery."""

        RECORDED = "recorded"
        SENT = "sent"
        FAILED = "failed"
        BOUNCED = "bounced"
        OPENED = "opened"

    publication = models.ForeignKey(AgendaPublication, models.PROTECT, related_name="recipients")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    # tells the people of an agenda apart once it was erased who they were (R17)
    person = models.PositiveIntegerField(null=True, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RECORDED)
    first_opened_at = models.DateTimeField(null=True, blank=True)
    notice = models.ForeignKey(Notice, models.SET_NULL, null=True, blank=True, related_name="+")
    mail = models.ForeignKey(Mail, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["publication", "organisation", "user"], name="recipient_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.publication}: {self.organisation}"

    @property
    def who(self) -> str:
        """The person, as far as is known, or the registry of a body without one."""
        if self.user is not None:
            return str(self.user)
        if self.person is not None:
            return _("person %(number)s") % {"number": self.person}
        return _("the body’s registry")

    @property
    def recorded(self) -> list[int | str | None]:
        """Who it is, as the audit chain keeps it."""
        return [self.organisation_id, self.user_id, self.language]
