"""Tables of invitations: that a discussion's were sent, each person's last one, what came back."""

from typing import ClassVar, Final, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alke.base.calendars.items import Method
from alke.domain.participants.models import Participant
from alke.domain.people.models import User
from alke.domain.rounds.models import Discussion

HASH_LENGTH: Final = 64
COMMENT_LIMIT: Final = 500


class InvitingQuerySet(models.QuerySet["Inviting"]):
    """Named filters of discussions whose invitations are sent."""

    def unchecked(self, head: str) -> Self:
        """Those not looked at since something has changed; `head` is the record's end now."""
        return self.exclude(checked_head=head)


class Inviting(models.Model):
    """That the invitations of a discussion are sent (kutsuminen): from then on they follow it."""

    discussion = models.OneToOneField(Discussion, models.CASCADE, related_name="inviting")
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    # the end of the record of changes up to which everybody has what he should have
    checked_head = models.CharField(max_length=HASH_LENGTH, blank=True)

    objects = InvitingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.discussion}"


class Invitation(models.Model):
    """What a person's calendar was told last (kalenterikutsu): invited, or not any more."""

    class Told(models.TextChoices):
        """What the last mail asked the person's calendar to do."""

        REQUEST = Method.REQUEST.value, _("Invited")
        CANCEL = Method.CANCEL.value, _("Cancelled")

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="invitation")
    email = models.EmailField()  # to which the mail went
    told = models.CharField(max_length=7, choices=Told.choices)
    sequence = models.PositiveIntegerField(default=0)  # of the last object; grows with each
    state = models.CharField(max_length=HASH_LENGTH)  # a hash of what it said
    sent_at = models.DateTimeField()
    timed_sequence = models.PositiveIntegerField(default=0)  # that first told the time it tells
    reply_stamp = models.CharField(max_length=20, blank=True)  # of the reply that was taken last

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.participant}: {self.told} {self.sequence}"


class InvitationReplyQuerySet(models.QuerySet["InvitationReply"]):
    """Named filters of replies."""

    def left(self) -> Self:
        """Those that did not change an answer, and of which somebody should know."""
        return self.exclude(result=InvitationReply.Result.TAKEN)


class InvitationReply(models.Model):
    """A reply that came by mail (vastaus kutsuun), and what became of it."""

    class Result(models.TextChoices):
        """Whether it was taken, or else why not."""

        TAKEN = "taken", _("Taken")
        OLD = "old", _("An answer to an earlier invitation. Not noted.")
        SENDER = "sender", _("From another address than was invited. Not noted.")
        UNKNOWN = "unknown", _("To an invitation that is not ours. Not noted.")
        UNREADABLE = "unreadable", _("Could not be read. Not noted.")
        COUNTER = "counter", _("Proposes another time. Times are agreed on with the owner.")
        DELEGATED = "delegated", _("Sends somebody else. Register the deputy here.")
        LATE = "late", _("Came when it was not awaited any more. Not noted.")

    participant = models.ForeignKey(
        Participant, models.CASCADE, null=True, blank=True, related_name="invitation_replies"
    )
    sender = models.EmailField(blank=True)
    said = models.CharField(max_length=12, blank=True)  # PARTSTAT
    comment = models.CharField(max_length=COMMENT_LIMIT, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)  # another time
    deputy = models.EmailField(blank=True)  # whom the person sends instead
    result = models.CharField(max_length=10, choices=Result.choices)
    at = models.DateTimeField()

    objects = InvitationReplyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_taken_reply_is_a_participant_s",
                condition=~Q(result="taken") | Q(participant__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.sender}: {self.said} {self.result}"
