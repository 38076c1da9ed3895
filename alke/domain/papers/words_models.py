"""The table of the words that a round's papers have in place of the shipped ones."""

from typing import ClassVar

from django.db import models

from alke.domain.people.models import User
from alke.domain.rounds.models import Round


class PaperWording(models.Model):
    """One version of a round's own words on papers (asiakirjojen sanat); kept when changed."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="paper_wordings")
    version = models.PositiveSmallIntegerField()
    words = models.JSONField()  # {"fi": {"Agenda": "Esityslista"}}: by language and shipped text
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "version"], name="paper_wording_once")
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.version}"
