"""Tables of notices: the outbox of mails, lines for people, and each person's preferences."""

import datetime as dt
from typing import ClassVar, Final, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alke.base.languages import Language, pick
from alke.domain.people.models import User

FAULT_LIMIT: Final = 500
CLAIM_LASTS: Final = dt.timedelta(minutes=10)  # a mail server has answered long before


class MailQuerySet(models.QuerySet["Mail"]):
    """Named filters of the outbox."""

    def due(self, moment: dt.datetime) -> Self:
        """Those to send at `moment`: waiting ones whose time has come, and those that were being
        sent by a worker of which nothing has been heard.
        """
        waiting = Q(state=Mail.State.WAITING, next_try_at__lte=moment)
        left = Q(state=Mail.State.SENDING, claimed_at__lt=moment - CLAIM_LASTS)
        return self.filter(waiting | left)


class Mail(models.Model):
    """One e-mail to one address (viesti), kept from the moment that causes it.

    Its Message-ID is fixed when it is written. A mail that may have been sent, because the worker
    was killed or the line was cut after the server had begun to take it, is sent once more with
    the same Message-ID, by which mail systems know it again; `doubtful` says so
    (docs/decisions/0020).
    """

    class State(models.TextChoices):
        """How far it has come."""

        WAITING = "waiting", _("Waiting to be sent")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Not sent")
        BOUNCED = "bounced", _("Came back")

    to = models.EmailField()
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="mails")
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=60, blank=True)  # "discussion:12", as in the audit chain
    language = models.CharField(max_length=2, choices=Language.choices)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)  # within the frame; empty: made from the text
    calendar = models.BinaryField(blank=True, default=b"")
    calendar_method = models.CharField(max_length=14, blank=True)
    headers = models.JSONField(default=dict, blank=True)
    message_id = models.CharField(max_length=120, unique=True)  # without its angle brackets
    at = models.DateTimeField()  # when it was written
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    # real moments, whatever day is lived through
    next_try_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)  # from here on it may have been sent
    doubtful = models.BooleanField(default=False)  # may have been sent before: perhaps twice
    sent_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=FAULT_LIMIT, blank=True)  # what the mail server said

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_sent_mail_has_its_moment", condition=~Q(state="sent") | ~Q(sent_at=None)
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(state__in=["waiting", "sending"]),
                name="mail_to_send",
            ),
            models.Index(
                fields=["at"],
                condition=Q(state__in=["failed", "bounced"]),
                name="mail_lost",
            ),
            models.Index(fields=["about"], name="mail_about"),
            models.Index(fields=["to"], name="mail_to"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def audit_key(self) -> str:
        """How the audit chain names it."""
        return f"mail:{self.pk}"

    @property
    def settled_at(self) -> dt.datetime:
        """When what it is now was noted, as well as is known."""
        return self.sent_at or self.at


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Named filters of notices."""

    def waiting(self) -> Self:
        """Those of which it is still open whether a mail tells them."""
        return self.filter(settled_at=None)

    def unseen(self) -> Self:
        """Those that the person has not had on a page."""
        return self.filter(seen_at=None)


class Notice(models.Model):
    """A line for a person (ilmoitus): it goes at once, in the day's digest, or on the page only."""

    to = models.ForeignKey(User, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=60)  # "discussion:12", as in the audit chain
    text_fi = models.CharField(max_length=500)
    text_sv = models.CharField(max_length=500, blank=True)
    text_en = models.CharField(max_length=500, blank=True)
    path = models.CharField(max_length=200, blank=True)  # where it leads, without the language
    urgent = models.BooleanField(default=False)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)  # put into a mail, or left out of all
    mail = models.ForeignKey(Mail, models.SET_NULL, null=True, blank=True, related_name="notices")
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["urgent", "at"], condition=Q(settled_at=None), name="notice_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.text_fi

    @property
    def text(self) -> str:
        """The sentence in the active language."""
        return pick(self, "text")


class Preferences(models.Model):
    """What a person wants by mail (ilmoitusasetukset); who has chosen nothing has no row."""

    class Rhythm(models.TextChoices):
        """When what is not urgent goes out."""

        DAILY = "daily", _("Once a day, in one mail")
        AT_ONCE = "at-once", _("As soon as it happens")
        NEVER = "never", _("By mail only what must always be told")

    user = models.OneToOneField(User, models.CASCADE, related_name="preferences")
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, default=Rhythm.DAILY)
    stopped = models.JSONField(default=list)  # kinds that are on the page only
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user}: {self.rhythm}"


class Received(models.Model):
    """A message that came into the mailbox (saapunut viesti), by its checksum alone."""

    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the whole message
    understood = models.BooleanField(default=False)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest
