"""Table of deliveries: to whom a version was sent, and what became of it (B4, B12)."""

import datetime as dt
from typing import ClassVar, Final, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alke.base import clock
from alke.base.languages import Language
from alke.domain.documents.models import DocumentVersion
from alke.domain.notices.models import Mail
from alke.domain.people.models import Organisation, User
from alke.domain.rounds.models import Distribution

REASON_LIMIT = 300
LINK_LASTS: Final = dt.timedelta(days=180)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Named filters of deliveries."""

    def failed(self) -> Self:
        """Those that the mail server has refused."""
        return self.filter(state=Delivery.State.FAILED)

    def sent(self) -> Self:
        """Those that the mail server has taken and that have not come back."""
        return self.filter(state=Delivery.State.SENT)


class Delivery(models.Model):
    """A version sent to one address of a body (toimitus), with a link of its own."""

    class State(models.TextChoices):
        """How far the mail has come. Whether its link was opened, `opened_at` tells."""

        WAITING = "waiting", _("Waiting to be sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Not sent")
        BOUNCED = "bounced", _("Came back")

    version = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="deliveries")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12, choices=Distribution.Purpose.choices, blank=True)
    address = models.EmailField(blank=True)  # empty once it was erased
    language = models.CharField(max_length=2, choices=Language.choices)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    sender = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    mail = models.OneToOneField(
        Mail, models.SET_NULL, null=True, blank=True, related_name="delivery"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=REASON_LIMIT, blank=True)  # why it was not sent, came back
    opened_at = models.DateTimeField(null=True, blank=True)  # first
    renews = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="renewed_by"
    )

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "organisation", "address"],
                condition=~Q(address=""),
                name="delivered_once",
            ),
            models.CheckConstraint(
                name="a_sent_delivery_has_its_moment", condition=~Q(state="sent") | ~Q(sent_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.organisation}"

    @property
    def link_ends(self) -> dt.datetime:
        """The last moment at which its link opens anything: the end of a day."""
        return clock.end_of_day(self.at.astimezone(clock.HELSINKI).date() + LINK_LASTS)

    @property
    def is_opened(self) -> bool:
        """Whether somebody has opened its link."""
        return self.opened_at is not None
