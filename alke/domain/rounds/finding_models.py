"""Tables of findings: what someone let be."""

from typing import ClassVar

from django.db import models

from alke.domain.people.models import User
from alke.domain.rounds.models import Round


class FindingAcceptance(models.Model):
    """A finding that someone looked at and let be (havainnon hyväksyntä, R3)."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="accepted_findings")
    code = models.SlugField(max_length=40)
    subject = models.CharField(max_length=120)
    evidence = models.CharField(max_length=64)  # changes with the facts: then it shows again
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "code", "subject"], name="finding_accepted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.subject}"
