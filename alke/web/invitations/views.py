"""Invitations: before they are sent, to whom; afterwards, what each was told and answered."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from alke.base.verdicts import Refused
from alke.domain.invitations import operations, rules
from alke.domain.invitations.letters import sample_of
from alke.domain.invitations.plan import Step
from alke.domain.invitations.queries import Overview, overview_of
from alke.domain.notices.queries import without_secrets
from alke.web.access import Request, require, signed_in
from alke.web.find import find_discussion


@signed_in
def invitation_list(request: Request, year: int, slug: str) -> HttpResponse:
    """Every participant with what comes next, and with what has come of it."""
    discussion = find_discussion(request, year, slug)
    require(request, rules.can_see_invitations(request.actor, discussion))
    overview = overview_of(discussion)
    verdict = rules.can_send_invitations(request.actor, discussion, overview.inviting)
    context = {
        "discussion": discussion,
        "overview": overview,
        "verdict": verdict,
        "to_invite": overview.count(Step.INVITE),
        "sample": _sample(overview) if verdict else None,
    }
    return render(request, "pages/invitations/invitation_list.html", context)


@require_POST
@signed_in
def invitations_send(request: Request, year: int, slug: str) -> HttpResponse:
    """Sends them; what changes later is told by itself."""
    discussion = find_discussion(request, year, slug)
    require(request, rules.can_see_invitations(request.actor, discussion))
    try:
        sent = operations.send_invitations(discussion, by=request.actor)
    except Refused as fault:
        messages.error(request, str(fault))
    else:
        text = ngettext("%(n)d invitation goes out.", "%(n)d invitations go out.", sent)
        later = _("From now on changes are told by themselves.")
        messages.success(request, f"{text % {'n': sent}} {later}")
    return redirect("invitation_list", year=year, slug=slug)


def _sample(overview: Overview) -> dict[str, str] | None:
    """The first person's mail as it would be, without what opens its link."""
    for line in overview.lines:
        if line.planned.step == Step.INVITE:
            letter = sample_of(line.participant)
            text = without_secrets(letter.text)
            return {"language": letter.language, "subject": letter.subject, "text": text}
    return None
