"""How far the round is: publishing it, and bringing it a step on or back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from alke.base.verdicts import Refused
from alke.domain.rounds import operations, rules
from alke.domain.rounds.models import Round
from alke.domain.rounds.state_operations import STEPS
from alke.web.access import Request, require, signed_in
from alke.web.find import find_round

State = Round.State
# What each step is called and what follows from it.
WORDS: dict[str, tuple[Promise, Promise]] = {
    State.PREPARATION: (
        gettext_lazy("Back to preparation"),
        gettext_lazy("Desks and the front page open with it only when its letter has been sent."),
    ),
    State.RUNNING: (
        gettext_lazy("Start the round"),
        gettext_lazy("Desks and the front page open with the newest round under way."),
    ),
    State.FOLLOWUP: (
        gettext_lazy("Move to follow-up"),
        gettext_lazy("The discussions are over. Outcomes can still be completed."),
    ),
    State.ENDED: (
        gettext_lazy("End the round"),
        gettext_lazy(
            "Topics, actions, dates, contacts and outcomes are not changed any more. "
            "The round can be brought back to follow-up."
        ),
    ),
}


def steps_from(round_: Round) -> list[dict[str, Any]]:
    """The states to which the round can go, each with its words."""
    return [
        {"state": state, "label": WORDS[state][0], "text": WORDS[state][1]}
        for state in State
        if state in STEPS[round_.state]
    ]


@require_POST
@signed_in
def round_publish(request: Request, year: int) -> HttpResponse:
    """Shows the round to everybody."""
    round_ = find_round(request, year)
    require(request, rules.can_run_round(request.actor))
    operations.publish_round(round_, by=request.actor)
    messages.success(request, _("The round was published."))
    return _back(round_)


@require_POST
@signed_in
def round_state(request: Request, year: int) -> HttpResponse:
    """Brings the round a step on, or back."""
    round_ = find_round(request, year)
    require(request, rules.can_run_round(request.actor))
    try:
        moved = operations.set_round_state(round_, request.POST.get("state", ""), by=request.actor)
    except Refused as fault:
        messages.error(request, str(fault))
    else:
        name = moved.get_state_display().lower()
        messages.success(request, _("The round is now: %(state)s.") % {"state": name})
    return _back(round_)


def _back(round_: Round) -> HttpResponse:
    response = redirect("round_detail", round_.year)
    response["Location"] += "#vaihe"
    return response
