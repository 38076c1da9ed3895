"""The board of regional meetings: every time of every discussion day, and one's own booking."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from alke.base import clock
from alke.domain.bookings import rules
from alke.domain.bookings.models import BookingRequest
from alke.domain.bookings.queries import Board, Line, board_of, days_left, open_proposal
from alke.domain.insight.cancelling import reasons_of
from alke.domain.people.actors import Actor
from alke.domain.people.roles import Power
from alke.domain.rounds.models import Discussion, Round
from alke.domain.rounds.participation import may
from alke.domain.rounds.regional import has_slots, minutes_of
from alke.web.access import Request, public_part
from alke.web.bookings.forms import BookingForm, moment_of, times
from alke.web.bookings.words import overlap_words
from alke.web.find import find_round

SHOWN = ("", "vapaat", "paallekkaiset")


@dataclass
class Cell:
    """A row of a day: a meeting, or a time that is free."""

    starts_at: dt.datetime
    line: Line | None = None
    is_own: bool = False
    clashes: list[str] = field(default_factory=list)
    tracks_free: int = 0
    cancelled: list[Discussion] = field(default_factory=list)  # that would have been then


@public_part
def booking_board(request: Request, year: int) -> HttpResponse:
    """Times, meetings and what collides; a council books here."""
    return board_page(request, board_of(find_round(request, year), request.actor))


def board_page(
    request: Request,
    board: Board,
    faults: Mapping[str, str] = MappingProxyType({}),
    *,
    status: int = 200,
) -> HttpResponse:
    """`faults`: why an answer to a request was refused, by the id of its field."""
    own = own_lines(board, request.actor)
    shown = request.GET.get("nayta", "")
    days = _days(board, request.actor, own)
    line = own[0] if own else None
    form = None
    if line is not None and len(own) == 1:
        form = BookingForm(board, line, wished=moment_of(request.GET.get("aika", "")))
    context = board_context(board, request.actor, board.round) | {
        "faults": faults,
        "typed": request.POST,
        "days": [(day, names, _filtered(cells, shown)) for day, names, cells in days],
        "even": _are_even(days) and not shown,
        "shown": shown if shown in SHOWN else "",
        "counts": _counts(days),
        "own": own,
        "own_cancelled": _own_cancelled(board, request.actor),
        "reasons": reasons_of(board.cancelled),
        "line": line,
        "form": form,
        "may_book": form is not None and _may_book(board, request.actor, own[0]),
        "requests": requests_for(board, request.actor),
        "with_slots": has_slots(board.round),
        "without_time": [row for row in board.lines if row.meeting.starts_at is None],
        "proposal": open_proposal(board.round) if _runs(request.actor) else None,
    }
    return render(request, "pages/bookings/booking_board.html", context, status=status)


def board_context(board: Board, actor: Actor, round_: Round) -> dict[str, Any]:
    """What every page of bookings shows of the round."""
    due = board.booking_due
    return {
        "round": round_,
        "board": board,
        "due": due,
        "due_left": days_left(due.day) if due else None,
        "minutes": minutes_of(round_),
        "can_run": rules.can_make_timetable(actor, round_),
        "answers": ministries_of_actor(board, actor),
    }


def own_lines(board: Board, actor: Actor) -> list[Line]:
    """Meetings that the actor books as its council; the coordinator books on each one's page."""
    if _runs(actor):
        return []
    return [row for row in board.lines if may(actor, Power.BOOK_MEETING, row.meeting)]


def _own_cancelled(board: Board, actor: Actor) -> list[Discussion]:
    if _runs(actor):
        return []
    return [row for row in board.cancelled if may(actor, Power.BOOK_MEETING, row)]


def _may_book(board: Board, actor: Actor, line: Line) -> bool:
    due_at = board.booking_due.due_at if board.booking_due else None
    return bool(rules.can_book(actor, line.meeting, due_at=due_at, official=line.is_official))


def ministries_of_actor(board: Board, actor: Actor) -> list[Any]:
    """Ministries for which the actor answers whether they attend."""
    own = actor.organisation_ids
    return [
        row
        for row in board.ministries
        if row.pk in own
        and row.pk not in board.always
        and any(rules.can_answer_attendance(actor, line.meeting, row) for line in board.lines)
    ]


def requests_for(board: Board, actor: Actor) -> list[dict[str, Any]]:
    """Open requests that the actor may answer or withdraw."""
    found = []
    for row in board.swaps:
        answer = rules.can_answer_request(actor, row)
        withdraw = rules.can_withdraw_request(actor, row) and not _runs(actor)
        if answer or withdraw:
            line = board.by_meeting.get(row.discussion_id)
            accept = rules.can_accept_request(actor, row)
            any_time = accept and row.kind == BookingRequest.Kind.LATE and row.starts_at is None
            found.append(
                {
                    "row": row,
                    "answer": bool(answer),
                    "accept": accept,
                    "withdraw": bool(withdraw),
                    "times": times(board, line) if any_time and line is not None else [],
                }
            )
    return found


def _runs(actor: Actor) -> bool:
    return bool(may(actor, Power.RUN_ROUND))


Day = tuple[dt.date, str, list[Cell]]


def _days(board: Board, actor: Actor, own: list[Line]) -> list[Day]:
    """Each day with its discussions and rows, and the days beside them on which a meeting is."""
    days = {day: ", ".join(row.name for row in rows) for day, rows in board.days.items()}
    days |= {row.meeting.day: "" for row in board.booked if row.meeting.day not in days}  # type: ignore[misc]
    return [
        (day, days[day], list(_cells(board, day, own, free=actor.reads_all)))
        for day in sorted(days)
    ]


def _cells(board: Board, day: dt.date, own: list[Line], *, free: bool) -> Iterable[Cell]:
    cells = [
        Cell(at, line, line in own, [overlap_words(row) for row in board.overlaps_at(line)])
        for line in board.lines_on.get(day, [])
        if (at := line.meeting.starts_at) is not None
    ]
    now = clock.now()
    cells += [
        Cell(slot.starts_at, tracks_free=left)
        for slot in board.slots_on.get(day, [])
        if free and slot.starts_at > now and (left := board.free(slot))
    ]
    cells.sort(key=lambda cell: (cell.starts_at, cell.line is None))
    last = {cell.starts_at: cell for cell in cells}
    for row in board.cancelled:
        if row.starts_at in last and row.day == day:
            last[row.starts_at].cancelled.append(row)
    return cells


def _filtered(cells: list[Cell], shown: str) -> list[Cell]:
    if shown == "vapaat":
        return [cell for cell in cells if cell.line is None]
    if shown == "paallekkaiset":
        return [cell for cell in cells if cell.clashes]
    return cells


def _are_even(days: list[Day]) -> bool:
    """Whether the days, of five rows each, stand side by side row by row."""
    return all(len(cells) == 5 for _day, _names, cells in days)


def _counts(days: list[Day]) -> dict[str, int]:
    cells = [cell for _day, _names, rows in days for cell in rows]
    return {
        "free": sum(cell.tracks_free for cell in cells),
        "clashes": sum(bool(cell.clashes) for cell in cells),
    }
