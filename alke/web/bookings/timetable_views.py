"""The proposed timetable: sought, explained, changed by hand, made official."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alke.base.dates import format_span, moment_key
from alke.base.links import link
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.bookings import operations, rules
from alke.domain.bookings.models import TimetableProposal
from alke.domain.bookings.queries import Board, Line, board_of, newest_proposal, with_places
from alke.domain.rounds.models import Round
from alke.web.access import Request, require, signed_in, status_of
from alke.web.bookings.forms import all_times, moment_of
from alke.web.bookings.views import board_context
from alke.web.bookings.words import collision_words, overlap_words, reason_words
from alke.web.find import find_round
from alke.web.paging import page_asked, rows_on

State = TimetableProposal.State
ROWS: Final = 50  # meetings on a page


@signed_in
def timetable_detail(request: Request, year: int) -> HttpResponse:
    """Shows the proposal that is being worked on, and does what its buttons say."""
    round_ = find_round(request, year)
    require(request, rules.can_make_timetable(request.actor, round_))
    board = board_of(round_, request.actor)
    proposal, failure = _worked_on(round_)
    if request.method != "POST":
        return _page(request, board, proposal, failure=failure)
    try:
        said = _do(request, board, proposal)
    except (Refused, BadInput) as fault:
        proposal, _failure = _worked_on(round_)
        faults = _at_field(fault, request.POST)
        return _page(request, board, proposal, faults, status=status_of(fault))
    if said:
        messages.success(request, said)
    teko = request.POST.get("teko")
    if teko in {"aseta", "vapauta"}:  # back at the row, which says what came of it
        slug = request.POST["kokous"]
        return redirect(f"{link('timetable_detail', year)}?kohta={slug}#muuta-{slug}")
    return redirect("booking_board" if teko == "vahvista" else "timetable_detail", year)


def _at_field(fault: Refused | BadInput, sent: QueryDict) -> dict[str, str]:
    """The refusal by the id of the field that it is about; "" when it is about the whole."""
    slug = sent.get("kokous", "")
    key = {"starts_at": f"aika-{slug}" if slug else "", "reason": "f-syy"}.get(fault.field, "")
    return {key: str(fault)}


def _worked_on(round_: Round) -> tuple[TimetableProposal | None, str]:
    """The proposal that is being worked on; without one, how the last search failed."""
    row = newest_proposal(round_)
    if row is None or row.state in TimetableProposal.UNDER_WAY:
        return row, ""
    return None, row.fault


def _do(request: Request, board: Board, proposal: TimetableProposal | None) -> str:
    actor, teko = request.actor, request.POST.get("teko", "")
    if teko == "ehdota":
        keep = request.POST.get("pysyvat") == "1"
        operations.propose_timetable(board.round, by=actor, keep=keep)
        return ""
    if proposal is None:
        raise Refused(_("There is no proposal any more. Seek the timetable anew."))
    match teko:
        case "aseta" | "vapauta":
            _set_by_hand(request, board, proposal)
            return ""
        case "laske":
            row = operations.search_again(proposal, by=actor)
            return _("The others were placed anew.") if row.state == State.READY else ""
        case "keskeyta":
            operations.stop_search(proposal, by=actor)
            return _("The search was cancelled. No time changed.")
        case "hylkaa":
            operations.drop_proposal(proposal, by=actor)
            return _("The proposal was dropped. No time changed.")
        case "vahvista":
            operations.make_official(proposal, by=actor, reason=request.POST.get("syy", ""))
            return _("The timetable was confirmed. The desk of each council tells of its time.")
    raise BadInput(_("Choose what is to be done."), "teko")


def _set_by_hand(request: Request, board: Board, proposal: TimetableProposal) -> None:
    slug = request.POST.get("kokous", "")
    line = next((row for row in board.lines if row.meeting.slug == slug), None)
    if line is None:
        raise BadInput(_("Choose the meeting."), "kokous")
    if request.POST["teko"] == "vapauta":
        operations.free_from_hand(proposal, line.meeting, by=request.actor)
        return
    at = moment_of(request.POST.get("aika", ""))
    operations.place_by_hand(proposal, line.meeting, at, by=request.actor)


def _page(
    request: Request,
    board: Board,
    proposal: TimetableProposal | None,
    faults: Mapping[str, str] = MappingProxyType({}),
    *,
    failure: str = "",
    status: int = 200,
) -> HttpResponse:
    context = board_context(board, request.actor, board.round) | {
        "proposal": proposal,
        "faults": faults,
        "failure": failure,
        "typed": request.POST,
        "ready": proposal is not None and proposal.state == State.READY,
    }
    if proposal is not None and proposal.state == State.READY:
        context |= _proposed(request, board, proposal)
    return render(request, "pages/bookings/timetable_detail.html", context, status=status)


def _proposed(request: Request, board: Board, proposal: TimetableProposal) -> dict[str, Any]:
    """A page of the proposal line by line, what collides in it, and how good it is."""
    then = with_places(board, {row.meeting.pk: _then(row, proposal) for row in board.lines})
    lines = sorted(then.lines, key=lambda row: _rank(board, then, row))
    changed = request.POST.get("kokous") or request.GET.get("muuta", "")
    page = _page_of(request, lines, changed)
    return {
        "pages": page,
        "rows": [_row(board, then, row, proposal) for row in lines[rows_on(page)]],
        "changing": changed,
        "total": len(lines),
        "placed": len(then.booked),
        "own_day": sum(not row.is_elsewhere for row in then.booked),
        "clashes": sum(bool(then.overlaps_at(row)) for row in lines),
        "elsewhere": [row for row in then.booked if row.is_elsewhere],
        "collision": _collision(board, then, proposal),
        "changed": [row.meeting.name for row in board.lines if _has_changed(row, proposal)],
        "times": [
            time for row in lines if row.meeting.slug == changed for time in all_times(then, row)
        ],
    }


def _rank(board: Board, then: Board, line: Line) -> tuple[bool, bool, bool]:
    """First those without a time, then what collides, then what changes."""
    has_time = line.meeting.starts_at is not None
    return has_time, not then.overlaps_at(line), not _moves(board, line)


def _page_of(request: Request, lines: list[Line], changed: str) -> Page[int]:
    """The page asked for, or the one on which the meeting stands that is or was changed."""
    slug = changed or request.GET.get("kohta", "")
    place = next((n for n, row in enumerate(lines) if row.meeting.slug == slug), 0)
    return page_asked(request, len(lines), ROWS, first=place // ROWS + 1)


def _moves(board: Board, line: Line) -> bool:
    return board.by_meeting[line.meeting.pk].meeting.starts_at != line.meeting.starts_at


def _then(line: Line, proposal: TimetableProposal) -> dt.datetime | None:
    """The proposed time; a meeting at a time of its own was not placed, and stays there."""
    key = str(line.meeting.pk)
    if key in proposal.places:
        return dt.datetime.fromisoformat(proposal.places[key])
    placed = key in proposal.pins or key in proposal.seen
    return None if placed else line.meeting.starts_at


def _collision(board: Board, then: Board, proposal: TimetableProposal) -> list[str]:
    """What cannot all hold; nothing once every meeting has been given a time by hand."""
    if len(then.booked) == len(then.lines):
        return []
    return collision_words(board, proposal.collision)


def _has_changed(line: Line, proposal: TimetableProposal) -> bool:
    """Whether the meeting has another time than when the timetable was sought."""
    at, key = line.meeting.starts_at, str(line.meeting.pk)
    if key not in proposal.seen:
        return False
    seen = dt.datetime.fromisoformat(proposal.seen[key]) if proposal.seen[key] else None
    return at != seen


def _row(board: Board, then: Board, line: Line, proposal: TimetableProposal) -> dict[str, Any]:
    now = board.by_meeting[line.meeting.pk].meeting
    return {
        "line": line,
        "now": now.starts_at,
        "at": line.meeting.starts_at,
        "key": moment_key(line.meeting.starts_at) if line.meeting.starts_at else "",
        "own_time": _own_time(board, now.starts_at),
        "moves": _moves(board, line),
        "by_hand": str(line.meeting.pk) in proposal.pins,
        "clashes": [overlap_words(row) for row in then.overlaps_at(line)],
        "why": _why(board, line, now.starts_at, proposal),
    }


def _own_time(board: Board, at: dt.datetime | None) -> list[tuple[str, str]]:
    """The meeting's present time, when it is none of the round's times."""
    if at is None or _is_slot(board, at):
        return []
    return [(moment_key(at), format_span(at, style="short"))]


def _is_slot(board: Board, at: dt.datetime) -> bool:
    return at in board.slot_at


def _why(
    board: Board, line: Line, now: dt.datetime | None, proposal: TimetableProposal
) -> list[str]:
    """What was granted, and why something was not."""
    if _has_changed(board.by_meeting[line.meeting.pk], proposal):
        by_hand = [_("Set by hand.")] if str(line.meeting.pk) in proposal.pins else []
        return [*by_hand, _("The time has changed since the timetable was sought.")]
    key = str(line.meeting.pk)
    said = _granted(line, now, proposal)
    wished = line.booking.wished if line.booking is not None else []
    if wished and not any(_is_slot(board, at) for at in wished):
        said.append(_("The wished times are there no more: no discussion is on their day."))
    if now is not None and line.meeting.starts_at != now and not _is_slot(board, now):
        words = {"time": format_span(now, style="short")}
        said.append(_("The time %(time)s is there no more: no discussion is on its day.") % words)
    if key in proposal.reasons:
        said.append(reason_words(board, proposal.reasons[key]))
    if line.is_elsewhere:
        said.append(_("On another day than the joint discussion."))
    return said


def _granted(line: Line, now: dt.datetime | None, proposal: TimetableProposal) -> list[str]:
    """Whether the meeting keeps its time or gets the one that was wished."""
    key, at = str(line.meeting.pk), line.meeting.starts_at
    said = []
    if key in proposal.pins:
        said.append(_by_hand(proposal.pins[key], at))
    elif at is None:
        said.append(_("No time is left."))
    elif at == now:
        said.append(_("Keeps its time."))
    elif line.booking is not None and at in line.booking.wished:
        said.append(_("Wish %(n)d granted.") % {"n": line.booking.wished.index(at) + 1})
    elif now is None and not (line.booking and line.booking.wishes):
        said.append(_("Nothing was wished."))
    return said


def _by_hand(pinned: str | None, at: dt.datetime | None) -> str:
    """That the time was set by hand, and whether the meeting got it when all were placed anew."""
    if pinned is None or at is not None:
        return _("Set by hand.")
    words = {"time": format_span(dt.datetime.fromisoformat(pinned), style="short")}
    return _("Set by hand to %(time)s, where there was no room.") % words
