"""A swap of times or a late request is accepted, declined or withdrawn."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alke.base.dates import format_span
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.bookings import operations, rules
from alke.domain.bookings.models import BookingRequest
from alke.domain.bookings.queries import answered_request, board_of
from alke.web.access import Request, one_or_404, require, signed_in, status_of
from alke.web.bookings.forms import moment_of
from alke.web.bookings.views import board_page
from alke.web.find import find_round

FIELDS = {"aika": "aika", "starts_at": "aika", "reason": "syy"}


@require_POST
@signed_in
def booking_request(request: Request, year: int, pk: int) -> HttpResponse:
    """Who comes too late reads so; what is refused stands at the request on the board."""
    round_, actor = find_round(request, year), request.actor
    if any(rules.concerns(actor, row) for row in answered_request(round_, pk)):
        messages.error(request, _("The request has been answered already."))
        return redirect("booking_board", year)
    row = one_or_404([row for row in board_of(round_, actor).swaps if row.pk == pk])
    may_answer = rules.can_answer_request(actor, row)
    require(request, may_answer or rules.can_withdraw_request(actor, row))
    try:
        said = _do(request, row)
    except (Refused, BadInput) as fault:
        faults = {_place(fault, row): str(fault)}
        return board_page(request, board_of(round_, actor), faults, status=status_of(fault))
    messages.success(request, said)
    return redirect("booking_board", year)


def _do(request: Request, row: BookingRequest) -> str:
    """Does what the button says, and tells what came of it."""
    actor = request.actor
    match request.POST.get("teko", ""):
        case "hylkaa":
            operations.decline_request(row, by=actor, reason=request.POST.get("syy", ""))
            return _("The request was declined. The council reads why.")
        case "hyvaksy":
            at = moment_of(request.POST.get("aika", ""))
            return _granted(operations.accept_request(row, by=actor, starts_at=at))
        case "peru":
            operations.withdraw_request(row, by=actor)
            return _("The request was withdrawn. No time changed.")
    raise Http404


def _granted(row: BookingRequest) -> str:
    """The meetings with the times that they have now."""
    times = [(row.discussion, row.discussion.starts_at)]
    if row.other is not None:
        times.append((row.other, row.seen_at))
    said = [f"{meeting.name}, {format_span(at, style='short')}" for meeting, at in times if at]
    return _("The request was granted. Now: %(times)s.") % {"times": "; ".join(said)}


def _place(fault: Refused | BadInput, row: BookingRequest) -> str:
    """The id of the field that the refusal is about; "" when it is about the whole."""
    field = FIELDS.get(fault.field, "")
    shown = field == "syy" or (field == "aika" and row.starts_at is None and row.other_id is None)
    return f"{field}-{row.pk}" if shown else ""
