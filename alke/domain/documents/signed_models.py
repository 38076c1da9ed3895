"""Tables of what was signed elsewhere: the signed form of a version, and its signatures."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alke.domain.documents.models import DocumentVersion


class SignedForm(models.Model):
    """A version's file as it came back signed from another service (allekirjoitettu muoto)."""

    class Content(models.TextChoices):
        """How what it shows stands to the paper."""

        SAME = "same", _("The pages are those of the paper")
        LONGER = "longer", _("The paper’s pages, and others beside them")
        TOLD = (
            "told",
            _("Not the paper’s own pages; whoever filed it has read that it says the same"),
        )

    version = models.OneToOneField(DocumentVersion, models.PROTECT, related_name="signed_form")
    content = models.CharField(max_length=8, choices=Content.choices)
    added = models.PositiveSmallIntegerField(default=0)  # pages beside those of the paper
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="only_a_longer_form_has_more_pages",
                condition=Q(content="longer") | Q(added=0),
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.content}"


class Signature(models.Model):
    """One signature in a signed form (allekirjoitus), as it was found when the file came."""

    form = models.ForeignKey(SignedForm, models.CASCADE, related_name="signatures")
    position = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=200)  # whom the certificate names
    fingerprint = models.CharField(max_length=64)
    level = models.CharField(max_length=10, blank=True)  # PAdES: "B-LTA", "B-B"; "CMS"
    at = models.DateTimeField(null=True, blank=True)
    is_dated = models.BooleanField()  # `at` is proven by a timestamp, not only claimed
    is_trusted = models.BooleanField()  # somebody whom Alke trusts vouches for the certificate

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["form", "position"], name="signature_once")
        ]

    def __str__(self) -> str:
        return f"{self.form}: {self.by}"
