"""Table of calendar feeds: who subscribes to what, under an address that can be taken back."""

from typing import ClassVar, Final, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, User
from alke.domain.rounds.models import Round

HASH_LENGTH: Final = 64  # SHA-256 in hexadecimal digits


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    """Named filters of calendar feeds."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own."""
        return self.none() if actor.user is None else self.filter(user=actor.user)

    def open(self) -> Self:
        """Those whose address still works."""
        return self.filter(revoked_at=None)


class CalendarFeed(models.Model):
    """An address under which a person's programs read a calendar (kalenteritilaus).

    It shows what the person may see at the moment of reading. Of the address only a hash is kept:
    nobody who reads this table can subscribe.
    """

    class Scope(models.TextChoices):
        """What is in it."""

        OWN = "own", _("My own discussions")
        ORGANISATION = "organisation", _("The discussions of my organisation")
        ROUND = "round", _("All discussions of a round")

    class Deadlines(models.TextChoices):
        """As what deadlines stand in it."""

        DAYS = "days", _("As whole days in the calendar")
        TASKS = "tasks", _("As tasks")
        NONE = "none", _("Not at all")

    user = models.ForeignKey(User, models.CASCADE, related_name="calendar_feeds")
    scope = models.CharField(max_length=12, choices=Scope.choices)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="+"
    )
    round = models.ForeignKey(Round, models.CASCADE, null=True, blank=True, related_name="+")
    deadlines = models.CharField(max_length=5, choices=Deadlines.choices, default=Deadlines.DAYS)
    token_hash = models.CharField(max_length=HASH_LENGTH, unique=True)
    made_at = models.DateTimeField()  # when its address was made
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(revoked_at=None, scope="own"),
                name="subscribed_to_own_once",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(revoked_at=None),
                name="subscribed_to_an_organisation_once",
            ),
            models.UniqueConstraint(
                fields=["user", "round"],
                condition=Q(revoked_at=None),
                name="subscribed_to_a_round_once",
            ),
            models.CheckConstraint(
                name="a_feed_has_what_its_scope_names",
                condition=Q(scope="own", organisation=None, round=None)
                | Q(scope="organisation", organisation__isnull=False, round=None)
                | Q(scope="round", organisation=None, round__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.scope}"

    @property
    def audit_key(self) -> str:
        """How the audit chain names it."""
        return f"feed:{self.pk}"
