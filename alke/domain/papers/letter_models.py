"""The table of the letter's wordings: what the coordinator changed in the shipped text."""

from typing import ClassVar

from django.db import models

from alke.base.languages import Language
from alke.domain.people.models import User
from alke.domain.rounds.models import Round


class LetterWording(models.Model):
    """One version of the text of a round's letter (kirjeen sanamuoto); kept when changed again."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="letter_wordings")
    language = models.CharField(max_length=2, choices=Language.choices)
    version = models.PositiveSmallIntegerField()
    text = models.TextField()  # Markdown with places that are filled in, see alke.base.wording
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "language", "version"], name="letter_wording_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.language} {self.version}"
