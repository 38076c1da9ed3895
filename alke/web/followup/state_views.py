"""The stages of a follow-up for who runs the round: open, close, publish."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused, Verdict
from alke.domain.followup import operations, rules
from alke.domain.followup.count_queries import bodies_of, progress
from alke.domain.followup.models import FollowUpRound
from alke.domain.followup.report_record import REASON_LIMIT
from alke.domain.people.roles import Power
from alke.domain.rounds.participation import may
from alke.web.access import Request, require, signed_in
from alke.web.followup.page import find_followup


@dataclass(frozen=True)
class Step:
    """Something that can be done to the round: what follows from it, and whether it may be."""

    code: str
    label: str
    text: str
    verdict: Verdict
    asks_reason: bool = False


@signed_in
def followup_state(request: Request, year: int, slug: str) -> HttpResponse:
    """GET shows the stages and who has not answered; POST takes a step."""
    followup = find_followup(request, year, slug)
    require(request, may(request.actor, Power.RUN_ROUND))
    if request.method != "POST":
        return _show(request, followup)
    code, reason = request.POST.get("vaihe", ""), request.POST.get("perustelu", "")
    try:
        told = _take(request, followup, code, reason)
    except (Refused, BadInput) as fault:
        status = 403 if isinstance(fault, Refused) else 422
        return _show(request, followup, fault=str(fault), typed=reason, status=status)
    messages.success(request, told)
    return redirect("followup_state", year, slug)


def _take(request: Request, followup: FollowUpRound, code: str, reason: str) -> str:
    by = request.actor
    steps: dict[str, Callable[[], Any]] = {
        "avaa": lambda: operations.open_followup(followup, by=by),
        "sulje": lambda: operations.close_followup(followup, by=by),
        "julkaise": lambda: operations.publish_followup(followup, by=by),
        "palauta": lambda: operations.reopen_followup(followup, by=by, reason=reason),
    }
    if code not in steps:
        raise BadInput(_("Choose what to do."))
    steps[code]()
    return {
        "avaa": _("The follow-up is open, and the responsible bodies can answer."),
        "sulje": _("The follow-up is closed. Its answers no longer change."),
        "julkaise": _("Published. Anyone can read the answers now."),
        "palauta": _("The follow-up is open again."),
    }[code]


def _show(
    request: Request, followup: FollowUpRound, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "followup": followup,
        "steps": _steps(request, followup),
        "bodies": bodies_of(followup),
        "progress": progress([followup]).get(followup.pk),
        "limit": REASON_LIMIT,
        "fault": "",
        "typed": "",
    }
    return render(request, "pages/followup/followup_state.html", context | more, status=status)


def _steps(request: Request, followup: FollowUpRound) -> list[Step]:
    actor, state = request.actor, followup.state
    opens = Step(
        "avaa",
        _("Open the follow-up"),
        _(
            "Makes a cell for each open action and each responsible body. "
            "They see their earlier texts and can answer."
        ),
        rules.can_open_followup(actor, followup),
    )
    adds = Step(
        "avaa",
        _("Add what has come to be missing"),
        _("New actions and new responsible bodies get their cells. Nothing else is touched."),
        rules.can_open_followup(actor, followup),
    )
    closes = Step(
        "sulje",
        _("Close the follow-up"),
        _("Answers are frozen. What has not been answered stays missing."),
        rules.can_close_followup(actor, followup),
    )
    publishes = Step(
        "julkaise",
        _("Publish the follow-up"),
        _(
            "Anyone can read the answers. Drafts, comments and returned answers are not shown. "
            "The state that a leading body reported becomes the action’s state."
        ),
        rules.can_publish_followup(actor, followup),
    )
    reopens = Step(
        "palauta",
        _("Open the follow-up again"),
        _("Only for a round that was closed by mistake."),
        rules.can_reopen_followup(actor, followup),
        asks_reason=True,
    )
    return {
        FollowUpRound.State.PLANNED.value: [opens],
        FollowUpRound.State.OPEN.value: [closes, adds],
        FollowUpRound.State.CLOSED.value: [publishes, reopens],
    }[state]
