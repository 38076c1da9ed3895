"""What is odd about when bookings of meetings and the ministries' answers are due (R3, R8)."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from alke.base.dates import format_date
from alke.domain.rounds.facts import RoundFacts
from alke.domain.rounds.findings_words import WARNING, Finding, evidence_of, subject_of
from alke.domain.rounds.models import Deadline, Discussion

Kind = Discussion.Kind


def odd_meeting_deadlines(facts: RoundFacts) -> Iterator[Finding]:
    """Due once meetings have begun, or answers due before the bookings. No queries."""
    if not any(row.kind == Kind.REGIONAL for row in facts.discussions):
        return
    bookings = [row for row in facts.deadlines if row.purpose == "booking"]
    answers = [row for row in facts.deadlines if row.purpose == "attendance"]
    held = (row.day for row in facts.discussions if row.kind in {Kind.JOINT, Kind.REGIONAL})
    first = min((day for day in held if day is not None), default=None)
    for row in [*bookings, *answers]:
        if first is not None and row.day >= first:
            yield _after_meetings(row, first)
    booked = max((row.day for row in bookings), default=None)
    for row in answers:
        if booked is not None and row.day <= booked:
            yield _before_bookings(row, booked)


def _after_meetings(row: Deadline, first: dt.date) -> Finding:
    return Finding(
        "deadline-after-meetings",
        WARNING,
        subject_of(row),
        _("%(name)s: due only when meetings have begun") % {"name": row.name},
        _("The deadline %(day)s does not come before the first day of meetings, %(first)s.")
        % {"day": format_date(row.day), "first": format_date(first)},
        _("Move the deadline earlier."),
        evidence_of(row.day, first),
        move=subject_of(row),
    )


def _before_bookings(row: Deadline, booked: dt.date) -> Finding:
    return Finding(
        "answers-before-bookings",
        WARNING,
        subject_of(row),
        _("%(name)s: due before the meetings are booked") % {"name": row.name},
        _("The deadline %(day)s does not come after that of the bookings, %(booked)s.")
        % {"day": format_date(row.day), "booked": format_date(booked)},
        _("Move the deadline later."),
        evidence_of(row.day, booked),
        move=subject_of(row),
    )
