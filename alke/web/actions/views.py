"""An action for life: its page for all, its form for those who write, answers of bodies."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.insight.action_page import ActionPage, action_page, find_action
from alke.domain.people.models import Organisation
from alke.domain.topics import action_operations as operations
from alke.domain.topics import action_rules as rules
from alke.domain.topics.action_models import Action, Responsibility
from alke.domain.topics.action_record import REASON_LIMIT
from alke.domain.topics.agenda_rules import wants_reason
from alke.web.access import Request, public_part, reader, signed_in, status_of
from alke.web.actions import history

LARGEST = 2**31 - 1


def find(request: Request, number: int) -> tuple[Action, list[Action]]:
    """The action and its kin; 404 for what one may not see."""
    if number > LARGEST:
        raise Http404
    action, kin = find_action(number, reader(request))
    if action is None:
        raise Http404
    return action, kin


@public_part
def action_detail(request: Request, number: int) -> HttpResponse:
    """The same page for life: facts, bodies, origins, follow-up through the years, changes."""
    return detail_page(request, number)


def detail_page(
    request: Request,
    number: int,
    *,
    fault: BadInput | Refused | None = None,
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    """The page; a refused answer comes back to it with its reason and all that was typed."""
    action, kin = find(request, number)
    page = action_page(action, kin, request.actor)
    context: dict[str, Any] = {
        "action": action,
        "page": page,
        "fault": str(fault or ""),
        "typed": typed or {},
        "reason_limit": REASON_LIMIT,
        "history": [],
        "answerable": [],
        "can_edit": None,
    }
    if request.actor.reads:
        context |= _work(request, page)
    status = status_of(fault) if fault else 200
    return render(request, "pages/actions/action_detail.html", context, status=status)


def _work(request: Request, page: ActionPage) -> dict[str, Any]:
    """What those who are signed in see and may do."""
    actor, action = request.actor, page.action
    for row in page.bodies:
        row.action = action
    names = {row.organisation.slug: row.organisation.short for row in page.bodies}
    if missing := history.slugs_in(page.events) - names.keys():
        names |= {row.slug: row.short for row in Organisation.objects.filter(slug__in=missing)}
    return {
        "history": history.lines(page.events, names),
        "answerable": [row for row in page.bodies if rules.can_answer(actor, row)],
        "can_edit": rules.can_edit_action(actor, action, None),
        "can_share": rules.can_share_action(actor, action, None) if action.draft_side else None,
        "asks_reason": any(map(wants_reason, rules.discussions_of(action))),
    }


@require_POST
@signed_in
def action_answer(request: Request, number: int) -> HttpResponse:
    """A named body accepts or declines for itself."""
    action, _kin = find(request, number)
    slug, answer = request.POST.get("organisation", ""), request.POST.get("answer", "")
    reason = request.POST.get("reason", "")
    rows = Responsibility.objects.filter(action=action, organisation__slug=slug)
    row = rows.select_related("organisation").first()
    if row is None:
        raise Http404
    try:
        operations.answer_responsibility(action, row.organisation, answer, reason, by=request.actor)
    except BadInput as fault:
        typed = {"organisation": slug, "answer": answer, "reason": reason}
        return detail_page(request, number, fault=fault, typed=typed)
    messages.success(request, _("The answer is recorded. It can be changed later."))
    return redirect(action)


@require_POST
@signed_in
def action_share(request: Request, number: int) -> HttpResponse:
    """Shows a draft to the other side."""
    action, _kin = find(request, number)
    try:
        operations.share_action(
            action, by=request.actor, late_reason=request.POST.get("perustelu", "")
        )
    except (BadInput, Refused) as fault:
        typed = {"perustelu": request.POST.get("perustelu", "")}
        return detail_page(request, number, fault=fault, typed=typed)
    messages.success(request, _("The action is now shared between the sides."))
    return redirect(action)
