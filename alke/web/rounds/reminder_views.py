"""Who is reminded of what and when; for the coordinator, who can ask people at once (B6, B20)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alke.base.verdicts import Refused
from alke.domain.people.models import User
from alke.domain.reminders import rules
from alke.domain.reminders.operations import nudge
from alke.domain.reminders.preview import ahead, behind
from alke.domain.reminders.queries import deadlines_of_round, people_of
from alke.domain.rounds.models import Round
from alke.web.access import Request, one_or_404, require, signed_in
from alke.web.find import find_round
from alke.web.numbers import whole


@signed_in
def reminder_list(request: Request, year: int) -> HttpResponse:
    """What is ahead, whom it waits for now, and what the ledger has."""
    round_ = _round(request, year)
    context = {"round": round_, "ahead": ahead(round_), "behind": behind(round_)}
    return render(request, "pages/rounds/reminder_list.html", context)


@require_POST
@signed_in
def reminder_nudge(request: Request, year: int, key: str) -> HttpResponse:
    """Asks one person for what is still open."""
    round_ = _round(request, year)
    deadline = one_or_404([row for row in deadlines_of_round(round_) if row.key == key])
    chosen = whole(request.POST.get("henkilo", "")) or 0
    user = one_or_404(list(User.objects.filter(pk=chosen, is_active=True)))
    try:
        nudge(deadline, user, by=request.actor)
    except Refused as fault:
        messages.error(request, str(fault))
    else:
        body = next(row.body for row in people_of(deadline) if row.user == user)
        person = f"{user}, {body.name}"  # titles are alike
        messages.success(request, _("%(person)s has been asked.") % {"person": person})
    return redirect("reminder_list", year=year)


def _round(request: Request, year: int) -> Round:
    round_ = find_round(request, year)
    require(request, rules.can_see_reminders(request.actor))
    return round_
