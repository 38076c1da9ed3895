"""Writes of timetables: sought at once or by the worker, changed by hand, made official."""

import datetime as dt
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from alke.base import clock
from alke.base.dates import format_span
from alke.base.jobs import job
from alke.base.richtext import BadInput, clean_line
from alke.base.verdicts import Refused
from alke.domain.audit import operations as audit
from alke.domain.bookings import rules
from alke.domain.bookings.booking_notice_operations import (
    tell_given_up,
    tell_official,
    tell_retimed,
)
from alke.domain.bookings.booking_operations import (
    REASON_LIMIT,
    booking_of,
    lock_meeting,
    occupy,
    record_times,
    require_slot,
    times_of,
)
from alke.domain.bookings.models import TimetableProposal
from alke.domain.bookings.queries import board_of, is_elsewhere
from alke.domain.bookings.timetable import Timetable
from alke.domain.bookings.timetable_collisions import smallest_collision
from alke.domain.bookings.timetable_reason_operations import explain, reasons_of, unmet
from alke.domain.bookings.timetable_solver import solve
from alke.domain.bookings.timetable_source import Source
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Discussion, Round
from alke.domain.rounds.slot_record import leave_slot, leave_tracks

State = TimetableProposal.State
AT_ONCE: Final = 60  # meetings sought while the page waits; more are the worker's
logger = logging.getLogger(__name__)


class Stopped(Exception):
    """Somebody has dropped the proposal meanwhile: the search is given up."""


def propose_timetable(round: Round, *, by: Actor, keep: bool = True) -> TimetableProposal:
    """Seeks the best timetable (B7): `keep` leaves booked times where they are.

    Up to sixty meetings are placed before it returns; more are left to the worker.
    """
    proposal, at_once = _begin(round, by, keep=keep)
    if at_once:
        run_search(proposal.pk)
        proposal.refresh_from_db()
    return proposal


def search_again(proposal: TimetableProposal, *, by: Actor) -> TimetableProposal:
    """Seeks anew what was not set by hand: what would be if the hand's times held."""
    with transaction.atomic():
        row = _lock(proposal)
        rules.can_change_timetable(by, row).require()
        row.state, row.touched_at = State.WAITING, clock.real()
        row.done = row.total = 0
        row.save(update_fields=["state", "touched_at", "done", "total"])
        at_once = _is_small(row.round, by)
        if not at_once:
            do_search.enqueue(row.pk)
    if at_once:
        run_search(row.pk)
    row.refresh_from_db()
    return row


@transaction.atomic
def place_by_hand(
    proposal: TimetableProposal,
    meeting: Discussion,
    starts_at: dt.datetime | None,
    *,
    by: Actor,
) -> TimetableProposal:
    """Puts a meeting of the proposal at a time, or takes its time away; the rest stays."""
    row = _lock(proposal)
    rules.can_change_timetable(by, row).require()
    if meeting.round_id != row.round_id:
        raise Refused(gettext_lazy("The meeting is not of this round."))
    locked = lock_meeting(meeting)
    if starts_at is not None and starts_at != locked.starts_at:  # it may stay, also at no slot
        require_slot(locked, starts_at)
    text = _text(starts_at)
    before = row.places.get(str(meeting.pk))
    row.pins[str(meeting.pk)] = text
    row.places.pop(str(meeting.pk), None)
    if text is not None:
        row.places[str(meeting.pk)] = text
    row.proven = False
    row.reasons.pop(str(meeting.pk), None)
    row.save(update_fields=["pins", "places", "proven", "reasons"])
    _record("timetable.changed", row, by, {meeting.slug: [before, text]})
    return row


@transaction.atomic
def free_from_hand(
    proposal: TimetableProposal, meeting: Discussion, *, by: Actor
) -> TimetableProposal:
    """Undoes that the hand holds a meeting where it is: it is placed anew with the others."""
    row = _lock(proposal)
    rules.can_change_timetable(by, row).require()
    if str(meeting.pk) not in row.pins:
        raise Refused(gettext_lazy("The time of the meeting has not been set by hand."))
    del row.pins[str(meeting.pk)]
    row.save(update_fields=["pins"])
    _record("timetable.changed", row, by, {f"{meeting.slug}.by-hand": [True, False]})
    return row


@transaction.atomic
def drop_proposal(proposal: TimetableProposal, *, by: Actor) -> TimetableProposal:
    """Gives the proposal up, also while it is sought; no time changes."""
    row = _lock(proposal)
    rules.can_stop_timetable(by, row).require()
    before, row.state = row.state, State.DROPPED
    row.save(update_fields=["state"])
    _record("timetable.dropped", row, by, {"state": [before, row.state]})
    return row


@transaction.atomic
def stop_search(proposal: TimetableProposal, *, by: Actor) -> TimetableProposal:
    """Gives a search up; what was found before it and set by hand is there again."""
    row = _lock(proposal)
    if not row.places:
        return drop_proposal(row, by=by)
    rules.can_stop_timetable(by, row).require()
    if row.state != State.READY:  # else it has been found meanwhile
        before, row.state = row.state, State.READY
        row.save(update_fields=["state"])
        _record("timetable.stopped", row, by, {"state": [before, row.state]})
    return row


@transaction.atomic
def make_official(proposal: TimetableProposal, *, by: Actor, reason: str = "") -> TimetableProposal:
    """Sets the proposed times on the meetings and makes them official: one act, all or nothing.

    A meeting that the proposal leaves without a time gives up the one it has. An event is recorded
    of each meeting. A time that has been taken meanwhile refuses the whole. Who goes to another
    day than the region's joint discussion gets the reason.
    """
    row = _lock(proposal)
    rules.can_change_timetable(by, row).require()
    reason = clean_line(reason, limit=REASON_LIMIT, field="reason")
    places = {int(key): dt.datetime.fromisoformat(text) for key, text in row.places.items()}
    sought = {int(key) for key in (*row.seen, *row.pins)}
    rows = {pk: lock_meeting(Discussion(pk=pk)) for pk in sorted({*places, *sought})}
    _require_unchanged(row, rows.values())
    moved = [m for pk, m in rows.items() if m.starts_at != places.get(pk)]
    for meeting in moved:
        rules.is_bookable(meeting).require()
    before = {pk: times_of(meeting) for pk, meeting in rows.items()}
    leave_tracks(moved)
    for meeting in moved:
        at = places.get(meeting.pk)
        _set_time(meeting, at, reason, [rows[pk] for pk, other in places.items() if other == at])
    now = clock.now()
    given_up = [meeting for meeting in moved if meeting.pk not in places]
    for meeting in [*(rows[pk] for pk in sorted(places)), *given_up]:
        booking = booking_of(meeting)
        booking.official_at = now if meeting.pk in places else None
        booking.save(update_fields=["official_at"])
        record_times("discussion.timed", meeting, before[meeting.pk], by=by)
    row.state = State.OFFICIAL
    row.save(update_fields=["state"])
    _record("timetable.official", row, by, {"state": [State.READY, row.state]})
    earlier = {pk: times["starts_at"] for pk, times in before.items()}
    tell_official([rows[pk] for pk in sorted(places)], earlier, by)
    tell_given_up(given_up, by)
    for meeting in moved:
        tell_retimed(meeting, by, council=False)
    return row


def run_search(pk: int) -> None:
    """Seeks the timetable `pk`, if it still waits: whoever takes it first does it alone.

    After each group of days it says how far it is, and stops when it has been dropped.
    """
    waiting = TimetableProposal.objects.filter(pk=pk, state=State.WAITING)
    if not waiting.update(state=State.RUNNING, touched_at=clock.real()):
        return
    row = TimetableProposal.objects.select_related("round", "by").get(pk=pk)
    with clock.as_asked(row.at), override(row.by.language if row.by else "fi"), _faults_told(row):
        actor = Actor.of(row.by) if row.by else Actor.system()
        pins = {int(k): dt.datetime.fromisoformat(v) if v else None for k, v in row.pins.items()}
        source = Source(board_of(row.round, actor), row.keep, pins)
        best = solve(source.problem, tell=partial(_tell, pk))
        _finish(row, source, best)


@job
def do_search(pk: int) -> None:
    """What the worker is asked to do."""
    run_search(pk)


@transaction.atomic
def _begin(round: Round, by: Actor, *, keep: bool) -> tuple[TimetableProposal, bool]:
    rules.can_make_timetable(by, round).require()
    Round.objects.select_for_update().only("pk").get(pk=round.pk)
    for old in TimetableProposal.objects.filter(round=round, state__in=TimetableProposal.UNDER_WAY):
        if old.is_searching:
            raise Refused(gettext_lazy("A timetable is being sought already."))
        old.state = State.DROPPED
        old.save(update_fields=["state"])
    row = TimetableProposal.objects.create(
        round=round, by=by.user, at=clock.now(), keep=keep, touched_at=clock.real()
    )
    _record("timetable.proposed", row, by, {**audit.CREATED, "keep": [None, keep]})
    at_once = _is_small(round, by)
    if not at_once:
        do_search.enqueue(row.pk)
    return row, at_once


def _is_small(round: Round, by: Actor) -> bool:
    meetings = round.discussions.filter(kind=Discussion.Kind.REGIONAL, cancelled_at=None)
    return meetings.count() <= AT_ONCE


def _finish(row: TimetableProposal, source: Source, best: Timetable) -> None:
    """Shows what was found; of many meetings the reasons follow, one bit after the other."""
    wanted, collision = unmet(source, best), []
    at_once, now = len(source.lines) <= AT_ONCE, clock.real()
    if best.score.unplaced:
        found = smallest_collision(*source.collision_rules())
        collision = [
            {"kind": r.kind, "meeting": r.meeting, "time": source.texts.get(r.time)} for r in found
        ]
    rows = TimetableProposal.objects.filter(pk=row.pk, state=State.RUNNING)
    left = {} if at_once else {"done": 0, "total": len(wanted)}
    rows.update(
        state=State.READY,
        places=source.stored(best.places)
        | {str(key): _text(at) for key, at in source.left_by_hand.items()},
        seen={str(line.meeting.pk): _text(line.meeting.starts_at) for line in source.lines},
        proven=best.proven,
        reasons=dict(reasons_of(source, best, wanted)) if at_once else {},
        collision=collision,
        touched_at=now,
        **left,
    )
    if not at_once:
        explain(row.pk, source, best, wanted, told_at=now)


def _require_unchanged(row: TimetableProposal, meetings: Iterable[Discussion]) -> None:
    """A council that has booked since then keeps its time: the timetable is sought anew."""
    for meeting in meetings:
        if _text(meeting.starts_at) != row.seen.get(str(meeting.pk), _text(meeting.starts_at)):
            raise Refused(
                _("The time of %(name)s has changed meanwhile. Seek the timetable anew.")
                % {"name": meeting.name}
            )


def _set_time(
    meeting: Discussion, at: dt.datetime | None, reason: str, there: Sequence[Discussion]
) -> None:
    """`there` are all that the proposal has at the time: the hand may put too many at one."""
    if at is None:
        leave_slot(meeting)
        return
    slot = require_slot(meeting, at)
    elsewhere = is_elsewhere(meeting, slot.day)
    if elsewhere and not reason:
        raise BadInput(
            _("Give the reason for meetings on another day: it is shown to all."), "reason"
        )
    if not occupy(meeting, slot, reason if elsewhere else ""):
        if len(there) > slot.tracks:
            raise Refused(
                _("%(names)s are at the same time, %(time)s. Change the time of one of them.")
                % {
                    "names": ", ".join(row.name for row in there),
                    "time": format_span(at, style="short"),
                }
            )
        raise Refused(
            _("The time of %(name)s has been taken meanwhile. Seek the timetable anew.")
            % {"name": meeting.name}
        )


def _lock(proposal: TimetableProposal) -> TimetableProposal:
    rows = TimetableProposal.objects.select_for_update(of=("self",)).select_related("round")
    return rows.get(pk=proposal.pk)


def _tell(pk: int, done: int, total: int) -> None:
    rows = TimetableProposal.objects.filter(pk=pk, state=State.RUNNING)
    if not rows.update(done=done, total=total, touched_at=clock.real()):
        raise Stopped


@contextmanager
def _faults_told(row: TimetableProposal) -> Iterator[None]:
    """Ends the search with what went wrong in it."""
    try:
        yield
    except Stopped:
        return
    except Exception:
        logger.exception("timetable %s", row.pk)
        rows = TimetableProposal.objects.filter(pk=row.pk, state=State.RUNNING)
        rows.update(state=State.FAILED, fault=_("Something went wrong. The log tells what."))


def _text(at: dt.datetime | None) -> str | None:
    return at.astimezone(clock.HELSINKI).isoformat() if at is not None else None


def _record(event: str, row: TimetableProposal, by: Actor, changes: audit.Changes) -> None:
    audit.record(event, row.audit_key, by=by, changes=changes, round_id=row.round_id)
