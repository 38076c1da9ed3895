"""Cancelling a discussion, after what hangs on it was shown; and taking that back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.insight.cancelling import hanging_on
from alke.domain.rounds import operations, rules
from alke.domain.rounds.move_operations import REASON_LIMIT
from alke.web.access import Request, require, signed_in
from alke.web.find import find_discussion


@signed_in
def discussion_cancel(request: Request, year: int, slug: str) -> HttpResponse:
    """Asks once more, with what hangs on the discussion and for the reason; then cancels it."""
    discussion = find_discussion(request, year, slug)
    require(request, rules.can_move_dates(request.actor, discussion.round))
    reason, fault = request.POST.get("reason", ""), ""
    if request.method == "POST":
        try:
            operations.cancel_discussion(discussion, by=request.actor, reason=reason)
        except (Refused, BadInput) as refusal:
            fault = str(refusal)
        else:
            messages.success(request, _("The discussion was cancelled."))
            return redirect("discussion_detail", year, slug)
    context = {
        "discussion": discussion,
        "hanging": hanging_on(discussion),
        "verdict": rules.can_cancel_discussion(request.actor, discussion, reason="–"),
        "reason": reason,
        "reason_limit": REASON_LIMIT,
        "fault": fault,
    }
    status = 422 if fault else 200
    return render(request, "pages/rounds/discussion_cancel.html", context, status=status)


@require_POST
@signed_in
def discussion_restore(request: Request, year: int, slug: str) -> HttpResponse:
    """The discussion is held after all."""
    discussion = find_discussion(request, year, slug)
    require(request, rules.can_move_dates(request.actor, discussion.round))
    try:
        operations.restore_discussion(discussion, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The discussion is held after all."))
    return redirect("discussion_detail", year, slug)
