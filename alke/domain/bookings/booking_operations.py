"""Writes of bookings: a slot taken, changed and given up, wishes, and what is hoped for."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alke.base import clock
from alke.base.dates import format_span
from alke.base.richtext import BadInput, clean_line
from alke.base.verdicts import Refused
from alke.domain.bookings import rules
from alke.domain.bookings.booking_notice_operations import tell_retimed
from alke.domain.bookings.models import MOST_WISHES, Booking, BookingRequest
from alke.domain.bookings.queries import booking_due, is_elsewhere, slot_at, themes_of
from alke.domain.participants.anew_operations import ask_anew
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.rounds.discussion_record import record_discussion
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.regional import Slot, has_slots
from alke.domain.rounds.slot_record import leave_slot, take_slot
from alke.domain.topics.operations import edit_proposal, propose_topic

Kind, State = BookingRequest.Kind, BookingRequest.State
REASON_LIMIT = 300
Changes = dict[str, list[Any]]


@transaction.atomic
def book_meeting(
    meeting: Discussion, starts_at: dt.datetime, *, by: Actor, reason: str = ""
) -> Discussion:
    """Takes the slot for the meeting, which leaves the one that it had (R8).

    Who comes second is refused: the database lets no two meetings have a slot. A day on which
    the region attends no joint discussion needs a reason.
    """
    row = lock_meeting(meeting)
    require_booking(row, by)
    reason = clean_line(reason, limit=REASON_LIMIT, field="reason")
    if row.starts_at == starts_at:
        return row
    slot = require_slot(row, starts_at)
    before = times_of(row)
    place(row, slot, reason)
    booking = booking_of(row)
    booking.booked_at = clock.now()
    booking.save(update_fields=["booked_at"])
    record_times("discussion.booked", row, before, by=by, reason=reason)
    asked = row.booking_requests.filter(kind=Kind.LATE, state=State.OPEN).exists()
    tell_retimed(row, by, council=not asked)  # who asked is told that it was granted
    return row


@transaction.atomic
def release_meeting(meeting: Discussion, *, by: Actor) -> Discussion:
    """Gives the slot up; the meeting has no time again."""
    row = lock_meeting(meeting)
    require_booking(row, by)
    if row.starts_at is None:
        return row
    before = times_of(row)
    leave_slot(row)
    Booking.objects.filter(discussion=row).update(booked_at=None, official_at=None)
    record_times("discussion.released", row, before, by=by)
    tell_retimed(row, by)
    return row


@transaction.atomic
def wish_times(meeting: Discussion, wishes: Sequence[dt.datetime], *, by: Actor) -> Booking:
    """Says which times would suit, the best first, for the timetable that is proposed."""
    row = lock_meeting(meeting)
    rules.can_describe(by, row).require()
    wishes = list(dict.fromkeys(wishes))
    if len(wishes) > MOST_WISHES:
        raise BadInput(_("Wish at most %(most)d times.") % {"most": MOST_WISHES}, "wishes")
    for at in wishes:
        require_slot(row, at, field="wishes")
    booking = booking_of(row)
    texts = [at.astimezone(clock.HELSINKI).isoformat() for at in wishes]
    if booking.wishes != texts:
        changes: Changes = {"wishes": [booking.wishes, texts]}
        booking.wishes = texts
        booking.save(update_fields=["wishes"])
        record_discussion("booking.wished", row, by=by, changes=changes)
    return booking


@transaction.atomic
def hope_for(
    meeting: Discussion, *, by: Actor, theme: str, wanted: Iterable[Organisation], language: str
) -> Booking:
    """Names the one theme and the ministries that the council hopes to meet (letter 2024).

    The theme is a proposal in the meeting's pool, where its sheet is written once it is taken
    to the agenda; one that is there already gets the new words.
    """
    row = lock_meeting(meeting)
    rules.can_describe(by, row).require()
    booking = booking_of(row)
    bodies = {body.pk: body for body in wanted}
    before = {body.pk: body.slug for body in booking.wanted.all()}
    if before.keys() != bodies.keys():
        booking.wanted.set(bodies.values())
        slugs = sorted(body.slug for body in bodies.values())
        record_discussion(
            "booking.described",
            row,
            by=by,
            changes={"wanted": [sorted(before.values()), slugs]},
        )
    _set_theme(row, clean_line(theme, limit=200, field="theme"), by, language)
    return booking


def _set_theme(row: Discussion, theme: str, by: Actor, language: str) -> None:
    held = themes_of([row.pk], by).get(row.pk)
    if not theme or (held is not None and held.title == theme):
        return
    if held is None:
        body = _council_of(row, by)
        propose_topic(row, by=by, title=theme, language=language, organisation=body)
        return
    if held.number is not None:
        raise Refused(
            gettext_lazy("The theme is on the agenda. Change it on its own page."), "theme"
        )
    edit_proposal(
        held,
        by=by,
        base_version=held.version,
        title=theme,
        title_sv=held.title_sv,
        proposal=held.proposal,
    )


def _council_of(row: Discussion, by: Actor) -> Organisation | None:
    """The body of one's own in whose name the theme is proposed."""
    own = Organisation.objects.councils().filter(regions=row.region_id)
    return own.filter(pk__in=by.organisation_ids).first()


def lock_meeting(meeting: Discussion) -> Discussion:
    """The meeting as it is now, kept from others until the transaction ends."""
    rows = Discussion.objects.select_for_update(of=("self",)).select_related("round", "region")
    return rows.get(pk=meeting.pk)


def booking_of(row: Discussion) -> Booking:
    """What is said of the meeting; made with the first word."""
    return Booking.objects.get_or_create(discussion=row)[0]


def require_booking(row: Discussion, by: Actor) -> None:
    """Refuses who may not book the meeting now."""
    due = booking_due(row.round)
    official = Booking.objects.filter(discussion=row).exclude(official_at=None).exists()
    rules.can_book(by, row, due_at=due.due_at if due else None, official=official).require()


def require_slot(row: Discussion, starts_at: dt.datetime, *, field: str = "starts_at") -> Slot:
    """The round's slot at that moment, which is still ahead."""
    slot = slot_at(row.round, starts_at) if has_slots(row.round) else None
    if slot is None:
        raise Refused(gettext_lazy("There is no such time for regional meetings."), field)
    if slot.starts_at <= clock.now():
        raise Refused(gettext_lazy("The time has passed already. Choose a later one."), field)
    return slot


def place(row: Discussion, slot: Slot, reason: str) -> None:
    """Puts the meeting into the slot; refused when it is full, or on another day without reason."""
    elsewhere = is_elsewhere(row, slot.day)
    if elsewhere and not reason:
        raise Refused(
            gettext_lazy(
                "The region's joint discussion is on another day. "
                "Give the reason for holding the meeting on this one."
            ),
            "reason",
        )
    if not occupy(row, slot, reason if elsewhere else ""):
        raise Refused(
            _("The time %(time)s has just been taken. Choose another one.")
            % {"time": format_span(slot.starts_at, slot.ends_at, "short")},
            "starts_at",
        )


def occupy(row: Discussion, slot: Slot, other_day_reason: str) -> bool:
    """Gives the meeting a track of the slot, with why it is on another day; False when full."""
    if not take_slot(row, slot.starts_at, slot.ends_at, tracks=slot.tracks):
        return False
    row.other_day_reason = other_day_reason
    row.save(update_fields=["other_day_reason"])
    return True


def times_of(row: Discussion) -> dict[str, Any]:
    """What a booking changes of the meeting."""
    names = ("starts_at", "ends_at", "track", "other_day_reason")
    return {name: getattr(row, name) for name in names}


def record_times(
    event: str, row: Discussion, before: dict[str, Any], *, by: Actor, reason: str = ""
) -> None:
    """One event with what changed, named as moves of dates name it; answers are to the old time."""
    changes: Changes = {
        f"discussion:{row.slug}.{name}": [value, getattr(row, name)]
        for name, value in before.items()
        if getattr(row, name) != value
    }
    if reason:
        changes["reason"] = [None, reason]
    record_discussion(event, row, by=by, changes=changes)
    ask_anew(row, (before["starts_at"], before["ends_at"]), by=by)
