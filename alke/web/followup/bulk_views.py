"""Many cells at once: "nothing new" of all that wait, its undo, and submitting the drafts."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from alke.base.verdicts import Refused
from alke.domain.followup import operations, rules
from alke.domain.followup.bulk_operations import BulkResult
from alke.domain.followup.count_queries import waiting_rows
from alke.domain.followup.models import FollowUpRound
from alke.domain.people.models import Organisation
from alke.web.access import Request, require, signed_in
from alke.web.followup.cell_views import back_to
from alke.web.followup.page import find_followup, page_of
from alke.web.followup.views import UNDO, followup_page
from alke.web.numbers import whole


def _find(request: Request, year: int, slug: str) -> tuple[FollowUpRound, Organisation]:
    """The follow-up and the own body that is chosen."""
    followup = find_followup(request, year, slug)
    page = page_of(request, followup)
    if page.choice.body is None or not page.own:
        raise Http404
    return followup, page.choice.body


@signed_in
def reports_nothing_new(request: Request, year: int, slug: str) -> HttpResponse:
    """GET lists what would be marked, POST marks it."""
    followup, body = _find(request, year, slug)
    require(request, rules.can_report_nothing_new(request.actor, followup, body))
    if request.method == "POST":
        return _mark(request, followup, body)
    return _choice(request, followup, body)


def _choice(
    request: Request,
    followup: FollowUpRound,
    body: Organisation,
    *,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    """What would be marked; `fault` says why nothing was."""
    rows = waiting_rows(followup, body, request.actor)
    context = {
        "page": page_of(request, followup),
        "followup": followup,
        "body": body,
        "quiet": [row for row in rows if row.can_stay],
        "left": [row for row in rows if not row.can_stay],
        "fault": fault,
    }
    return render(request, "pages/followup/reports_nothing_new.html", context, status=status)


def _mark(request: Request, followup: FollowUpRound, body: Organisation) -> HttpResponse:
    result = operations.report_nothing_new(
        followup, by=request.actor, organisation=body, reports=_ids(request)
    )
    if not result.done and not result.left:
        fault = _("No action was marked. Choose at least one of your own that waits.")
        return _choice(request, followup, body, fault=fault, status=422)
    request.session[UNDO] = {
        "followup": followup.pk,
        "body": body.slug,
        "reports": list(result.done),
        "left": [(left.number, str(left.reason)) for left in result.left],
    }
    return back_to(request, followup)


def _ids(request: Request) -> list[int]:
    """The cells ticked; what is no number is passed over."""
    found = (whole(text, 18) for text in request.POST.getlist("solu"))
    return [pk for pk in found if pk is not None]


@require_POST
@signed_in
def reports_undo(request: Request, year: int, slug: str) -> HttpResponse:
    """Takes "nothing new" back from what was just marked."""
    followup, body = _find(request, year, slug)
    try:
        undone = operations.undo_nothing_new(
            followup, by=request.actor, organisation=body, reports=_ids(request)
        )
    except Refused as fault:
        return followup_page(request, followup, fault=str(fault), status=403)
    text = ngettext(
        "Taken back: %(count)d action waits again.",
        "Taken back: %(count)d actions wait again.",
        len(undone),
    )
    messages.success(request, text % {"count": len(undone)})
    return back_to(request, followup)


@require_POST
@signed_in
def reports_submit(request: Request, year: int, slug: str) -> HttpResponse:
    """Submits all drafts of the own body that are complete."""
    followup, body = _find(request, year, slug)
    try:
        result = operations.submit_drafts(followup, by=request.actor, organisation=body)
    except Refused as fault:
        return followup_page(request, followup, fault=str(fault), status=403)
    _tell(request, result)
    return back_to(request, followup)


def _tell(request: Request, result: BulkResult) -> None:
    if result.done:
        text = ngettext(
            "%(count)d draft was submitted.", "%(count)d drafts were submitted.", len(result.done)
        )
        messages.success(request, text % {"count": len(result.done)})
    for left in result.left:
        text = _("Action %(number)d was left as a draft: %(reason)s")
        messages.warning(request, text % {"number": left.number, "reason": left.reason})
    if not result.done and not result.left:
        messages.info(request, _("There were no drafts to submit."))
