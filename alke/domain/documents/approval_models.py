"""Tables of signing: who approves a version in which order, and the seal that is set then."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alke.domain.documents.models import DocumentVersion
from alke.domain.people.models import Organisation, User

TITLE_LIMIT = 120
REASON_LIMIT = 500


class Approval(models.Model):
    """One person's word before the seal (hyväksyntä), in the order of the signing."""

    class State(models.TextChoices):
        """What the person has said."""

        WAITING = "waiting", _("Waiting")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="approvals")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=TITLE_LIMIT)  # as it stands on the page of signatures
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=REASON_LIMIT, blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "position"], name="approval_once"),
            models.CheckConstraint(
                name="a_refusal_has_its_reason", condition=~Q(state="refused") | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.title}"


class Seal(models.Model):
    """The organisation's electronic seal on a version (sähköinen sinetti)."""

    version = models.OneToOneField(DocumentVersion, models.PROTECT, related_name="seal")
    by = models.CharField(max_length=200)  # whom the certificate names
    fingerprint = models.CharField(max_length=64)
    level = models.CharField(max_length=10)  # PAdES: "B-LTA", "B-B"
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.version}: {self.by}"
