"""Writes of what a council cannot book itself: swaps with another council, and late requests."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy

from alke.base import clock
from alke.base.richtext import BadInput, clean_line
from alke.base.verdicts import Refused
from alke.domain.audit.operations import CREATED
from alke.domain.bookings import rules
from alke.domain.bookings.booking_notice_operations import tell_answered, tell_asked, tell_retimed
from alke.domain.bookings.booking_operations import (
    REASON_LIMIT,
    Changes,
    booking_of,
    lock_meeting,
    place,
    record_times,
    require_slot,
    times_of,
)
from alke.domain.bookings.models import Booking, BookingRequest
from alke.domain.bookings.queries import booking_due, is_elsewhere
from alke.domain.people.actors import Actor
from alke.domain.rounds.discussion_record import record_discussion
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.slot_record import give_track, leave_tracks
from alke.domain.rounds.time_record import set_time

Kind, State = BookingRequest.Kind, BookingRequest.State


@transaction.atomic
def ask_late(
    meeting: Discussion, starts_at: dt.datetime | None, *, by: Actor, reason: str
) -> BookingRequest:
    """Asks the coordinator for a time after the deadline, or for another one than is official."""
    row = lock_meeting(meeting)
    due = booking_due(row.round)
    official = Booking.objects.filter(discussion=row).exclude(official_at=None).exists()
    rules.can_ask_late(by, row, due_at=due.due_at if due else None, official=official).require()
    reason = _reason(reason, gettext_lazy("Give the reason: the coordinator decides by it."))
    if starts_at is not None:
        require_slot(row, starts_at)
    return _ask(row, by, kind=Kind.LATE, starts_at=starts_at, reason=reason)


@transaction.atomic
def ask_swap(
    meeting: Discussion, other: Discussion, *, by: Actor, reason: str = ""
) -> BookingRequest:
    """Asks another council to swap times; nothing changes until it accepts."""
    row, other = _lock_both(meeting, other)
    rules.can_ask_swap(by, row, other).require()
    reason = clean_line(reason, limit=REASON_LIMIT, field="reason")
    _require_reason(row, other, reason)
    return _ask(
        row,
        by,
        kind=Kind.SWAP,
        other=other,
        reason=reason,
        seen_at=row.starts_at,
        other_seen_at=other.starts_at,
    )


@transaction.atomic
def accept_request(
    request: BookingRequest, *, by: Actor, starts_at: dt.datetime | None = None
) -> BookingRequest:
    """Grants it: the two meetings swap times, or the coordinator books the one asked for.

    `starts_at` is the time that is given to who asked for any.
    """
    row = _lock_request(request)
    _lock_meetings(row)
    rules.can_accept_request(by, row).require()
    if row.other is not None:
        _swap(row, row.discussion, row.other, by)
    else:
        at = row.starts_at or starts_at
        if at is None:
            raise BadInput(gettext_lazy("The request names no time. Choose one."), "aika")
        meeting = row.discussion
        before = times_of(meeting)
        place(meeting, require_slot(meeting, at), row.reason)
        booking_of(meeting)
        record_times("discussion.booked", meeting, before, by=by, reason=row.reason)
        tell_retimed(meeting, by, council=False)
    return _answer(row, State.ACCEPTED, "", by)


@transaction.atomic
def settle_late_request(meeting: Discussion, *, by: Actor) -> None:
    """The coordinator has booked a time for the meeting: what was asked for is granted."""
    for row in meeting.booking_requests.filter(kind=Kind.LATE, state=State.OPEN):
        if rules.can_answer_request(by, row):
            _answer(_lock_request(row), State.ACCEPTED, "", by)


@transaction.atomic
def decline_request(request: BookingRequest, *, by: Actor, reason: str) -> BookingRequest:
    """Says no, and why."""
    row = _lock_request(request)
    rules.can_answer_request(by, row).require()
    reason = _reason(reason, gettext_lazy("Give the reason: the council sees it."))
    return _answer(row, State.DECLINED, reason, by)


@transaction.atomic
def withdraw_request(request: BookingRequest, *, by: Actor) -> BookingRequest:
    """Takes one's own request back."""
    row = _lock_request(request)
    rules.can_withdraw_request(by, row).require()
    return _answer(row, State.WITHDRAWN, "", by)


def _ask(row: Discussion, by: Actor, **values: object) -> BookingRequest:
    if row.booking_requests.filter(state=State.OPEN).exists():
        raise Refused(gettext_lazy("A request of yours waits already. Withdraw it first."))
    request = BookingRequest.objects.create(discussion=row, asked_at=clock.now(), **values)
    changes: Changes = {**CREATED, "kind": [None, request.kind], "reason": [None, request.reason]}
    if request.starts_at is not None:
        changes["starts_at"] = [None, request.starts_at]
    if request.other is not None:
        changes["other"] = [None, request.other.slug]
    record_discussion("booking.asked", row, by=by, changes=changes)
    tell_asked(request, by)
    return request


def _answer(row: BookingRequest, state: str, reason: str, by: Actor) -> BookingRequest:
    before, row.state = row.state, state
    row.answer, row.answered_at = reason, clock.now()
    row.save(update_fields=["state", "answer", "answered_at"])
    changes = {"state": [before, state]} | ({"reason": [None, reason]} if reason else {})
    record_discussion("booking.answered", row.discussion, by=by, changes=changes)
    row.discussion.refresh_from_db(fields=["starts_at", "ends_at"])
    tell_answered(row, by)
    return row


def _swap(request: BookingRequest, one: Discussion, two: Discussion, by: Actor) -> None:
    _require_reason(one, two, request.reason)
    before = {row.pk: times_of(row) for row in (one, two)}
    leave_tracks([one, two])
    times = [(row.starts_at, row.ends_at) for row in (two, one)]
    for row, (starts_at, ends_at) in zip((one, two), times, strict=True):
        fields = set_time(row, starts_at, ends_at)
        elsewhere = is_elsewhere(row, row.day)
        row.other_day_reason = request.reason if elsewhere else ""
        row.save(update_fields=[*fields, "other_day_reason"])
    for row in (one, two):
        give_track(row)
        record_times("discussion.swapped", row, before[row.pk], by=by, reason=request.reason)
        tell_retimed(row, by, council=row == two)  # the other has asked, and is told the answer


def _require_reason(one: Discussion, two: Discussion, reason: str) -> None:
    """A meeting that would go to another day than its joint discussion needs a reason (R8)."""
    away = is_elsewhere(one, two.day) or is_elsewhere(two, one.day)
    if away and not reason:
        raise Refused(
            gettext_lazy("One of the meetings would move to another day. Give the reason."),
            "reason",
        )


def _lock_both(one: Discussion, two: Discussion) -> tuple[Discussion, Discussion]:
    """In the order of their ids, so that two who swap at once do not wait for each other."""
    rows = {row.pk: lock_meeting(row) for row in sorted((one, two), key=lambda row: row.pk)}
    return rows[one.pk], rows[two.pk]


def _lock_meetings(request: BookingRequest) -> None:
    """The request's meetings as they are now: what was asked of them may not hold any more."""
    if request.other is None:
        request.discussion = lock_meeting(request.discussion)
    else:
        request.discussion, request.other = _lock_both(request.discussion, request.other)


def _lock_request(request: BookingRequest) -> BookingRequest:
    rows = BookingRequest.objects.select_for_update(of=("self",))
    return rows.select_related("discussion__round", "other__round").get(pk=request.pk)


def _reason(text: str, missing: object) -> str:
    clean = clean_line(text, limit=REASON_LIMIT, field="reason")
    if not clean:
        raise BadInput(str(missing), "reason")
    return clean
