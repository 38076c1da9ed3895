"""Hands the open actions of a body that has ended to the successors that were picked (S9)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from alke.base import clock
from alke.base.verdicts import Refused
from alke.domain.followup.operations import hand_over
from alke.domain.insight.organisation_page import open_work
from alke.domain.people.models import Organisation
from alke.domain.people.queries import kin_of
from alke.domain.people.roles import Power
from alke.domain.rounds.participation import may
from alke.web.access import Request, require, signed_in
from alke.web.find import find_organisation
from alke.web.people.succession import Tried, picks_in
from alke.web.people.views import organisation_page


@require_POST
@signed_in
def organisation_hand_over(request: Request, slug: str) -> HttpResponse:
    """Hands over each listed action with its picks; those that cannot stay, with the reason."""
    body = find_organisation(slug)
    require(request, may(request.actor, Power.RUN_ROUND))
    if not body.has_ended(clock.today()):
        messages.error(request, _("The body has not ended: its actions stay with it."))
        return redirect("organisation_detail", slug=slug)
    tried = Tried(picks_in(request.POST, kin_of(body).successors))
    done = _hand_over(request, body, tried)
    if done:
        text = ngettext("%(n)d action was handed over.", "%(n)d actions were handed over.", done)
        messages.success(request, text % {"n": done})
    if not tried.faults:
        return redirect("organisation_detail", slug=slug)
    left = len(tried.faults)
    text = ngettext(
        "%(n)d action was not handed over. The reason stands beside it.",
        "%(n)d actions were not handed over. The reason stands beside each.",
        left,
    )
    messages.error(request, text % {"n": left})
    return organisation_page(request, slug, tried)


def _hand_over(request: Request, body: Organisation, tried: Tried) -> int:
    """How many went over; what is not the body's any more is passed by."""
    done = 0
    rows = open_work(request.actor, body).filter(action__number__in=tried.picked)
    for row in rows.order_by("action__number"):
        number = row.action.number
        try:
            hand_over(row.action, body, tried.picked[number], by=request.actor)
        except Refused as fault:
            tried.faults[number] = str(fault)
        else:
            done += 1
    return done
