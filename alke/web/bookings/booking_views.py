"""One region's booking: its time, theme and ministries; swaps and late requests."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alke.base.languages import active
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.bookings import operations, rules
from alke.domain.bookings.queries import Board, Line, board_of
from alke.domain.insight.cancelling import reasons_of
from alke.domain.people.roles import Power
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.participation import may
from alke.domain.rounds.rules import can_restore_discussion
from alke.web.access import Request, one_or_404, require, signed_in, status_of
from alke.web.bookings.forms import PLACES, BookingForm, moment_of, times
from alke.web.bookings.views import board_context, requests_for
from alke.web.bookings.words import overlap_words
from alke.web.faults import add_fault
from alke.web.find import find_round


@signed_in
def meeting_booking(request: Request, year: int, slug: str) -> HttpResponse:
    """Shows and saves the booking of a region's meeting."""
    round_ = find_round(request, year)
    board = board_of(round_, request.actor)
    gone = [row for row in board.cancelled if row.slug == slug]
    if gone:
        return _cancelled(request, board, gone[0])
    line = one_or_404([row for row in board.lines if row.meeting.slug == slug])
    require(request, rules.can_describe(request.actor, line.meeting))
    booked = request.method == "POST" and "teko" not in request.POST  # not a swap or a request
    form = BookingForm(board, line, data=request.POST if booked else None)
    if request.method != "POST":
        return _page(request, board, line, form)
    try:
        said = _do(request, board, line, form)
    except (Refused, BadInput) as fault:
        if booked:
            add_fault(form, fault, PLACES)
        return _page(request, board, line, form, None if booked else fault, status=status_of(fault))
    if said is None:
        return _page(request, board, line, form, status=422)
    messages.success(request, said)
    return redirect("booking_board", year)


def _cancelled(request: Request, board: Board, meeting: Discussion) -> HttpResponse:
    """That the meeting is not held, since when and why, and what can be done now."""
    require(request, may(request.actor, Power.BOOK_MEETING, meeting))
    context = board_context(board, request.actor, board.round) | {
        "meeting": meeting,
        "why": reasons_of([meeting]).get(meeting.pk, ""),
        "can_restore": can_restore_discussion(request.actor, meeting),
    }
    status = 403 if request.method == "POST" else 200  # nothing is booked of it
    return render(request, "pages/bookings/meeting_cancelled.html", context, status=status)


def _do(request: Request, board: Board, line: Line, form: BookingForm) -> str | None:
    """Does what the button says; None when the form cannot be read."""
    actor, meeting = request.actor, line.meeting
    match request.POST.get("teko", ""):
        case "vapauta":
            operations.release_meeting(meeting, by=actor)
            return _("The time was given up.")
        case "vaihda":
            slug = request.POST.get("kenen", "")
            other = next((row for row in board.booked if row.meeting.slug == slug), None)
            if other is None:
                raise BadInput(_("Choose with whom to swap."), "kenen")
            reason = request.POST.get("syy", "")
            operations.ask_swap(meeting, other.meeting, by=actor, reason=reason)
            return _("The swap was asked for. The times change when the other council accepts.")
        case "pyyda":
            at = moment_of(request.POST.get("toivottu", ""))
            operations.ask_late(meeting, at, by=actor, reason=request.POST.get("syy", ""))
            return _("The request was sent to the coordinator.")
    return _save(request, line, form) if form.is_valid() else None


@transaction.atomic
def _save(request: Request, line: Line, form: BookingForm) -> str:
    """The time first: who comes second hears of it before anything else is written."""
    actor, meeting, data = request.actor, line.meeting, form.cleaned_data
    at = moment_of(data["aika"])
    if at is not None and at != meeting.starts_at:
        operations.book_meeting(meeting, at, by=actor, reason=data["perustelu"])
        operations.settle_late_request(meeting, by=actor)
    if "toive1" in request.POST:
        operations.wish_times(meeting, form.wishes(), by=actor)
    operations.hope_for(
        meeting,
        by=actor,
        theme=data["teema"] if _is_own_theme(line) else "",
        wanted=[form.bodies[slug] for slug in data["ministeriot"]],
        language=active(),
    )
    if at is None and meeting.starts_at is None:
        return _("Saved. No time has been booked yet.")
    return _("The booking was saved.")


def _is_own_theme(line: Line) -> bool:
    """Whether the theme is still only a proposal, which is worded here."""
    return line.theme is None or line.theme.number is None


def _page(
    request: Request,
    board: Board,
    line: Line,
    form: BookingForm,
    fault: Refused | BadInput | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """`fault`: why a swap or a request was refused; that of the booking is in its form."""
    actor, due = request.actor, board.booking_due
    others = [row for row in board.booked if rules.can_ask_swap(actor, line.meeting, row.meeting)]
    due_at = due.due_at if due else None
    context = board_context(board, actor, board.round) | {
        "line": line,
        "form": form,
        "faults": _at_field(fault, request.POST.get("teko", "")) if fault else {},
        "typed": request.POST,
        "may_book": rules.can_book(actor, line.meeting, due_at=due_at, official=line.is_official),
        "may_ask": rules.can_ask_late(
            actor, line.meeting, due_at=due_at, official=line.is_official
        ),
        "waits": any(row.discussion_id == line.meeting.pk for row in board.swaps),
        "others": [(row.meeting.slug, row) for row in others],
        "times": times(board, line),
        "clashes": [overlap_words(row) for row in board.overlaps_at(line)],
        "requests": [
            row
            for row in requests_for(board, actor)
            if line.meeting.pk in {row["row"].discussion_id, row["row"].other_id}
        ],
        "theme_is_open": _is_own_theme(line),
    }
    return render(request, "pages/bookings/meeting_booking.html", context, status=status)


def _at_field(fault: Refused | BadInput, teko: str) -> dict[str, str]:
    """The refusal by the id of the field that it is about; "" when it is about the whole."""
    field = {"starts_at": "toivottu", "kenen": "kenen"}.get(fault.field, "")
    key = f"syy-{teko}" if fault.field == "reason" else f"f-{field}" if field else ""
    return {key: str(fault)}
