"""What a person does by its link, without an account: answers, corrects, passes the place on (B18).

A visit changes nothing: programs that look into mails open links, too.
"""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.participants import rules
from alke.domain.participants.links import (
    LinkHolder,
    ended_with_its_day,
    participant_of,
    was_given,
)
from alke.domain.participants.models import Participant
from alke.domain.participants.operations import correct_own_data, pass_on, set_reply
from alke.web.access import Request, status_of
from alke.web.apart import GONE, apart
from alke.web.errors import too_many_requests
from alke.web.participants.forms import DeputyForm, OwnForm, add_faults
from alke.web.told import tell_at

PAGE = "pages/participants/participant_link.html"
LINK = Participant.How.LINK


def participant_link(request: Request, token: str) -> HttpResponse:
    """The person's own page; a form on it answers whether the person comes."""
    row = _found(token)
    if row is None:
        return _ended(request, token)
    if request.method != "POST":
        return _page(request, row, token)
    if not ratelimit.consume(request, action="participant_link"):
        return apart(too_many_requests(request))
    try:
        set_reply(row, request.POST.get("vastaus", ""), by=_holder(row), how=LINK)
    except (Refused, BadInput) as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("Thank you. Your answer was noted."))
    return apart(redirect("participant_link", token))


@require_POST
def participant_link_correct(request: Request, token: str) -> HttpResponse:
    """Corrects the person's own data."""
    row = _found(token)
    if row is None:
        return _ended(request, token)
    if not ratelimit.consume(request, action="participant_link"):
        return apart(too_many_requests(request))
    form, status = OwnForm(request.POST), 422
    if form.is_valid():
        try:
            correct_own_data(row, form.person, by=_holder(row))
        except (Refused, BadInput) as fault:
            add_faults(form, fault)
            status = status_of(fault)
        else:
            return apart(
                tell_at(request, "tiedot", _("Your data was saved."), "participant_link", token)
            )
    return _page(request, row, token, own=form, status=status)


@require_POST
def participant_link_pass(request: Request, token: str) -> HttpResponse:
    """Passes the place on to a colleague, who gets a link by mail."""
    row = _found(token)
    if row is None:
        return _ended(request, token)
    if not ratelimit.consume(request, action="participant_link"):
        return apart(too_many_requests(request))
    form, status = DeputyForm(request.POST, prefix="kollega"), 422
    if form.is_valid():
        try:
            pass_on(row, form.person, by=_holder(row), how=LINK)
        except (Refused, BadInput) as fault:
            add_faults(form, fault)
            status = status_of(fault)
        else:
            text = _("Your place was passed on. Your colleague gets a link by mail.")
            return apart(tell_at(request, "vastaus", text, "participant_link", token))
    return _page(request, row, token, colleague=form, status=status)


def _found(token: str) -> Participant | None:
    """The person of the link; None for one that has ended or was revoked. Forged: no such page."""
    rows = participant_of(token)
    if not rows and not was_given(token):
        raise Http404
    return rows[0] if rows else None


def _holder(row: Participant) -> LinkHolder:
    return LinkHolder(row.organisation)


def _page(
    request: Request,
    row: Participant,
    token: str,
    *,
    own: OwnForm | None = None,
    colleague: DeputyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    names = ("title", "name", "mode", "language")
    context = {
        "row": row,
        "discussion": row.discussion,
        "token": token,
        "open": rules.can_answer_by_link(row),
        "can_reply": rules.can_reply_by_link(row),
        "can_pass": rules.can_pass_on_by_link(row),
        "own": own or OwnForm(initial={name: getattr(row, name) for name in names}),
        "colleague": colleague or DeputyForm(prefix="kollega"),
    }
    return apart(render(request, PAGE, context, status=status), has_forms=True)


def _ended(request: Request, token: str) -> HttpResponse:
    context = {"row": None, "is_over": ended_with_its_day(token)}
    return apart(render(request, PAGE, context, status=GONE))
