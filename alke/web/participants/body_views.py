"""One body's people in a discussion: changed, taken back, replaced, answered for, written to."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused, Stale
from alke.domain.invitations.queries import deputy_of
from alke.domain.participants import rules
from alke.domain.participants.link_operations import revoke_link, send_link
from alke.domain.participants.mail_queries import lost_mails
from alke.domain.participants.models import REASON_LIMIT, Participant
from alke.domain.participants.operations import (
    cancel_participant,
    edit_participant,
    pass_on,
    restore_participant,
    set_reply,
)
from alke.domain.participants.queries import (
    enrolment_of,
    participant_in,
    people_of_body,
    shared_topics,
)
from alke.domain.rounds.models import Discussion
from alke.web.access import Request, one_or_404, reader, require, signed_in, status_of
from alke.web.find import find_discussion, find_organisation
from alke.web.participants.forms import DeputyForm, EditForm, add_faults, values_of

How = Participant.How
EDIT = "pages/participants/participant_edit.html"


@signed_in
def participant_body(request: Request, year: int, slug: str, body: str) -> HttpResponse:
    """All people of a body with what is known of each; those taken back can be restored."""
    discussion, organisation = find_discussion(request, year, slug), find_organisation(body)
    require(request, rules.can_see_people(request.actor, discussion))
    people = people_of_body(discussion, organisation.pk)
    said = next(iter(enrolment_of(discussion.pk, organisation.pk)), None)
    actor = request.actor
    sees_address = rules.can_see_address(actor, discussion, organisation)
    context = {
        "discussion": discussion,
        "body": organisation,
        "people": [row for row in people if row.cancelled_at is None],
        "cancelled": [row for row in people if row.cancelled_at is not None],
        "coming": any(row.is_coming for row in people),
        "declined": said if said is not None and said.declined_at is not None else None,
        "can_add": rules.can_register(actor, discussion, organisation),
        "can_edit": rules.can_change_people(actor, discussion, organisation),
        "lost": lost_mails(people) if sees_address else {},
        "sees_address": sees_address,
        "reason_limit": REASON_LIMIT,
    }
    return render(request, "pages/participants/participant_body.html", context)


@signed_in
def participant_edit(request: Request, year: int, slug: str, pk: int) -> HttpResponse:
    """A person's data, answer, deputy and link, for those who register for the body."""
    discussion, row = _found(request, year, slug, pk)
    require(request, rules.can_edit_participant(request.actor, row))
    topics = shared_topics(discussion, request.actor)
    if request.method != "POST":
        return _page(request, row, EditForm(topics, initial=values_of(row)))
    form = EditForm(topics, data=request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        edit_participant(row, form.person, by=request.actor, seen=form.cleaned_data["seen"])
    except Stale as fault:
        row = _found(request, year, slug, pk)[1]
        form.compare(row)
        return _page(request, row, form, status=status_of(fault))
    except (Refused, BadInput) as fault:
        add_faults(form, fault)
        return _page(request, row, form, status=status_of(fault))
    messages.success(request, _("Saved: %(title)s.") % {"title": form.person.title})
    return redirect("participant_body", year, slug, row.organisation.slug)


@require_POST
@signed_in
def participant_cancel(request: Request, year: int, slug: str, pk: int) -> HttpResponse:
    """Takes the registration back."""
    _discussion, row = _found(request, year, slug, pk)
    require(request, rules.can_cancel_participant(request.actor, row))
    cancel_participant(row, by=request.actor)
    text = _("Cancelled: %(title)s. You can restore the registration below.")
    messages.success(request, text % {"title": row.title})
    return redirect("participant_body", year, slug, row.organisation.slug)


@require_POST
@signed_in
def participant_restore(request: Request, year: int, slug: str, pk: int) -> HttpResponse:
    """Undoes that."""
    _discussion, row = _found(request, year, slug, pk)
    require(request, rules.can_restore_participant(request.actor, row))
    try:
        restore_participant(row, by=request.actor)
    except BadInput as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("Restored: %(title)s.") % {"title": row.title})
    return redirect("participant_body", year, slug, row.organisation.slug)


@require_POST
@signed_in
def participant_reply(request: Request, year: int, slug: str, pk: int) -> HttpResponse:
    """Whether the person comes, told by the person who is signed in, or by its body."""
    _discussion, row = _found(request, year, slug, pk)
    require(request, rules.can_reply(request.actor, row))
    how = How.SELF if rules.is_self(request.actor, row) else How.CONTACT
    try:
        set_reply(row, request.POST.get("vastaus", ""), by=request.actor, how=how)
    except BadInput as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("The answer was noted: %(title)s.") % {"title": row.title})
    return redirect("participant_body", year, slug, row.organisation.slug)


@require_POST
@signed_in
def participant_deputy(request: Request, year: int, slug: str, pk: int) -> HttpResponse:
    """A deputy comes in the person's place."""
    discussion, row = _found(request, year, slug, pk)
    require(request, rules.can_edit_participant(request.actor, row))
    deputy = DeputyForm(request.POST, prefix="sijainen")
    if deputy.is_valid():
        try:
            made = pass_on(row, deputy.person, by=request.actor, how=How.CONTACT)
        except (Refused, BadInput) as fault:
            add_faults(deputy, fault)
        else:
            text = _("%(deputy)s comes in place of: %(title)s.")
            messages.success(request, text % {"deputy": made.title, "title": row.title})
            return redirect("participant_body", year, slug, row.organisation.slug)
    form = EditForm(shared_topics(discussion, request.actor), initial=values_of(row))
    return _page(request, row, form, deputy=deputy, status=422)


@require_POST
@signed_in
def participant_link_send(request: Request, year: int, slug: str, pk: int) -> HttpResponse:
    """Sends the person its link, or (`teko=peru`) ends those that were sent."""
    _discussion, row = _found(request, year, slug, pk)
    require(request, rules.can_edit_participant(request.actor, row))
    try:
        if request.POST.get("teko") == "peru":
            revoke_link(row, by=request.actor)
            messages.success(request, _("The link was revoked. It opens nothing any more."))
        else:
            send_link(row, by=request.actor)
            messages.success(request, _("The link is on its way: %(to)s.") % {"to": row.email})
    except Refused as fault:
        messages.error(request, str(fault))
    return redirect("participant_edit", year, slug, pk)


def _found(request: Request, year: int, slug: str, pk: int) -> tuple[Discussion, Participant]:
    """Those who take part find the person; for all others there is no such page."""
    discussion = find_discussion(request, year, slug)
    require(request, rules.can_see_people(request.actor, discussion))
    row = one_or_404(participant_in(discussion.pk, pk, reader(request)))
    row.discussion = discussion
    return discussion, row


def _page(
    request: Request,
    row: Participant,
    form: EditForm,
    *,
    deputy: DeputyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    handed_on = deputy_of(row)
    context = {
        "discussion": row.discussion,
        "row": row,
        "form": form,
        "handed_on": handed_on,
        "lost": lost_mails([row]).get(row.pk),
        "deputy": deputy or DeputyForm(prefix="sijainen", initial={"email": handed_on}),
        "replies": Participant.Reply.choices,
    }
    return render(request, EDIT, context, status=status)
