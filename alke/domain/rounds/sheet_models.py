"""Tables of a round that its sheets rest on: the sheet's fields, and the decision's priorities."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from alke.base.languages import Trilingual
from alke.domain.rounds.models import Round


class Priority(Trilingual):
    """A priority, cross-cutting view or precondition of the decision (painopiste)."""

    class Kind(models.TextChoices):
        """Leaves, trunk and roots of the decision's tree."""

        PRIORITY = "priority", _("Priority")
        VIEW = "view", _("Cross-cutting view")
        PRECONDITION = "precondition", _("Precondition")

    round = models.ForeignKey(Round, models.CASCADE, related_name="priorities")
    key = models.SlugField(max_length=40)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "key"], name="priority_key_once")
        ]


class SheetTemplate(models.Model):
    """The sheet's fields and columns (sapluunan pohja), as data, versioned per round (R6).

    `fields`: {"key", "label": {fi, sv, en}, "help": {fi, sv, en}, "limit", "place"}; `columns` of
    the action tables, with "two_sided" and their "section"; `sections`: {"key", "name": {fi, …}}.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="sheet_templates")
    version = models.PositiveSmallIntegerField(default=1)
    fields = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    sections = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "version"], name="template_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.version}"
