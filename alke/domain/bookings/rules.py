"""Who may book, swap, ask late, answer whether a ministry attends, and make timetables."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from alke.base import clock
from alke.base.languages import pick
from alke.base.verdicts import Verdict, allowed, first_refusal, refused
from alke.domain.bookings.models import BookingRequest, TimetableProposal
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.people.roles import Power
from alke.domain.rounds.models import Discussion, Round
from alke.domain.rounds.participation import may, may_as
from alke.domain.rounds.regional import always_there, has_slots, is_booked

Kind, State = BookingRequest.Kind, BookingRequest.State


def can_book(
    actor: Actor, meeting: Discussion, *, due_at: dt.datetime | None, official: bool = False
) -> Verdict:
    """Whether the actor may book, change or release the meeting's time (R8).

    The coordinator may at any time; a council until the deadline, and until it is official.
    """
    verdict = first_refusal(may(actor, Power.BOOK_MEETING, meeting), is_bookable(meeting))
    if not verdict or may(actor, Power.RUN_ROUND):
        return verdict
    return _in_time(due_at, official=official)


def can_describe(actor: Actor, meeting: Discussion) -> Verdict:
    """Whether the actor names theme, ministries and wishes; also after the deadline."""
    return first_refusal(may(actor, Power.BOOK_MEETING, meeting), is_bookable(meeting))


def can_ask_late(
    actor: Actor, meeting: Discussion, *, due_at: dt.datetime | None, official: bool
) -> Verdict:
    """Whether a council may ask the coordinator for another time: when it cannot book itself."""
    if may(actor, Power.RUN_ROUND):
        return refused(_("The coordinator books without asking."))
    if _in_time(due_at, official=official):
        return refused(_("Book the time yourself: the deadline has not passed."))
    return can_describe(actor, meeting)


def can_ask_swap(actor: Actor, meeting: Discussion, other: Discussion) -> Verdict:
    """Whether a council may ask another one to swap times; both have one."""
    if meeting.starts_at is None or other.starts_at is None or meeting.pk == other.pk:
        return refused(_("Only two meetings that both have a time can swap."))
    return first_refusal(can_describe(actor, meeting), is_bookable(other))


def concerns(actor: Actor, request: BookingRequest) -> bool:
    """Whether it is the actor's: of a council of one of its meetings, or the coordinator."""
    meetings = [row for row in (request.discussion, request.other) if row is not None]
    return any(may(actor, Power.BOOK_MEETING, row) for row in meetings)


def can_answer_request(actor: Actor, request: BookingRequest) -> Verdict:
    """Whether the actor answers: the other council to a swap, the coordinator to any.

    What cannot be accepted any more can still be declined.
    """
    if request.state != State.OPEN:
        return refused(_("The request has been answered already."))
    if may(actor, Power.RUN_ROUND):
        return _goes_on(request.discussion.round)
    if request.kind == Kind.LATE or request.other is None:
        return refused(_("The coordinator decides on late requests."))
    return first_refusal(
        may(actor, Power.BOOK_MEETING, request.other), _goes_on(request.discussion.round)
    )


def can_accept_request(actor: Actor, request: BookingRequest) -> Verdict:
    """Whether the actor grants it: only while the time of each of its meetings can change."""
    meetings = [row for row in (request.discussion, request.other) if row is not None]
    return first_refusal(
        can_answer_request(actor, request), *map(_can_still_move, meetings), _is_as_asked(request)
    )


def can_withdraw_request(actor: Actor, request: BookingRequest) -> Verdict:
    """Whether the actor takes its own request back."""
    if request.state != State.OPEN:
        return refused(_("The request has been answered already."))
    return may(actor, Power.BOOK_MEETING, request.discussion)


def can_answer_attendance(actor: Actor, meeting: Discussion, ministry: Organisation) -> Verdict:
    """Whether the actor says if the ministry attends: its own contact (B8).

    Also after the date by which it is asked for: a late answer is better than none.
    """
    if ministry.slug in always_there(meeting):
        return refused(
            _("%(body)s takes part in every regional meeting.") % {"body": ministry.short}
        )
    return first_refusal(
        may_as(actor, Power.ANSWER_ATTENDANCE, ministry.pk), is_bookable(meeting, published=True)
    )


def can_see_attendance(actor: Actor) -> Verdict:
    """Whoever reads all that the sides share sees who attends; guests see their own meetings."""
    return allowed() if actor.reads_all else refused(_("Your role does not allow this."))


def can_make_timetable(actor: Actor, round: Round) -> Verdict:
    """Whether the actor proposes timetables, changes them and makes them official."""
    return first_refusal(may(actor, Power.RUN_ROUND), _goes_on(round), _with_slots(round))


def can_change_timetable(actor: Actor, proposal: TimetableProposal) -> Verdict:
    """Whether the proposal may be changed by hand, dropped or made official."""
    if proposal.state != TimetableProposal.State.READY:
        return refused(_("The proposal is not being worked on any more."))
    return can_make_timetable(actor, proposal.round)


def can_stop_timetable(actor: Actor, proposal: TimetableProposal) -> Verdict:
    """Whether the proposal may be given up, also while it is sought."""
    if proposal.state not in TimetableProposal.UNDER_WAY:
        return refused(_("The proposal is not being worked on any more."))
    return may(actor, Power.RUN_ROUND)


def is_bookable(meeting: Discussion, *, published: bool = False) -> Verdict:
    """Whether the meeting's time can change at all; `published`: also after its agenda is out."""
    if not is_booked(meeting):
        return refused(_("Only the times of regional meetings are booked."))
    if meeting.cancelled_at is not None:
        return refused(_("The meeting has been cancelled."))
    if meeting.has_begun:
        return refused(_("The meeting has begun already."))
    if meeting.agenda == Discussion.Agenda.PUBLISHED and not published:
        return refused(
            _("The meeting’s agenda has been published. The coordinator moves it, with a reason.")
        )
    return _goes_on(meeting.round)


def _can_still_move(meeting: Discussion) -> Verdict:
    """Whether a request that was made of the meeting can be granted; if not, what to do."""
    if meeting.cancelled_at is not None:
        text = _("The meeting of %(name)s has been cancelled. Decline the request.")
    elif meeting.agenda == Discussion.Agenda.PUBLISHED:
        text = _(
            "The agenda of %(name)s has been published. Decline the request: only the coordinator "
            "moves the meeting now, with a reason."
        )
    else:
        return is_bookable(meeting)
    return refused(text % {"name": pick(meeting, "name")})


def _is_as_asked(request: BookingRequest) -> Verdict:
    """Whether the two times are those for which the swap was asked."""
    one, two = request.discussion, request.other
    seen = (request.seen_at, request.other_seen_at)
    if two is None or (one.starts_at, two.starts_at) == seen:
        return allowed()
    return refused(
        _("One of the two times has changed since. Decline the request; it can be made anew.")
    )


def _in_time(due_at: dt.datetime | None, *, official: bool) -> Verdict:
    if official:
        return refused(_("The times have been confirmed. Ask the coordinator for another one."))
    if due_at is not None and due_at < clock.now():
        return refused(_("The deadline for booking has passed. Ask the coordinator for a time."))
    return allowed()


def _goes_on(round: Round) -> Verdict:
    if round.state == Round.State.ENDED:
        return refused(_("The round has ended; it is not changed any more."))
    return allowed()


def _with_slots(round: Round) -> Verdict:
    if not has_slots(round):
        return refused(_("The round has no regional meetings that are booked."))
    return allowed()
