"""Tasks of regional meetings: to book, to answer a request, to say whether a ministry attends."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alke.base import clock
from alke.domain.insight.desk_queries import Desk, DiscussionLine
from alke.domain.insight.task import Task
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.people.roles import Power, roles_with
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.participation import may
from alke.domain.rounds.regional import has_slots, is_booked


def bookings_to_make(actor: Actor, desk: Desk) -> list[Task]:
    """For councils, ministries and the coordinator, of what the desk has read."""
    if desk.round is None or not has_slots(desk.round):
        return []
    return [*_times(actor, desk), *_requests(actor, desk), *_attendance(actor, desk)]


def _times(actor: Actor, desk: Desk) -> list[Task]:
    """Own meetings without a time: to be booked by the deadline, then to be asked for (R8)."""
    if may(actor, Power.RUN_ROUND):
        return []
    due = booking_due(desk)
    late = due is not None and due < clock.now()
    return [
        Task(
            title=_("Ask for a time for your regional meeting")
            if late
            else _("Book the time of your regional meeting"),
            text=_("The deadline for booking has passed. The coordinator decides on late requests.")
            if late
            else _("From the afternoon of your joint discussion’s day; one meeting a time."),
            button=_("Ask for a time") if late else _("Book a time"),
            page="meeting_booking" if late else "booking_board",
            args=(desk.year, line.discussion.slug) if late else (desk.year,),
            due_at=due,
            purpose="booking",
        )
        for line in _own_meetings(actor, desk)
        if line.discussion.starts_at is None and is_ahead(line.discussion, desk)
    ]


def _own_meetings(actor: Actor, desk: Desk) -> list[DiscussionLine]:
    if not actor.has_role(*roles_with(Power.BOOK_MEETING)):
        return []
    return [line for line in desk.lines if line.mine and is_booked(line.discussion)]


def is_ahead(meeting: Discussion, desk: Desk) -> bool:
    """Whether it can still be held: one without a time until the joint discussion's day."""
    if meeting.starts_at is not None:
        return meeting.starts_at >= clock.now()
    joint = next((r.discussion for r in desk.lines if r.discussion.pk == meeting.parent_id), None)
    return joint is None or joint.day is None or joint.day >= clock.today()


def _requests(actor: Actor, desk: Desk) -> list[Task]:
    """Swaps that wait for the own council, late requests that wait for the coordinator."""
    if desk.round is None:
        return []
    if not may(actor, Power.RUN_ROUND):
        return [
            _to_open(desk, _("Answer to a swap of times"), line.discussion.name)
            for line in _own_meetings(actor, desk)
            if line.has_swap
        ]
    late = [line.discussion.name for line in desk.lines if line.has_late]
    if not late:
        return []
    return [_to_open(desk, _("Decide on late requests for regional meetings"), ", ".join(late))]


def _to_open(desk: Desk, title: str, text: str) -> Task:
    button = _("Open the requests")
    return Task(title=title, text=text, button=button, page="booking_board", args=(desk.year,))


def _attendance(actor: Actor, desk: Desk) -> list[Task]:
    """Whether one's ministry attends each meeting, by the round's date (B8)."""
    due = answers_due(desk)
    mine = actor.organisations_as(roles_with(Power.ANSWER_ATTENDANCE))
    ministry = next((r.organisation for r in actor.memberships if r.organisation_id in mine), None)
    if desk.round is None or due is None or ministry is None:
        return []
    always = desk.round.settings.get("kinds", {}).get("regional", {}).get("must_attend", [])
    today = clock.today()
    lines = [row for row in desk.lines if (row.discussion.day or today) >= today]
    left, total = sum(row.unanswered for row in lines), sum(row.to_answer for row in lines)
    if not left or ministry.slug in always:
        return []
    return [_to_answer(desk, ministry, due, left, total)]


def _to_answer(desk: Desk, ministry: Organisation, due: dt.datetime, left: int, total: int) -> Task:
    return Task(
        title=_("Answer which regional meetings %(name)s attends") % {"name": ministry.short},
        text=ngettext(
            "%(n)d meeting waits for an answer.", "%(n)d meetings wait for an answer.", left
        )
        % {"n": left},
        button=_("Give the answers"),
        page="attendance_edit",
        args=(desk.year, ministry.slug),
        due_at=due,
        purpose="attendance",
        done=total - left,
        total=total,
        unit=_("answered"),
    )


def booking_due(desk: Desk) -> dt.datetime | None:
    """Until when councils book."""
    return _due(desk, "booking")


def answers_due(desk: Desk) -> dt.datetime | None:
    """Until when ministries answer."""
    return _due(desk, "attendance")


def _due(desk: Desk, purpose: str) -> dt.datetime | None:
    return next((row.due_at for row in desk.deadlines if row.purpose == purpose), None)
