"""Tables of bookings: what councils wish, what ministries answer, requests, proposed timetables.

The time itself stands on the discussion; with its track it is one slot, which nobody shares.
"""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alke.base import clock
from alke.base.jobs import PATIENCE, SILENCE
from alke.domain.participants.models import Participant
from alke.domain.people.models import Organisation, User
from alke.domain.rounds.models import Discussion, Round

MOST_WISHES = 3


class Booking(models.Model):
    """What a council says of its regional meeting (varaus): wished times and ministries."""

    discussion = models.OneToOneField(Discussion, models.CASCADE, related_name="booking")
    wishes = models.JSONField(default=list)  # moments, the best first
    wanted = models.ManyToManyField(Organisation, related_name="+", blank=True)
    booked_at = models.DateTimeField(null=True, blank=True)  # the time, by the council's own act
    official_at = models.DateTimeField(null=True, blank=True)  # since when the time holds

    def __str__(self) -> str:
        return f"{self.discussion}"

    @property
    def wished(self) -> list[dt.datetime]:
        """The wished times, the best first."""
        return [dt.datetime.fromisoformat(text) for text in self.wishes]


class MinistryAnswer(models.Model):
    """Whether a ministry attends a regional meeting (osallistumisvastaus, B8)."""

    class Answer(models.TextChoices):
        """What it answered; without a row it has not."""

        ATTENDS = "attends", _("Attends")
        OTHER_TIME = "other-time", _("Would attend, but not at this time")
        WRITTEN = "written", _("Written statement")
        NOT_CONCERNED = "not-concerned", _("Not concerned")

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="attendance_answers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=14, choices=Answer.choices)
    attendee = models.CharField(max_length=120, blank=True)  # who attends, by title
    participant = models.ForeignKey(
        Participant, models.SET_NULL, null=True, blank=True, related_name="+"
    )  # who attends, when the answer gave an address: invited like everybody
    starts_at = models.DateTimeField(null=True, blank=True)  # the meeting's time when it answered
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["discussion", "organisation"], name="one_answer_of_a_ministry"
            )
        ]

    def __str__(self) -> str:
        return f"{self.discussion}: {self.organisation} {self.answer}"

    @property
    def comes(self) -> bool:
        """Whether it counts as attending: at once, or at another time."""
        return self.answer in {self.Answer.ATTENDS, self.Answer.OTHER_TIME}

    @property
    def invited(self) -> Participant | None:
        """Who is registered by the answer, and has not been taken back since."""
        row = self.participant
        return row if row is not None and row.cancelled_at is None else None

    @property
    def email(self) -> str:
        """The address of who is registered by the answer."""
        return self.invited.email if self.invited is not None else ""

    def is_to_other_time(self, now: dt.datetime | None) -> bool:
        """Whether the meeting was at another time than `now` when the ministry said it attends."""
        attends = self.answer == self.Answer.ATTENDS
        return attends and self.starts_at is not None and self.starts_at != now


class BookingRequest(models.Model):
    """A council asks for what it cannot book itself (varauspyyntö): a swap, or a late time."""

    class Kind(models.TextChoices):
        """Who answers: the other council, or the coordinator."""

        SWAP = "swap", _("Swap of times")
        LATE = "late", _("Late request")

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("Waits for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    kind = models.CharField(max_length=5, choices=Kind.choices)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="booking_requests")
    other = models.ForeignKey(
        Discussion, models.CASCADE, null=True, blank=True, related_name="swaps_asked"
    )  # of a swap
    starts_at = models.DateTimeField(null=True, blank=True)  # the time wished late
    # what the two times were when a swap was asked for: it is refused when they have changed
    seen_at = models.DateTimeField(null=True, blank=True)
    other_seen_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    answer = models.CharField(max_length=300, blank=True)  # why it was declined
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["discussion"], condition=Q(state="open"), name="one_open_request"
            ),
            models.CheckConstraint(
                name="a_swap_has_another_meeting",
                condition=Q(kind="swap", other__isnull=False) | Q(kind="late", other__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.discussion}: {self.kind} {self.state}"


class TimetableProposal(models.Model):
    """A timetable of all regional meetings (aikatauluehdotus), until it is made official."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Under way")
        READY = "ready", _("Ready")
        OFFICIAL = "official", _("Confirmed")
        DROPPED = "dropped", _("Dropped")
        FAILED = "failed", _("Failed")

    UNDER_WAY: ClassVar = (State.WAITING, State.RUNNING, State.READY)

    round = models.ForeignKey(Round, models.CASCADE, related_name="timetables")
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    keep = models.BooleanField(default=True)  # times that are booked stay
    pins = models.JSONField(default=dict)  # by hand: meeting, moment; null: none
    places = models.JSONField(default=dict)  # meeting, moment
    seen = models.JSONField(default=dict)  # meeting, its moment when the timetable was sought
    proven = models.BooleanField(default=False)
    reasons = models.JSONField(default=dict)  # meeting, why its first wish was not granted
    collision = models.JSONField(default=list)  # rules that cannot all hold
    done = models.PositiveIntegerField(default=0)  # groups of days; then reasons
    total = models.PositiveIntegerField(default=0)
    touched_at = models.DateTimeField()
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(state__in=["waiting", "running", "ready"]),
                name="one_timetable_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.pk}"

    @property
    def audit_key(self) -> str:
        """How the audit chain names it."""
        return f"timetable:{self.pk}"

    @property
    def is_searching(self) -> bool:
        """Whether the worker is still at it, or will be."""
        waits = self.state in {self.State.WAITING, self.State.RUNNING}
        return waits and clock.real() - self.touched_at < SILENCE

    @property
    def waits_long(self) -> bool:
        """Whether it waits longer than a worker that is there would let it."""
        return self.state == self.State.WAITING and clock.real() - self.touched_at > PATIENCE

    @property
    def is_explained(self) -> bool:
        """Whether every reason has been told that there is to tell."""
        return self.done >= self.total

    @property
    def is_explaining(self) -> bool:
        """Whether the worker is still telling why wishes were not granted."""
        tells = self.state == self.State.READY and not self.is_explained
        return tells and clock.real() - self.touched_at < SILENCE

    @property
    def is_dead(self) -> bool:
        """Whether whoever searched has not been heard of for long."""
        running = self.state == self.State.RUNNING
        return running and clock.real() - self.touched_at >= SILENCE
