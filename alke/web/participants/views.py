"""Who takes part in a discussion: by sides and bodies, who is missing, and a form to register."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.invitations.rules import can_see_invitations
from alke.domain.participants import rules
from alke.domain.participants.enrolment_operations import decline_for_body, take_part_after_all
from alke.domain.participants.nudge_operations import nudge_body
from alke.domain.participants.operations import AskFirst, register_participant
from alke.domain.participants.queries import (
    ParticipantPage,
    counted_page,
    participant_page,
    shared_topics,
)
from alke.domain.participants.table_ground import bodies_for
from alke.domain.people.models import Side
from alke.domain.rounds.models import Discussion
from alke.web.access import Request, public_part, require, signed_in
from alke.web.find import find_discussion, find_organisation
from alke.web.participants.forms import RegisterForm, add_faults
from alke.web.told import tell_at

PAGE = "pages/participants/participant_list.html"


@public_part
def participant_list(request: Request, year: int, slug: str) -> HttpResponse:
    """Persons by title for those who take part; for all others bodies and how many come."""
    discussion = find_discussion(request, year, slug)
    if not rules.can_see_people(request.actor, discussion):
        return _counted(request, discussion)
    page = participant_page(discussion, request.actor)
    form = _form(request, discussion, page)
    return _page(request, discussion, page, form)


@require_POST
@signed_in
def participant_add(request: Request, year: int, slug: str) -> HttpResponse:
    """Registers a person; what cannot be taken comes back with the page, nothing typed is lost."""
    discussion = find_discussion(request, year, slug)
    require(request, rules.can_register_some(request.actor, discussion))
    topics = shared_topics(discussion, request.actor)
    bodies = bodies_for(request.actor, discussion)
    for_all = rules.runs(request.actor, discussion)
    form = RegisterForm(bodies, topics, for_all=for_all, data=request.POST)
    asked = ""
    if form.is_valid():
        try:
            row = register_participant(
                discussion, form.body, form.person, by=request.actor, sure="varma" in request.POST
            )
        except AskFirst as question:
            asked = str(question)
        except (Refused, BadInput) as fault:
            add_faults(form, fault)
        else:
            told = {"title": row.title, "body": row.represents or row.organisation.name}
            text = _("Registered: %(title)s, %(body)s.") % told
            return tell_at(request, "lisaa", text, "participant_list", year, slug)
    page = participant_page(discussion, request.actor)
    return _page(request, discussion, page, form, asked=asked)


@require_POST
@signed_in
def enrolment_decline(request: Request, year: int, slug: str, body: str) -> HttpResponse:
    """A body says that it takes no part, or takes that back (`teko=peru`)."""
    discussion, organisation = find_discussion(request, year, slug), find_organisation(body)
    require(request, rules.can_decline_for_body(request.actor, discussion, organisation))
    try:
        if request.POST.get("teko") == "peru":
            take_part_after_all(discussion, organisation, by=request.actor)
            messages.success(
                request, _("Noted: %(body)s takes part after all.") % _of(organisation)
            )
        else:
            reason = request.POST.get("syy", "")
            decline_for_body(discussion, organisation, by=request.actor, reason=reason)
            messages.success(request, _("Noted: %(body)s takes no part.") % _of(organisation))
    except (Refused, BadInput) as fault:
        messages.error(request, str(fault))
    return redirect("participant_body", year, slug, body)


@require_POST
@signed_in
def enrolment_nudge(request: Request, year: int, slug: str, body: str) -> HttpResponse:
    """Reminds a body of which nothing was heard."""
    discussion, organisation = find_discussion(request, year, slug), find_organisation(body)
    require(request, rules.can_nudge(request.actor, discussion))
    text, refused = _("Reminded: %(body)s.") % _of(organisation), False
    try:
        nudge_body(discussion, organisation, by=request.actor)
    except Refused as fault:
        text, refused = str(fault), True
    return tell_at(request, "puuttuvat", text, "participant_list", year, slug, refused=refused)


def _of(organisation: Any) -> dict[str, str]:
    return {"body": organisation.name}


def _form(request: Request, discussion: Discussion, page: ParticipantPage) -> RegisterForm | None:
    """None for who registers nobody."""
    bodies = bodies_for(request.actor, discussion)
    if not bodies:
        return None
    form = RegisterForm(bodies, page.topics, for_all=rules.runs(request.actor, discussion))
    form.initial["organisation"] = request.GET.get("taho", "")  # from that body's own page
    return form


def _page(
    request: Request,
    discussion: Discussion,
    page: ParticipantPage,
    form: RegisterForm | None,
    *,
    asked: str = "",
) -> HttpResponse:
    actor = request.actor
    context = {
        "discussion": discussion,
        "page": page,
        "sees": True,
        "form": form,
        "asked": asked,
        "verdict": rules.can_register_some(actor, discussion),
        "editable": set(form.bodies) if form is not None else set(),
        "own": actor.organisation_ids,
        "can_nudge": rules.can_nudge(actor, discussion),
        "can_attend": rules.can_take_attendance(actor, discussion),
        "can_invite": can_see_invitations(request.actor, discussion),
        "silent": any(page.silent.values()),
        "gaps": any(page.gaps.values()),
    }
    faulty = form is not None and (bool(form.errors) or bool(asked))
    return render(request, PAGE, context, status=422 if faulty else 200)


def _counted(request: Request, discussion: Discussion) -> HttpResponse:
    verdict = rules.can_see_bodies(request.actor, discussion)
    empty = ParticipantPage({side: [] for side in Side}, {}, {}, [])
    context = {
        "discussion": discussion,
        "page": counted_page(discussion) if verdict else empty,
        "sees": False,
        "shown": verdict,
    }
    return render(request, PAGE, context)
